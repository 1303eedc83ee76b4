import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import RPCClient from '@alicloud/pop-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flatten } from '../src/client.ts';
import { sign } from '../src/signer.ts';
import { parametersOf } from './scripted.ts';

const keys = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
const received: string[] = [];
const server = createServer(async (request, response) => {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk);
  received.push(request.method === 'GET' ? (request.url ?? '').slice(2) : Buffer.concat(body).toString());
  response.end('{"RequestId":"1"}');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What the official client puts on the wire for these parameters, nonce and time included. */
async function officialQuery(method: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const client = new RPCClient({ ...keys, endpoint: `http://127.0.0.1:${port}`, apiVersion: '2016-04-28' });
  await client.request(parameters.Action ?? '', parameters, { method });
  return received.pop() ?? '';
}

const cases = [
  ['GET', { Action: 'DescribeNatGateways', RegionId: 'cn-hangzhou', PageSize: 50 }],
  [
    'POST',
    {
      Action: 'CreateNatGateway',
      RegionId: 'cn-qingdao',
      Name: 'a b*c~d+e',
      Description: "中文 !'()🚀 /:,%",
      AutoPay: false,
    },
  ],
  ['POST', { Action: 'CreateSnatEntry', SnatIp: '47.98.1.1,47.98.1.2', SourceCIDR: '10.0.0.0/24' }],
  [
    'POST',
    {
      Action: 'RemoveBandwidthPackageIps',
      RemovedIpAddresses: Array.from({ length: 12 }, (_, index) => `47.98.1.${index}`),
    },
  ],
  [
    'POST',
    {
      Action: 'TagResources',
      ResourceId: ['ngw-1'],
      Tag: [
        { Key: 'team', Value: 'a&b=c' },
        { Key: 'empty', Value: '' },
      ],
    },
  ],
] as const;

describe('requests verify in the official client', () => {
  it.each(cases)('%s %o', async (method, input) => {
    const parameters = { Format: 'JSON', Version: '2016-04-28', ...flatten(input) };
    const freshness = { instant: Date.UTC(2020, 8, 25, 8), nonce: '3ee8c1b8' };
    const ours = sign({ method, endpoint: 'https://vpc.aliyuncs.com', parameters }, keys, freshness);
    const { Signature: _, ...signed } = parametersOf(ours);
    expect(ours.body ?? ours.url.split('?')[1]).toBe(await officialQuery(method, signed));
  });
});
