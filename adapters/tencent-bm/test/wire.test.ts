import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import { operations } from '../src/operations/index.ts';
import { signParameters } from '../src/signer.ts';
import { officialAuthorization, officialParameters, ownParameters, type Style } from './official-clients.ts';
import { keys, scene, v2, v3 } from './scripted-sender.ts';
import { actionOf, formOf } from './wire-forms.ts';

const unVpcId = 'vpc-kd7d06of';
const natId = 'nat-et8e970y';
const gateway = { natId, unVpcId };
const ips = [{ unSubnetId: 'subnet-8pca7qqf', ipList: ['10.11.1.14', '10.11.1.15'] }];
const flatIps = {
  'ips.0.unSubnetId': 'subnet-8pca7qqf',
  'ips.0.ipList.0': '10.11.1.14',
  'ips.0.ipList.1': '10.11.1.15',
};

/** How the page of each operation of version 2 writes its parameters. */
const documentedV2 = {
  CreateBmNatGateway: [
    {
      natName: '店铺_1',
      unVpcId,
      maxConcurrent: '1000000',
      forwardMode: 0,
      autoAllocEipNum: 1,
      unSubnetIds: ['subnet-a', 'subnet-b'],
      ips,
    },
    {
      natName: '店铺_1',
      unVpcId,
      maxConcurrent: '1000000',
      forwardMode: '0',
      autoAllocEipNum: '1',
      'unSubnetIds.0': 'subnet-a',
      'unSubnetIds.1': 'subnet-b',
      ...flatIps,
    },
  ],
  DeleteBmNatGateway: [gateway, gateway],
  DescribeBmNatGateway: [
    { unVpcId, natName: 'shop', offset: 0, limit: 50, orderField: 'natId', orderDirection: 'asc' },
    { unVpcId, natName: 'shop', offset: '0', limit: '50', orderField: 'natId', orderDirection: 'asc' },
  ],
  UpgradeBmNatGateway: [
    { vpcId: unVpcId, natId, maxConcurrent: 3_000_000 },
    { vpcId: unVpcId, natId, maxConcurrent: '3000000' },
  ],
  ModifyBmNatGateway: [
    { ...gateway, natName: 'shop_2' },
    { ...gateway, natName: 'shop_2' },
  ],
  QueryBmNatGatewayProductionStatus: [{ taskId: 9641 }, { taskId: '9641' }],
  EipBindBmNatGateway: [
    { ...gateway, assignedEipSet: ['118.89.24.81'], autoAllocEipNum: 1 },
    { ...gateway, 'assignedEipSet.0': '118.89.24.81', autoAllocEipNum: '1' },
  ],
  EipUnBindBmNatGateway: [
    { ...gateway, assignedEipSet: ['118.89.24.81', '118.89.24.82'] },
    { ...gateway, 'assignedEipSet.0': '118.89.24.81', 'assignedEipSet.1': '118.89.24.82' },
  ],
  SubnetBindBmNatGateway: [
    { ...gateway, unSubnetIds: ['subnet-a'] },
    { ...gateway, 'unSubnetIds.0': 'subnet-a' },
  ],
  SubnetUnBindBmNatGateway: [
    { ...gateway, unSubnetIds: ['subnet-a'] },
    { ...gateway, 'unSubnetIds.0': 'subnet-a' },
  ],
  BindIpsToBmNatGateway: [
    { ...gateway, ips },
    { ...gateway, ...flatIps },
  ],
  UnbindIpsToBmNatGateway: [
    { ...gateway, ips },
    { ...gateway, ...flatIps },
  ],
  DescribeBmNatBindSubnets: [{ natId }, { natId }],
  DescribeBmNatPartSubnetBindIps: [
    { natId, unSubnetIds: ['subnet-a'] },
    { natId, 'unSubnetIds.0': 'subnet-a' },
  ],
  EipBmApply: [
    { unVpcId, goodsNum: 1, payMode: 'bandwidth', bandwidth: '10' },
    { unVpcId, goodsNum: '1', payMode: 'bandwidth', bandwidth: '10' },
  ],
  EipBmDelete: [{ eipIds: ['eip-e791epal'] }, { 'eipIds.0': 'eip-e791epal' }],
  DescribeEipBm: [
    { eips: ['118.89.24.81'], status: [4], orderType: 0 },
    { 'eips.0': '118.89.24.81', 'status.0': '4', orderType: '0' },
  ],
  EipBmQueryTask: [{ requestId: '2383049' }, { requestId: '2383049' }],
  DescribeBmVpcEx: [
    { unVpcId, limit: 20 },
    { unVpcId, limit: '20' },
  ],
  DescribeBmSubnetEx: [
    { unVpcId, zoneIds: [1000100003] },
    { unVpcId, 'zoneIds.0': '1000100003' },
  ],
  DescribeRegions: [{ regionId: 1 }, { regionId: '1' }],
} as const;

const VpcId = unVpcId;
const NatId = 'nat-kdm476mp';
const key = { NatId, VpcId };
const IpInfoSet = [{ SubnetId: 'subnet-8pca7qqf', Ips: ['10.11.1.14'] }];

/** What each operation of version 3 is given, and the body it sends. */
const documentedV3 = {
  CreateNatGateway: [
    {
      ForwardMode: 0,
      VpcId,
      NatName: '店铺_1',
      MaxConcurrent: '1000000',
      AssignedEips: ['118.89.24.81'],
      IpInfoSet,
    },
    {
      ForwardMode: '0',
      VpcId,
      NatName: '店铺_1',
      MaxConcurrent: 1_000_000,
      AssignedEips: ['118.89.24.81'],
      IpInfoSet,
    },
  ],
  DeleteNatGateway: [key, key],
  UpgradeNatGateway: [
    { ...key, MaxConcurrent: '3000000' },
    { ...key, MaxConcurrent: 3_000_000 },
  ],
  DescribeNatGateways: [
    { VpcId, Offset: '0', Limit: 20 },
    { VpcId, Offset: 0, Limit: 20 },
  ],
  DescribeTaskStatus: [{ TaskId: '18411' }, { TaskId: 18_411 }],
  BindEipsToNatGateway: [
    { ...key, AssignedEips: ['118.89.24.81'] },
    { ...key, AssignedEips: ['118.89.24.81'] },
  ],
  UnbindEipsFromNatGateway: [
    { ...key, AssignedEips: ['118.89.24.81'] },
    { ...key, AssignedEips: ['118.89.24.81'] },
  ],
  BindSubnetsToNatGateway: [
    { ...key, SubnetIds: ['subnet-a'] },
    { ...key, SubnetIds: ['subnet-a'] },
  ],
  UnbindSubnetsFromNatGateway: [
    { ...key, SubnetIds: ['subnet-a'] },
    { ...key, SubnetIds: ['subnet-a'] },
  ],
  BindIpsToNatGateway: [
    { ...key, IpInfoSet },
    { ...key, IpInfoSet },
  ],
  UnbindIpsFromNatGateway: [
    { ...key, IpInfoSet },
    { ...key, IpInfoSet },
  ],
  DescribeNatSubnets: [key, key],
  CreateEip: [
    { VpcId, GoodsNum: '2', PayMode: 'flow' },
    { VpcId, GoodsNum: 2, PayMode: 'flow' },
  ],
  DeleteEip: [{ EipIds: ['eip-e791epal'] }, { EipIds: ['eip-e791epal'] }],
  DescribeEips: [
    { Status: [4], BindTypes: [-1], Order: 0 },
    { Status: [4], BindTypes: [-1], Order: 0 },
  ],
  DescribeEipTask: [{ TaskId: 1 }, { TaskId: 1 }],
  DescribeEipQuota: [{}, {}],
  DescribeVpcs: [{ VpcIds: [VpcId] }, { VpcIds: [VpcId] }],
  DescribeSubnets: [
    { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] },
    { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] },
  ],
  DescribeVpcResource: [{ Limit: 1 }, { Limit: 1 }],
  DescribeVpcQuota: [{ TypeIds: [1] }, { TypeIds: [1] }],
  DescribeRegions: [{ RegionId: 8 }, { RegionId: 8 }],
} as const;

const casesOf = (documented: Readonly<Record<string, readonly [object, object]>>) =>
  Object.entries(documented).map(([name, [input, sent]]) => ({ name, input, sent }));

const styles = [
  ['GET', 'HmacSHA1'],
  ['GET', 'HmacSHA256'],
  ['POST', 'HmacSHA1'],
  ['POST', 'HmacSHA256'],
] as const;

async function sentV2(name: string, input: object, style: Partial<Style>, token?: string) {
  const credentials = { ...keys, ...(token !== undefined && { token }) };
  const { method = 'POST', signatureMethod = 'HmacSHA1' } = style;
  const { driver, sender } = scene(() => v2({ data: name === 'EipBmApply' ? { eipIds: ['eip-1'] } : [] }), {
    credentials,
    method,
    signatureMethod,
  });
  return only(driver.native, sender.requests, name, input);
}

/** Enough of every answer for any operation to be understood. */
const answerV3 = {
  ...{ EipIds: ['eip-1'], EipSet: [], NatGatewayInfoSet: [], NatSubnetInfoSet: [], VpcSet: [] },
  ...{ SubnetSet: [], VpcResourceSet: [], VpcQuotaSet: [], RegionInfoSet: [] },
};

async function sentV3(name: string, input: object, token?: string) {
  const credentials = { ...keys, ...(token !== undefined && { token }) };
  const { driver, sender } = scene<'v3'>(() => v3(answerV3), { credentials, api: 'v3' });
  return only(driver.native, sender.requests, name, input);
}

async function only(
  door: { call(name: string, input: object): Promise<unknown> },
  requests: readonly WireRequest[],
  name: string,
  input: object,
): Promise<WireRequest> {
  await door.call(name, input);
  const [request] = requests;
  if (request === undefined || requests.length > 1) throw new Error('one request was expected');
  return request;
}

describe('an operation of version 2', () => {
  const cases = casesOf(documentedV2);

  test('is there for every documented call', () => {
    expect(Object.keys(documentedV2).toSorted()).toEqual(Object.keys(operations.v2).toSorted());
  });

  test.each(cases)('$name goes out as its page writes it', async ({ name, input, sent }) => {
    const request = await sentV2(name, input, {});
    expect(actionOf(request)).toBe(name);
    expect(ownParameters(request)).toEqual(sent);
  });

  test.each(styles)('goes out with %s and %s', async (method, signatureMethod) => {
    const request = await sentV2(
      'UpgradeBmNatGateway',
      { ...gateway, maxConcurrent: 3_000_000 },
      { method, signatureMethod },
    );
    expect(request.method).toBe(method);
    expect(new URL(request.url).origin + new URL(request.url).pathname).toBe(
      'https://bmvpc.api.qcloud.com/v2/index.php',
    );
    expect(request.body === undefined).toBe(method === 'GET');
    expect(new URL(request.url).search === '').toBe(method === 'POST');
    expect(formOf(request).get('Region')).toBe('ap-guangzhou');
  });

  test.each(
    cases.flatMap((each) =>
      styles.map(([method, signatureMethod]) => ({ ...each, method, signatureMethod })),
    ),
  )('$name is signed by $method and $signatureMethod as the official client signs it', async (each) => {
    const request = await sentV2(each.name, each.input, each);
    const ours = Object.fromEntries(formOf(request));
    const { host } = new URL(request.url);
    const style = { ...each, host };
    const official = officialParameters({ ...each.input, ...commonOf(ours) }, keys, style);
    const { Signature, ...parameters } = official;
    expect(ownParametersOf(parameters)).toEqual(each.sent);
    const signed = { method: each.method, host, path: '/v2/index.php', parameters };
    expect(signParameters(signed, keys.secretKey, each.signatureMethod)).toBe(Signature);
    const { Signature: own, ...rest } = ours;
    expect(signParameters({ ...signed, parameters: rest }, keys.secretKey, each.signatureMethod)).toBe(own);
  });

  test('carries the token of temporary keys as a signed parameter', async () => {
    const request = await sentV2('DescribeBmVpcEx', {}, {}, 'token/with+slash=');
    const { Signature, ...parameters } = Object.fromEntries(formOf(request));
    expect(parameters.Token).toBe('token/with+slash=');
    const signed = {
      method: 'POST',
      host: 'bmvpc.api.qcloud.com',
      path: '/v2/index.php',
      parameters,
    } as const;
    expect(signParameters(signed, keys.secretKey)).toBe(Signature);
  });

  test.each([
    ['DescribeBmVpcEx', 'bmvpc.api.qcloud.com'],
    ['DescribeEipBm', 'bmeip.api.qcloud.com'],
    ['DescribeRegions', 'bm.api.qcloud.com'],
  ])('%s goes to the host of its module', async (name, host) => {
    const request = await sentV2(name, {}, {});
    expect(new URL(request.url).host).toBe(host);
    expect(request.headers.host).toBe(host);
  });

  test('of an unknown name is refused with the names there are', async () => {
    await expect(sentV2('toString', {}, {})).rejects.toThrow(/has no operation toString/);
    await expect(sentV2('CreateNatGateway', {}, {})).rejects.toThrow(/has no operation CreateNatGateway/);
  });
});

const common = ['Action', 'Region', 'Timestamp', 'Nonce', 'SecretId', 'SignatureMethod', 'RequestClient'];

const commonOf = (parameters: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => common.includes(name)));

const ownParametersOf = (parameters: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !common.includes(name)));

describe('an operation of version 3', () => {
  const cases = casesOf(documentedV3);

  test('is there for every documented call', () => {
    expect(Object.keys(documentedV3).toSorted()).toEqual(Object.keys(operations.v3).toSorted());
  });

  test.each(cases)('$name goes out as its page writes it', async ({ name, input, sent }) => {
    const request = await sentV3(name, input);
    expect(actionOf(request)).toBe(name);
    expect(JSON.parse(request.body ?? '')).toEqual(sent);
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-tc-region': 'ap-guangzhou',
      'x-tc-version': name === 'DescribeRegions' ? '2018-04-23' : '2018-06-25',
    });
  });

  test.each(cases)('$name carries the signature of the official client', async ({ name, input }) => {
    const request = await sentV3(name, input);
    expect(request.headers.authorization).toBe(officialAuthorization(request, keys));
  });

  test('is signed with the keys of its day and of the moment, whatever was signed before', async () => {
    let turn = 0;
    const pairs = [keys, { ...keys, secretKey: 'another' }, keys];
    const credentials = async () => ({ ...(pairs[Math.floor(turn / 2)] ?? keys), expires: 1 });
    const { driver, sender, clock } = scene<'v3'>(() => v3({ VpcSet: [] }), { api: 'v3', credentials });
    for (const pair of [...pairs, keys]) {
      await driver.native.call('DescribeVpcs', {});
      const request = sender.requests.at(-1);
      if (!request) throw new Error('a request was expected');
      expect(request.headers.authorization).toBe(officialAuthorization(request, pair));
      turn += 2;
      await clock.advance(turn > 4 ? 86_400_000 : 0);
    }
  });

  test('carries the token of temporary keys in a header', async () => {
    const request = await sentV3('DescribeVpcs', {}, 'token/with+slash=');
    expect(request.headers['x-tc-token']).toBe('token/with+slash=');
  });

  test.each([
    ['DescribeVpcs', 'bmvpc.tencentcloudapi.com'],
    ['DescribeEips', 'bmeip.tencentcloudapi.com'],
    ['DescribeRegions', 'bm.tencentcloudapi.com'],
  ])('%s goes to the host of its service', async (name, host) => {
    expect((await sentV3(name, {})).url).toBe(`https://${host}/`);
  });
});

describe('a request', () => {
  test.each(['v2', 'v3'] as const)('of %s goes to the endpoint given, port included', async (api) => {
    const { driver, sender, call } = scene(() => (api === 'v2' ? v2({ data: [] }) : v3({ VpcSet: [] })), {
      api,
      endpoint: 'http://127.0.0.1:18080/',
    });
    await driver.networks.list(undefined, call());
    expect(sender.requests[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:18080\//);
    expect(sender.requests[0]?.headers.host).toBe('127.0.0.1:18080');
  });

  test.each([
    ['gz', 'ap-guangzhou'],
    ['bj', 'ap-beijing'],
    ['ap-shanghai', 'ap-shanghai'],
  ])('names the region %s by its long name', async (region, long) => {
    const { driver, sender, call } = scene(() => v2({ data: [] }), { region });
    await driver.networks.list(undefined, call());
    expect(sender.requests[0] && formOf(sender.requests[0]).get('Region')).toBe(long);
    expect(driver.region).toBe(long);
  });

  test('has a nonce of its own, a positive whole number', async () => {
    const { driver, sender, call } = scene(() => v2({ data: [] }));
    await driver.networks.list(undefined, call());
    await driver.networks.list(undefined, call());
    const nonces = sender.requests.map((request) => formOf(request).get('Nonce'));
    expect(new Set(nonces).size).toBe(2);
    for (const nonce of nonces) expect(nonce).toMatch(/^[1-9]\d{0,15}$/);
  });
});
