import { BceBaseClient } from '@baiducloud/sdk';
import OlderClient from 'bce-sdk-js/src/bce_base_client.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator.ts';

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ speed: 0 });
});

afterEach(() => emulator.close());

function connect(
  Client: typeof BceBaseClient,
  secret = emulator.connection().credentials.baidu.secretAccessKey,
) {
  const credentials = { ak: emulator.connection().credentials.baidu.accessKeyId, sk: secret };
  const client = new Client({ endpoint: emulator.url, credentials }, 'bcc', true);
  return async (method: string, path: string, params: Record<string, string> = {}, body?: unknown) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await client.sendRequest(method, path, { params, ...text });
    return answer.body;
  };
}

/** What the official client rejects with. */
function refusalOf(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => 'accepted',
    (error: unknown) => error,
  );
}

const reservation = { reservationLength: 1, reservationTimeUnit: 'month' };

const clients = [
  ['@baiducloud/sdk', BceBaseClient],
  ['bce-sdk-js', OlderClient],
] as const;

describe.each(clients)('the official client %s, unchanged but for its endpoint,', (_, Client) => {
  let call: ReturnType<typeof connect>;

  beforeEach(() => {
    call = connect(Client);
  });

  test('finds its network and buys addresses', async () => {
    const { vpcId, subnetId } = emulator.connection().networks.baidu;

    const { vpcs } = await call('GET', '/v1/vpc');
    const { subnets } = await call('GET', '/v1/subnet', { vpcId });
    const order = { bandwidthInMbps: 10, billing: { paymentTiming: 'Postpaid', billingMethod: 'ByTraffic' } };
    const { eip } = await call('POST', '/v1/eip', { clientToken: 'eip~1' }, order);
    const { eipList } = await call('GET', '/v1/eip', { eip: String(eip) });

    expect(vpcs).toMatchObject([{ vpcId, cidr: '192.168.0.0/16' }]);
    expect(subnets).toEqual(expect.arrayContaining([expect.objectContaining({ subnetId, vpcId })]));
    expect(eipList).toMatchObject([
      { eip, status: 'available', bandwidthInMbps: 10, billingMethod: 'ByTraffic' },
    ]);
  });

  test('shares bandwidth between addresses that move in and out', async () => {
    const billing = { paymentTiming: 'Postpaid', billingMethod: 'ByBandwidth' };
    const order = { name: 'shared', eipCount: 1, bandwidthInMbps: 20, billing };
    const { id } = await call('POST', '/v1/eipgroup', { clientToken: 'group' }, order);
    const path = `/v1/eipgroup/${String(id)}`;
    const [ip = ''] = emulator.connection().networks.baidu.eips;
    const read = () => call('GET', path);
    const { eips: bought } = await read();
    await call('PUT', path, { move_in: '', clientToken: 'in' }, { eips: [ip] });
    const inside = await call('GET', '/v1/eip', { eip: ip });
    await call('PUT', path, { resize: '', clientToken: 'resize' }, { bandwidthInMbps: 50 });
    await call('PUT', path, { update: '', clientToken: 'name' }, { name: 'renamed' });
    const full = await read();
    const [{ eip: native }] = bought as [{ eip: string }];
    const bare = call('PUT', path, { move_out: '' }, { moveOutEips: [{ eip: native }] });
    expect(await refusalOf(bare)).toMatchObject({ code: 'BadRequest' });
    const own = { bandwidthInMbps: 5, billing: { ...billing, billingMethod: 'ByTraffic' } };
    const moveOutEips = [{ eip: ip }, { eip: native, ...own }];
    await call('PUT', path, { move_out: '', clientToken: 'out' }, { moveOutEips });
    const { eipList } = await call('GET', '/v1/eip', { eip: native });
    await call('DELETE', path, { clientToken: 'release' });

    expect(inside.eipList).toMatchObject([
      { eip: ip, shareGroupId: id, eipInstanceType: 'shared', nativeGroup: false },
    ]);
    expect(full).toMatchObject({ name: 'renamed', bandwidthInMbps: 50, status: 'available' });
    expect(full.eips).toHaveLength(2);
    expect(eipList).toMatchObject([{ shareGroupId: '', bandwidthInMbps: 5, billingMethod: 'ByTraffic' }]);
    expect(await refusalOf(read())).toMatchObject({ code: 'NoSuchObject' });
    emulator.checkInvariants();
  });

  test('creates, binds, adds rules, resizes, protects and releases an enhanced gateway', async () => {
    const { vpcId, eips } = emulator.connection().networks.baidu;
    const [first = '', second = ''] = eips;
    const order = { name: 'shop', vpcId, cuNum: '1', billing: { paymentTiming: 'Postpaid' } };

    const { natId } = await call('POST', '/v1/nat', { clientToken: 'a.b~c (1)*' }, order);
    const path = `/v1/nat/${String(natId)}`;
    await call('PUT', path, { bind: '', clientToken: 'bind' }, { bindEips: [first, second] });
    const snat = { ruleName: 'out', publicIpsAddress: [first], sourceCIDR: '192.168.1.0/24' };
    const { ruleId } = await call('POST', `${path}/snatRule`, {}, snat);
    const batch = { natId, snatRules: [{ ...snat, sourceCIDR: '192.168.2.7' }] };
    const { snatRuleIds } = await call('POST', '/v1/nat/snatRule/batchCreate', {}, batch);
    const dnat = {
      publicIpAddress: second,
      privateIpAddress: '192.168.1.4',
      protocol: 'TCP',
      publicPort: '8080',
      privatePort: 80,
    };
    const created = await call('POST', `${path}/dnatRule`, {}, dnat);
    await call('PUT', `${path}/dnatRule/${String(created.ruleId)}`, {}, { privateIpAddress: '192.168.1.5' });
    await call('PUT', path, { resize: ' ' }, { cuNum: 4 });
    await call('PUT', `${path}/deleteProtect`, {}, { deleteProtect: true });
    const refused = await refusalOf(call('DELETE', path, { clientToken: 'r' }));
    const gateway = await call('GET', path);
    const { rules: snatRules } = await call('GET', `${path}/snatRule`);
    const { rules: dnatRules } = await call('GET', `${path}/dnatRule`, { maxKeys: '10' });

    expect(gateway).toMatchObject({
      status: 'active',
      cuNum: 4,
      bindEips: [first, second],
      deleteProtect: true,
    });
    expect(snatRules).toHaveLength(2);
    expect(snatRules).toEqual(
      expect.arrayContaining([
        { ...snat, ruleId, status: 'active' },
        expect.objectContaining({ ruleId: [snatRuleIds].flat()[0] }),
      ]),
    );
    expect(dnatRules).toMatchObject([{ publicPort: 8080, privatePort: 80, privateIpAddress: '192.168.1.5' }]);
    expect(refused).toMatchObject({
      status_code: 409,
      code: 'OperationDenied',
      request_id: expect.any(String),
    });

    await call('PUT', `${path}/deleteProtect`, {}, { deleteProtect: false });
    await call('DELETE', path, { clientToken: 'r' });
    expect(await refusalOf(call('GET', path))).toMatchObject({ status_code: 404, code: 'NoSuchNat' });
  });

  test('renews a prepaid gateway once per client token', async () => {
    const { vpcId } = emulator.connection().networks.baidu;
    const billing = { paymentTiming: 'Prepaid', reservation };
    const { natId } = await call('POST', '/v1/nat', {}, { name: 'paid', vpcId, spec: 'small', billing });
    const path = `/v1/nat/${String(natId)}`;
    const { expiredTime: before } = await call('GET', path);

    const params = { purchaseReserved: '', clientToken: 'dc31ef8c-5e41-4e38-9ds0-9de7250ds5b20' };
    await call('PUT', path, params, { billing: { reservation } });
    await call('PUT', path, params, { billing: { reservation } });

    const { expiredTime: after } = await call('GET', path);
    const days = (Date.parse(String(after)) - Date.parse(String(before))) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(28);
    expect(days).toBeLessThanOrEqual(31);
    expect(await refusalOf(call('DELETE', path))).toMatchObject({
      status_code: 409,
      code: 'OperationDenied',
    });
  });

  test('creates one gateway when the first answer is lost', async () => {
    const { vpcId } = emulator.connection().networks.baidu;
    const order = { name: 'once', vpcId, cuNum: 1, billing: { paymentTiming: 'Postpaid' } };
    const create = () => call('POST', '/v1/nat', { clientToken: 'once' }, order);
    emulator.faults.append({ kind: 'reset-after', cloud: 'baidu', operation: 'CreateNat', count: 1 });

    const lost = await refusalOf(create());
    const { natId } = await create();

    expect(lost).toMatchObject({ code: 'ECONNRESET' });
    expect(await call('GET', '/v1/nat', { vpcId })).toMatchObject({ nats: [{ id: natId }] });
  });

  test('sees a stuck gateway, a throttle and a breakdown where they were injected', async () => {
    const { vpcId } = emulator.connection().networks.baidu;
    const order = { name: 'slow', vpcId, cuNum: 1, billing: { paymentTiming: 'Postpaid' } };
    emulator.faults.append([
      { kind: 'stuck', cloud: 'baidu', operation: 'CreateNat', count: 1 },
      { kind: 'throttle', cloud: 'baidu', operation: 'ListNat', count: 1 },
      { kind: 'server-error', cloud: 'baidu', operation: 'ReleaseNat', count: 1 },
    ]);

    const { natId } = await call('POST', '/v1/nat', {}, order);

    expect(await call('GET', `/v1/nat/${String(natId)}`)).toMatchObject({ status: 'building' });
    expect(await refusalOf(call('GET', '/v1/nat', { vpcId }))).toMatchObject({ status_code: 429 });
    expect(await refusalOf(call('DELETE', `/v1/nat/${String(natId)}`))).toMatchObject({ status_code: 500 });
  });

  test('is refused with a wrong secret', async () => {
    const refusal = await refusalOf(connect(Client, 'wrong')('GET', '/v1/vpc'));

    expect(refusal).toMatchObject({ status_code: 400, code: 'SignatureDoesNotMatch' });
  });
});
