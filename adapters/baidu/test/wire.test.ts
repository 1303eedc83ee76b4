import { Auth } from '@baiducloud/sdk';
import type { WireRequest } from '@polynat/transport';
import { describe, expect, test } from 'vitest';
import { operations } from '../src/operations/index.ts';
import { keys, lineOf, scene, tokenOf } from './scripted-sender.ts';

const natId = 'nat-b7ze574srr4g';
const eip = '180.76.186.174';
const vpcId = 'vpc-13vuxu016dew';
const billing = { reservation: { reservationLength: 1, reservationTimeUnit: 'month' } };
const order = { name: 'shop', vpcId, billing: { paymentTiming: 'Postpaid' } };
const group = {
  name: 'office',
  eipCount: 0,
  bandwidthInMbps: 100,
  billing: { paymentTiming: 'Postpaid', billingMethod: 'ByBandwidth' },
};
const snat = { ruleName: 'out', publicIpsAddress: [eip], sourceCIDR: '192.168.1.0/24' };
const dnat = {
  publicIpAddress: eip,
  privateIpAddress: '192.168.1.4',
  protocol: 'TCP',
  publicPort: 8080,
  privatePort: 80,
};

/** How the document of each operation writes its request: what is given, the line without its token, the body. */
const documented = {
  CreateNat: [
    { ...order, spec: 'small', eips: [eip] },
    'POST /v1/nat?',
    { ...order, spec: 'small', eips: [eip] },
  ],
  ListNat: [{ vpcId, maxKeys: '2', marker: natId }, `GET /v1/nat?vpcId=${vpcId}&marker=${natId}&maxKeys=2`],
  GetNat: [{ natId }, `GET /v1/nat/${natId}`],
  ModifyNat: [{ natId, name: 'shop' }, `PUT /v1/nat/${natId}?`, { name: 'shop' }],
  ReleaseNat: [{ natId }, `DELETE /v1/nat/${natId}?`],
  ResizeNat: [{ natId, cuNum: '20' }, `PUT /v1/nat/${natId}?resize&`, { cuNum: 20 }],
  UpdateNatReleaseProtectionSwitch: [
    { natId, deleteProtect: 'true' },
    `PUT /v1/nat/${natId}/deleteProtect?`,
    { deleteProtect: true },
  ],
  PurchaseReservedNat: [{ natId, billing }, `PUT /v1/nat/${natId}?purchaseReserved&`, { billing }],
  RenewNat: [{ natId, billing }, `PUT /v1/nat/${natId}?purchaseReserved&`, { billing }],
  BindSnatEip: [{ natId, eips: [eip] }, `PUT /v1/nat/${natId}?bind&`, { eips: [eip] }],
  UnbindSnatEip: [{ natId, eips: [eip] }, `PUT /v1/nat/${natId}?unbind&`, { eips: [eip] }],
  BindDnatEip: [{ natId, dnatEips: [eip] }, `PUT /v1/nat/${natId}?bind&`, { dnatEips: [eip] }],
  UnbindDnatEip: [{ natId, dnatEips: [eip] }, `PUT /v1/nat/${natId}?unbind&`, { dnatEips: [eip] }],
  NatBindEip: [{ natId, bindEips: [eip] }, `PUT /v1/nat/${natId}?bind&`, { bindEips: [eip] }],
  NatUnBindEip: [{ natId, bindEips: [eip] }, `PUT /v1/nat/${natId}?unbind&`, { bindEips: [eip] }],
  QueryEipList: [
    { instanceType: 'NAT', instanceId: natId },
    `GET /v1/eip?instanceType=NAT&instanceId=${natId}`,
  ],
  ApplyForEip: [
    { bandwidthInMbps: 10, billing: { paymentTiming: 'Postpaid', billingMethod: 'ByTraffic' } },
    'POST /v1/eip?',
    { bandwidthInMbps: 10, billing: { paymentTiming: 'Postpaid', billingMethod: 'ByTraffic' } },
  ],
  ReleaseEip: [{ eip }, `DELETE /v1/eip/${eip}?`],
  CreateSnatRule: [{ natId, ...snat }, `POST /v1/nat/${natId}/snatRule?`, snat],
  BatchAddSnatRules: [
    { natId, snatRules: [snat] },
    'POST /v1/nat/snatRule/batchCreate?',
    { natId, snatRules: [snat] },
  ],
  UpdateSnatRule: [{ natId, ruleId: 'rule-1', ...snat }, `PUT /v1/nat/${natId}/snatRule/rule-1?`, snat],
  DeleteSnatRule: [{ natId, ruleId: 'rule-1' }, `DELETE /v1/nat/${natId}/snatRule/rule-1?`],
  ListSnatRule: [{ natId, maxKeys: 10 }, `GET /v1/nat/${natId}/snatRule?maxKeys=10`],
  CreateDnatRule: [{ natId, ...dnat }, `POST /v1/nat/${natId}/dnatRule?`, dnat],
  BatchAddDnatRules: [
    { natId, rules: [dnat] },
    `POST /v1/nat/${natId}/dnatRule/batchCreate?`,
    { rules: [dnat] },
  ],
  UpdateDnatRule: [{ natId, ruleId: 'rule-1', ...dnat }, `PUT /v1/nat/${natId}/dnatRule/rule-1?`, dnat],
  DeleteDnatRule: [{ natId, ruleId: 'rule-1' }, `DELETE /v1/nat/${natId}/dnatRule/rule-1?`],
  ListDnatRule: [{ natId }, `GET /v1/nat/${natId}/dnatRule`],
  QueryVpcList: [
    { vpcIds: `${vpcId},vpc-2`, isDefault: true },
    `GET /v1/vpc?isDefault=true&vpcIds=${vpcId}%2Cvpc-2`,
  ],
  QuerySubnetList: [{ vpcId }, `GET /v1/subnet?vpcId=${vpcId}`],
  CreateEipGroup: [group, 'POST /v1/eipgroup?', group],
  ListEipGroup: [{ name: 'office', maxKeys: 10 }, 'GET /v1/eipgroup?name=office&maxKeys=10'],
  GetEipGroup: [{ id: 'eg-1' }, 'GET /v1/eipgroup/eg-1'],
  UpdateEipGroup: [{ id: 'eg-1', name: 'office' }, 'PUT /v1/eipgroup/eg-1?update&', { name: 'office' }],
  ResizeEipGroup: [
    { id: 'eg-1', bandwidthInMbps: 50 },
    'PUT /v1/eipgroup/eg-1?resize&',
    { bandwidthInMbps: 50 },
  ],
  EipGroupMoveIn: [{ id: 'eg-1', eips: [eip] }, 'PUT /v1/eipgroup/eg-1?move_in&', { eips: [eip] }],
  EipGroupMoveOut: [
    { id: 'eg-1', moveOutEips: [{ eip }] },
    'PUT /v1/eipgroup/eg-1?move_out&',
    { moveOutEips: [{ eip }] },
  ],
  ReleaseEipGroup: [{ id: 'eg-1' }, 'DELETE /v1/eipgroup/eg-1?'],
} as const;

const cases = Object.entries(documented).map(([name, [input, line, body]]) => ({ name, input, line, body }));

/** Enough of every answer for any operation to be understood. */
const answer = {
  ...{ natId, id: natId, eip, ruleId: 'rule-1', snatRuleIds: ['rule-1'], ruleIds: ['rule-1'] },
  ...{ nats: [], eipList: [], eipgroups: [], eips: [], rules: [], vpcs: [], subnets: [] },
};

async function sent(name: string, input: unknown, sessionToken?: string): Promise<WireRequest> {
  const credentials = { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
  const { driver, sender } = scene(() => ({ body: answer }), { credentials });
  const door: { call(name: string, input: unknown): Promise<unknown> } = driver.native;
  await door.call(name, input);
  const [request] = sender.requests;
  if (request === undefined || sender.requests.length > 1) throw new Error('one request was expected');
  return request;
}

/** The `Authorization` the official signer gives for a request, from nothing but what is on the wire. */
function officialAuthorization({ method, url, headers }: WireRequest): string {
  const { pathname, searchParams } = new URL(url);
  const signed = Object.fromEntries(
    Object.entries(headers).filter(([name]) => name === 'host' || name.startsWith('x-bce-')),
  );
  const date = Date.parse(headers['x-bce-date'] ?? '') / 1000;
  const auth = new Auth(keys.accessKeyId, keys.secretAccessKey);
  const query = Object.fromEntries(searchParams);
  return auth.generateAuthorization(
    method,
    decodeURIComponent(pathname),
    query,
    signed,
    date,
    1800,
    Object.keys(signed),
  );
}

describe('a native operation', () => {
  test('is there for every documented call', () => {
    expect(Object.keys(documented).toSorted()).toEqual(Object.keys(operations).toSorted());
  });

  test.each(cases)('$name goes out as its document writes it', async ({ name, input, line, body }) => {
    const request = await sent(name, input);
    const token = tokenOf(request);
    expect(lineOf(request)).toBe(
      line.endsWith('?') || line.endsWith('&') ? `${line}clientToken=${token}` : line,
    );
    expect(request.body === undefined ? undefined : JSON.parse(request.body)).toEqual(body);
    expect(request.headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
  });

  test.each(cases)('$name carries the signature of the official client', async ({ name, input }) => {
    const request = await sent(name, input);
    expect(request.headers.authorization).toBe(officialAuthorization(request));
  });

  test('carries a session token as a signed header', async () => {
    const request = await sent(
      'ListNat',
      { vpcId, name: "网关 nat/1~a_b-c.d*'()!+&=%,:;@$?#[]" },
      'token/with+slash=',
    );
    expect(request.headers['x-bce-security-token']).toBe('token/with+slash=');
    expect(request.headers.authorization).toBe(officialAuthorization(request));
    expect(request.headers.authorization).toContain('/host;x-bce-date;x-bce-security-token/');
  });

  test.each([
    ['GetNat', { natId }, 'https://bcc.gz.baidubce.com/'],
    ['QueryEipList', {}, 'https://eip.gz.baidubce.com/'],
  ] as const)('%s goes to the host of its service and region', async (name, input, host) => {
    const { driver, sender } = scene(() => ({ body: answer }), { region: 'gz' });
    await driver.native.call(name, input);
    expect(sender.requests[0]?.url).toContain(host);
    expect(sender.requests[0]?.headers.host).toBe(new URL(host).host);
  });

  test.each(['GetNat', 'QueryEipList'] as const)(
    '%s goes to the endpoint given, port included',
    async (name) => {
      const { driver, sender } = scene(() => ({ body: answer }), { endpoint: 'http://127.0.0.1:18080/' });
      await driver.native.call(name, name === 'GetNat' ? { natId } : {});
      expect(sender.requests[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:18080\/v1\//);
      expect(sender.requests[0]?.headers.host).toBe('127.0.0.1:18080');
    },
  );

  test("keeps the caller's own client token", async () => {
    const request = await sent('PurchaseReservedNat', {
      natId,
      billing,
      clientToken: 'dc31ef8c-5e41-4e38-9ds0-9de7250ds5b20',
    });
    expect(lineOf(request)).toBe(
      `PUT /v1/nat/${natId}?purchaseReserved&clientToken=dc31ef8c-5e41-4e38-9ds0-9de7250ds5b20`,
    );
    expect(request.body).toBe(
      '{"billing":{"reservation":{"reservationLength":1,"reservationTimeUnit":"month"}}}',
    );
  });

  test('of an unknown name is refused with the names there are', async () => {
    await expect(sent('toString', {})).rejects.toThrow(/has no operation toString/);
  });

  test('tells the request id of its answer', async () => {
    const { driver } = scene(() => ({}));
    expect(await driver.native.call('ModifyNat', { natId, name: 'shop' })).toEqual({
      requestId: 'request-1',
    });
  });
});
