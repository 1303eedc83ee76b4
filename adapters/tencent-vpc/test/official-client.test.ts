import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { NativeApi } from '@polynat/core';
import type { WireRequest } from '@polynat/transport';
import type Sign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js';
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationInput, type OperationName, operations } from '../src/operations/index.ts';
import { keys, scene } from './scripted-sender.ts';

const signing: typeof Sign = createRequire(import.meta.url)(
  'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js',
);

const NatGatewayId = 'nat-3isn9hr0';
const VpcId = 'vpc-0yi4hekt';
type SnatInput =
  OperationInput<'CreateNatGatewaySourceIpTranslationNatRule'>['SourceIpTranslationNatRules'][number];

const rule = {
  IpProtocol: 'TCP',
  PublicIpAddress: '139.199.232.238',
  PublicPort: 8989,
  PrivateIpAddress: '10.80.80.41',
  PrivatePort: 8989,
  Description: 'web 服务',
} as const;
const source: SnatInput = {
  ResourceId: 'subnet-0yi4hekt',
  ResourceType: 'SUBNET',
  PrivateIpAddress: '10.80.80.0/24',
  PublicIpAddresses: ['139.199.232.238'],
  Description: '',
};

/** What the driver and the native API send, one request for each operation of a gateway. */
const inputs: { readonly [Name in OperationName]?: OperationInput<Name> } = {
  CreateNatGateway: {
    NatGatewayName: '店铺 1',
    VpcId,
    PublicIpAddresses: ['139.199.232.119'],
    MaxConcurrentConnection: 3_000_000,
    NatProductVersion: 1,
    InternetMaxBandwidthOut: 200,
    Tags: [{ Key: 'city', Value: 'shanghai' }],
    DeletionProtectionEnabled: true,
  },
  DescribeNatGateways: { Filters: [{ Name: 'vpc-id', Values: [VpcId] }], Offset: 100, Limit: 100 },
  DeleteNatGateway: { NatGatewayId, IgnoreOperationRisk: false },
  ModifyNatGatewayAttribute: { NatGatewayId, NatGatewayName: 'shop_2' },
  ResetNatGatewayConnection: { NatGatewayId, MaxConcurrentConnection: 10_000_000 },
  UpgradeNatGatewayProductVersion: { VpcId, NatGatewayId, Force: 0, CheckOnlyMode: true },
  AssociateNatGatewayAddress: { NatGatewayId, PublicIpAddresses: ['139.199.232.212'] },
  DisassociateNatGatewayAddress: { NatGatewayId, PublicIpAddresses: ['139.199.232.212'] },
  CreateNatGatewayDestinationIpPortTranslationNatRule: {
    NatGatewayId,
    DestinationIpPortTranslationNatRules: [rule],
  },
  ModifyNatGatewayDestinationIpPortTranslationNatRule: {
    NatGatewayId,
    SourceNatRule: rule,
    DestinationNatRule: { ...rule, IpProtocol: 'UDP' },
  },
  DeleteNatGatewayDestinationIpPortTranslationNatRule: {
    NatGatewayId,
    DestinationIpPortTranslationNatRules: [rule],
  },
  CreateNatGatewaySourceIpTranslationNatRule: { NatGatewayId, SourceIpTranslationNatRules: [source] },
  ModifyNatGatewaySourceIpTranslationNatRule: {
    NatGatewayId,
    SourceIpTranslationNatRule: { NatGatewaySnatId: 'snat-0yi4hekt', ...source },
  },
  DeleteNatGatewaySourceIpTranslationNatRule: { NatGatewayId, NatGatewaySnatIds: ['snat-0yi4hekt'] },
  AllocateAddresses: { AddressCount: 1, InternetMaxBandwidthOut: 5, ClientToken: 'token-1' },
  DescribeAddresses: { Filters: [{ Name: 'address-ip', Values: ['139.199.232.212'] }], Limit: 100 },
  ReleaseAddresses: { AddressIds: ['eip-m44ku5d2'] },
  DescribeVpcs: { Offset: 0, Limit: 100 },
  DescribeSubnets: { SubnetIds: ['subnet-0yi4hekt'] },
  DescribeTaskResult: { TaskId: 12_566_700 },
  DescribeVpcTaskResult: { TaskId: '3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11' },
  ModifyResourceTags: {
    Resource: `qcs::vpc:ap-guangzhou:uin/:nat/${NatGatewayId}`,
    ReplaceTags: [{ TagKey: 'city', TagValue: '上海' }],
  },
};

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let seen: Seen[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.setHeader('content-type', 'application/json');
    response.end('{"Response":{"RequestId":"3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11"}}');
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)));

/** What the official client puts on the wire for the same input. */
async function official(name: OperationName, input: unknown): Promise<Seen> {
  const { port } = server.address() as AddressInfo;
  const httpProfile = { endpoint: `127.0.0.1:${port}`, protocol: 'http://' } as const;
  const settings = { credential: keys, region: 'ap-guangzhou', profile: { httpProfile } };
  const Client = operations[name].service === 'tag' ? tag.v20180813.Client : vpc.v20170312.Client;
  seen = [];
  await new Client(settings).request(name, input);
  const [request] = seen;
  if (request === undefined) throw new Error(`the official client sent nothing for ${name}`);
  return request;
}

/** The lists of the listings, empty. */
const noneOfAnything = { NatGatewaySet: [], AddressSet: [], VpcSet: [], SubnetSet: [] };

async function ours(name: OperationName, input: unknown): Promise<WireRequest> {
  const { driver, requests } = scene((action) =>
    action === 'AllocateAddresses' ? { AddressSet: ['eip-m44ku5d2'] } : noneOfAnything,
  );
  const native: NativeApi = driver.native;
  await native.call(name, input);
  const [request] = requests;
  if (request === undefined) throw new Error(`nothing was sent for ${name}`);
  return request;
}

const cases = Object.entries(inputs).map(([name, input]) => ({ name: name as OperationName, input }));
const common = ['content-type', 'x-tc-action', 'x-tc-version', 'x-tc-region'] as const;

describe('beside the official client', () => {
  test.each(cases)('$name has the same parameters, action, version and region', async ({ name, input }) => {
    const [theirs, mine] = [await official(name, input), await ours(name, input)];
    const isText = name === 'DescribeVpcs';
    const parameters = JSON.parse(theirs.body);
    /** The official types ask the caller for text here; Polynat turns numbers into it. */
    const expected = isText ? { Offset: '0', Limit: '100' } : parameters;
    expect(JSON.parse(mine.body ?? '')).toEqual(expected);
    for (const header of common) expect(mine.headers[header]).toBe(theirs.headers[header]);
  });

  test.each(cases)('$name is signed as the official client signs it', async ({ name, input }) => {
    const { method, url, headers, body = '' } = await ours(name, input);
    const authorization = signing.default.sign3({
      ...keys,
      method: method === 'GET' ? 'GET' : 'POST',
      url,
      payload: JSON.parse(body),
      timestamp: Number(headers['x-tc-timestamp']),
      service: operations[name].service,
      headers: { 'Content-Type': headers['content-type'] ?? '' },
      multipart: false,
      boundary: '',
    });
    expect(headers.authorization).toBe(authorization);
  });
});
