import { type Call, createNat, type GatewayHandle, NatError } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import type { TraceEvent } from '@polynat/transport';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlibabaDriver } from '../src/index.ts';
import { type Parameters, parametersOf, type Reply, refusal, scripted } from './scripted.ts';
import { openStage, type Stage } from './stage.ts';

const region = 'eu-central-1';
let stage: Stage;

beforeEach(async () => {
  stage = await openStage(region, {
    seed: { alibaba: { account: { lag: 3 }, addresses: [{ region, count: 4 }] } },
  });
});
afterEach(() => stage.close());

const strike = (kind: 'reset-after' | 'reset-before' | 'truncate', operation: string, count = 1) =>
  stage.emulator.faults.append({ kind, cloud: 'alibaba', operation, count });

const natOver = (driver = stage.driver(), seed = 7) =>
  createNat({ cloud: driver }, { clock: stage.clock, random: seededRandom(seed) });

async function network() {
  const { networks } = stage.driver();
  const [vpc] = (await networks.list(undefined, stage.call())).items;
  const [subnet] = (await networks.subnets(vpc?.id ?? '', undefined, stage.call())).items;
  return { vpc: vpc?.id ?? '', subnet: subnet?.id ?? '' };
}

/** A gateway with one address that rules may name, and handles on it. */
async function equipped() {
  const nat = natOver();
  const { ref } = await nat.use('cloud').gateways.create({ name: 'egress', network: await network() });
  const handle = nat.gateway(ref);
  const [free] = await nat.use('cloud').addresses.list({ free: true }).take(1);
  const { ip } = await handle.addresses.attach(free?.ip ?? '');
  return { nat, handle, ip, table: await tablesOf(handle) };
}

async function tablesOf(handle: GatewayHandle) {
  const { NatGateways } = await stage
    .driver()
    .native.call('DescribeNatGateways', { NatGatewayId: handle.ref.id });
  return { snat: NatGateways[0]?.SnatTableIds[0] ?? '', forward: NatGateways[0]?.ForwardTableIds[0] ?? '' };
}

const countOf = (operation: string) =>
  stage.emulator.requests().filter((request) => request.operation === operation).length;

const web = (ip: string, index: number) => ({
  protocol: 'tcp' as const,
  public: { address: ip, ports: 8_000 + index },
  private: { address: `10.11.0.${20 + index}`, ports: 80 },
});

describe('a write whose answer is lost', () => {
  it.each(['reset-after', 'truncate'] as const)('makes one gateway after %s', async (kind) => {
    const nat = natOver();
    strike(kind, 'CreateNatGateway', 2);
    const created = await nat.use('cloud').gateways.create({ name: 'egress', network: await network() });
    const listed = await nat.use('cloud').gateways.list().toArray();
    expect(listed.map(({ ref }) => ref.id)).toEqual([created.ref.id]);
    expect(countOf('CreateNatGateway')).toBe(3);
  });

  it('without a token is looked for before it is repeated: a rename', async () => {
    const { handle } = await equipped();
    strike('reset-after', 'ModifyNatGatewayAttribute');
    expect((await handle.rename('renamed')).name).toBe('renamed');
    expect(countOf('ModifyNatGatewayAttribute')).toBe(1);
  });

  it('without a token is repeated once a look shows that it did not happen', async () => {
    const { handle } = await equipped();
    strike('reset-before', 'ModifyNatGatewayAttribute');
    expect((await handle.rename('renamed')).name).toBe('renamed');
    expect(countOf('ModifyNatGatewayAttribute')).toBe(2);
  });

  it.each([
    ['reset-after', 1],
    ['reset-before', 2],
  ] as const)('changes a DNAT rule after %s with %i requests', async (kind, requests) => {
    const { handle, ip } = await equipped();
    const rule = await handle.dnat.add(web(ip, 1));
    strike(kind, 'ModifyForwardEntry');
    const changed = await handle.dnat.replace(rule.id, web(ip, 2));
    expect(changed).toMatchObject({ id: rule.id, public: { ports: { from: 8_002, to: 8_002 } } });
    expect(countOf('ModifyForwardEntry')).toBe(requests);
  });

  it.each(['reset-after', 'reset-before'] as const)('removes rules of both kinds after %s', async (kind) => {
    const { handle, ip } = await equipped();
    const snat = await handle.snat.add({ source: { cidr: '10.11.0.0/29' } });
    strike(kind, 'DeleteSnatEntry');
    await handle.snat.remove(snat.id);
    const dnat = await handle.dnat.add(web(ip, 1));
    strike(kind, 'DeleteForwardEntry');
    await handle.dnat.remove(dnat.id);
    expect([await handle.snat.list().toArray(), await handle.dnat.list().toArray()]).toEqual([[], []]);
  });

  it('deletes a gateway with all that is on it, once', async () => {
    const { handle } = await equipped();
    strike('reset-after', 'DeleteNatGateway');
    await handle.delete({ cascade: true });
    await expect(handle.get()).rejects.toMatchObject({ code: 'not-found' });
    expect(countOf('DeleteNatGateway')).toBe(1);
  });

  it('gives an address back once', async () => {
    const { nat } = await equipped();
    const [free] = await nat.use('cloud').addresses.list({ free: true }).take(1);
    strike('reset-after', 'ReleaseEipAddress');
    await nat.use('cloud').addresses.release(free?.ip ?? '');
    expect(countOf('ReleaseEipAddress')).toBe(1);
  });

  it('tags a gateway', async () => {
    const { handle } = await equipped();
    strike('reset-after', 'TagResources');
    expect((await handle.tag({ team: 'shop' })).tags).toEqual({ team: 'shop' });
    expect(countOf('TagResources')).toBe(1);
  });
});

describe('one logical write', () => {
  const created = { body: { RequestId: 'R-1', NatGatewayId: 'ngw-1' } };
  const order = { network: { vpc: 'vpc-1', subnet: 'vsw-1' }, billing: { mode: 'on-demand' } } as const;

  async function tokensFor(replies: readonly Reply[]): Promise<readonly string[]> {
    const { driver, sent, call } = scripted((_, count) => replies[count - 1] ?? created);
    await driver.gateways.create(order, call('first'));
    return sent.map(({ ClientToken = '' }) => ClientToken);
  }

  const lost = new NatError('unavailable', 'connection reset', { outcome: 'unknown', retryable: true });

  it.each([
    ['a lost answer', lost],
    ['500 InternalError', refusal(500, 'InternalError')],
    ['503 ServiceUnavailable', refusal(503, 'ServiceUnavailable')],
    ['the same token still at work', refusal(400, 'LastTokenProcessing')],
    ['half an answer', { body: '{"RequestId":"R-1","NatGa' }],
    ['a web page of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
  ])('keeps its token after %s', async (_, reply) => {
    expect(await tokensFor([reply])).toEqual(['first', 'first']);
  });

  it('made by a process that was refused as busy, lost the answer and died is the one the next process gets', async () => {
    const gateways = new Map<string, string>();
    const cloud =
      (mood: 'struggling' | 'well') =>
      ({ ClientToken = '' }: Parameters, count: number): Reply => {
        if (mood === 'struggling' && count === 1) return refusal(400, 'TaskConflict');
        gateways.set(ClientToken, gateways.get(ClientToken) ?? `ngw-${gateways.size + 1}`);
        if (mood === 'struggling') return lost;
        return { body: { RequestId: 'R-1', NatGatewayId: gateways.get(ClientToken) } };
      };
    const dying = scripted(cloud('struggling'));
    await expect(
      dying.driver.gateways.create(order, { ...dying.call('order-4711'), tokenGiven: true }),
    ).rejects.toMatchObject({
      outcome: 'unknown',
    });
    const next = scripted(cloud('well'));
    const receipt = await next.driver.gateways.create(order, {
      ...next.call('order-4711'),
      tokenGiven: true,
    });
    expect(receipt.subject).toEqual({ region: 'cn-hangzhou', gateway: 'ngw-1', protect: false });
    expect(gateways.size).toBe(1);
  });

  it('takes a new token after a definite refusal, and every try a nonce of its own', async () => {
    const { driver, sent, call } = scripted((_, count) =>
      count === 1 ? refusal(400, 'TaskConflict') : created,
    );
    await driver.gateways.create(order, call('first'));
    const [before, after] = sent;
    expect(after?.ClientToken).not.toBe(before?.ClientToken);
    expect(after?.SignatureNonce).not.toBe(before?.SignatureNonce);
    expect(after?.Signature).not.toBe(before?.Signature);
  });

  it('says that it may have happened when it never learns', async () => {
    const { driver, call } = scripted(() => lost);
    await expect(driver.gateways.create(order, call())).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('does not take an answer without an id for a success', async () => {
    const { driver, call } = scripted(() => ({ body: { RequestId: 'R-1' } }));
    await expect(driver.gateways.create(order, call())).rejects.toMatchObject({
      code: 'protocol',
      outcome: 'unknown',
    });
  });
});

describe('load and conflicts', () => {
  it('a storm of throttles is waited out, for as long as the service asks', async () => {
    const waits: number[] = [];
    const trace = (event: TraceEvent) => event.type === 'retry' && waits.push(event.wait);
    const replies = Array.from({ length: 12 }, () => ({
      ...refusal(400, 'Throttling.User'),
      headers: { 'x-acs-retry-after': '3000' },
    }));
    const { driver, call, clock } = scripted(
      (_, count) => replies[count - 1] ?? { body: { NatGateways: [] } },
      { trace },
    );
    const started = clock.now();
    await driver.gateways.list({}, undefined, call());
    expect(waits).toHaveLength(12);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_000);
    expect(clock.now() - started).toBeGreaterThanOrEqual(36_000);
  });

  it('a storm over every call of a creation leaves one gateway', async () => {
    stage.emulator.faults.append({
      kind: 'throttle',
      cloud: 'alibaba',
      probability: 0.6,
      count: 60,
      retryAfter: 2,
    });
    const waits: number[] = [];
    const trace = (event: TraceEvent) => event.type === 'retry' && waits.push(event.wait);
    const nat = natOver(stage.driver({ trace }));
    const created = await nat.use('cloud').gateways.create({ name: 'egress', network: await network() });
    expect((await nat.use('cloud').gateways.list().toArray()).map(({ ref }) => ref.id)).toEqual([
      created.ref.id,
    ]);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
  });

  it('20 DNAT rules asked for at once become 20 rules, one at a time', async () => {
    const { handle, ip } = await equipped();
    const rules = await Promise.all(
      Array.from({ length: 20 }, (_, index) => handle.dnat.add(web(ip, index))),
    );
    expect(new Set(rules.map(({ id }) => id)).size).toBe(20);
    expect(await handle.dnat.list().toArray()).toHaveLength(20);
    expect(countOf('CreateForwardEntry')).toBeLessThanOrEqual(22);
  });

  it('two processes that write to one table wait for each other', async () => {
    const { handle, ip } = await equipped();
    const other = natOver(stage.driver(), 8).gateway(handle.ref);
    await Promise.all([0, 1, 2, 3].map((index) => (index % 2 ? other : handle).dnat.add(web(ip, index))));
    expect(await handle.dnat.list().toArray()).toHaveLength(4);
  });

  it('two gateways asked for at once in one VPC both come to be', async () => {
    const { gateways } = natOver().use('cloud');
    const where = await network();
    const both = await Promise.all(['one', 'two'].map((name) => gateways.create({ name, network: where })));
    expect(both.map(({ state }) => state)).toEqual(['available', 'available']);
  });
});

describe('what the service learns late', () => {
  it('rules name an address right after it was bound', async () => {
    const { handle, ip } = await equipped();
    await handle.snat.add({ source: { cidr: '10.11.0.0/29' }, through: [ip] });
    expect((await handle.snat.list().toArray()).map(({ through }) => through)).toEqual([[ip]]);
    expect(countOf('CreateSnatEntry')).toBeGreaterThan(1);
  });

  const bound = (ips: readonly string[]) => ({
    body: {
      NatGateways: [
        {
          NatGatewayId: 'ngw-1',
          SnatTableIds: ['stb-1'],
          ForwardTableIds: ['ftb-1'],
          IpLists: ips.map((IpAddress) => ({ IpAddress })),
        },
      ],
    },
  });
  const key = { region: 'cn-hangzhou', id: 'ngw-1' };
  const spec = { source: { cidr: '10.0.0.0/24' }, through: ['47.0.0.1'] };

  function late(code: string, ips: readonly string[]) {
    let refusals = 3;
    return scripted(({ Action }: Parameters): Reply => {
      if (Action === 'DescribeNatGateways') return bound(ips);
      refusals -= 1;
      return refusals >= 0 ? refusal(400, code) : { body: { SnatEntryId: 'snat-1' } };
    });
  }

  it.each(['EIP_NOT_IN_GATEWAY', 'OperationUnsupported.EipNatGWCheck', 'InvalidSnatIp.NotFound'])(
    '%s is waited out while the gateway shows the address',
    async (code) => {
      const { driver, call, sent } = late(code, ['47.0.0.1']);
      await driver.snat.add(key, spec, call());
      const tokens = sent
        .filter(({ Action }) => Action === 'CreateSnatEntry')
        .map(({ ClientToken }) => ClientToken);
      expect(tokens).toHaveLength(4);
      expect(new Set(tokens).size).toBe(4);
    },
  );

  it('an address the gateway does not show is refused at once', async () => {
    const { driver, call, sent } = late('EIP_NOT_IN_GATEWAY', []);
    await expect(driver.snat.add(key, spec, call())).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(sent.filter(({ Action }) => Action === 'CreateSnatEntry')).toHaveLength(1);
  });

  it('a gateway whose address is still bound is not deleted by waiting', async () => {
    const { handle } = await equipped();
    await expect(handle.delete()).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(countOf('DeleteNatGateway')).toBe(1);
  });

  it('an address in use by a rule is not taken off by waiting', async () => {
    const { handle, ip } = await equipped();
    await handle.snat.add({ source: { cidr: '10.11.0.0/29' } });
    await expect(handle.addresses.detach(ip)).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

describe('an address that another gateway is still giving up', () => {
  it('is waited for', async () => {
    const { nat, handle, ip } = await equipped();
    const second = await nat.use('cloud').gateways.create({ name: 'second', network: await network() });
    const leaving = handle.addresses.detach(ip);
    await leaving.accepted;
    const attached = await natOver(stage.driver(), 8).gateway(second.ref).addresses.attach(ip);
    expect(attached).toMatchObject({ ip, gateway: second.ref.id });
    await leaving;
  });

  it('is refused when it is not about to leave', async () => {
    const { nat, ip } = await equipped();
    const second = await nat.use('cloud').gateways.create({ name: 'second', network: await network() });
    await expect(nat.gateway(second.ref).addresses.attach(ip)).rejects.toMatchObject({
      code: 'failed-precondition',
    });
  });
});

describe('a write repeated under its own token', () => {
  it('settles although its address has been attached meanwhile', async () => {
    const { nat, handle } = await equipped();
    const cloud = nat.use('cloud');
    const first = await cloud.addresses.allocate({}, { token: 'order' });
    await handle.addresses.attach(first.ip);
    await handle.snat.add({ source: { cidr: '10.11.0.0/29' }, through: [first.ip] });
    const again = await cloud.addresses.allocate({}, { token: 'order' });
    expect(again).toMatchObject({ ip: first.ip, gateway: handle.ref.id, use: 'snat' });
  });

  it('settles although its rule has been changed meanwhile', async () => {
    const { handle, ip } = await equipped();
    const rule = await handle.dnat.add(web(ip, 1), { token: 'web' });
    await handle.dnat.replace(rule.id, web(ip, 2));
    const again = await handle.dnat.add(web(ip, 1), { token: 'web' });
    expect(again).toMatchObject({ id: rule.id, public: { ports: { from: 8_002, to: 8_002 } } });
  });

  it('settles although the addresses it adds to a package are there already', async () => {
    const nat = natOver();
    const created = await nat.use('cloud').gateways.create({ name: 'egress', network: await network() });
    const handle = nat.gateway(created.ref);
    const { id, addresses } = await handle.bandwidth.create({ bandwidthMbps: 5, addresses: 1 });
    const first = await handle.bandwidth.addAddresses(id, 2, { token: 'grow' });
    expect(first.addresses).toHaveLength(addresses.length + 2);
    expect(await handle.bandwidth.addAddresses(id, 2, { token: 'grow' })).toEqual(first);
  });
});

it('a signature is never sent twice', async () => {
  const { requests, driver, call } = scripted((_, count) =>
    count < 4 ? refusal(400, 'Throttling') : { body: { NatGateways: [] } },
  );
  await driver.gateways.list({}, undefined, call());
  const signatures = requests.map((request) => parametersOf(request).Signature);
  expect(new Set(signatures).size).toBe(4);
});

describe("the service's clock", () => {
  it.each(['IllegalTimestamp', 'InvalidTimeStamp.Expired'])(
    'is taken after %s, so that a machine with a wrong clock still works',
    async (code) => {
      const theirs = Date.UTC(2024, 0, 1, 5);
      const { driver, sent, call } = scripted((_parameters, count) =>
        count === 1
          ? { ...refusal(400, code), headers: { date: new Date(theirs).toUTCString() } }
          : { body: { NatGateways: { NatGateway: [] }, TotalCount: 0 } },
      );
      await driver.gateways.list({}, undefined, call());
      const [, second] = sent.map(({ Timestamp }) => Date.parse(Timestamp ?? ''));
      expect(Math.abs((second ?? 0) - theirs)).toBeLessThan(60_000);
    },
  );
});

describe("a stranger's answer", () => {
  const key = { region: 'cn-hangzhou', id: 'ngw-1' };
  type List = (driver: AlibabaDriver, call: Call) => Promise<unknown>;

  it.each<[string, List]>([
    ['gateways', (driver, call) => driver.gateways.list({}, undefined, call)],
    ['addresses', (driver, call) => driver.addresses.list({}, undefined, call)],
    ['SNAT rules', (driver, call) => driver.snat.list(key, undefined, call)],
    ['DNAT rules', (driver, call) => driver.dnat.list(key, undefined, call)],
    ['packages', (driver, call) => driver.bandwidth.list(key, undefined, call)],
    ['networks', (driver, call) => driver.networks.list(undefined, call)],
    ['subnets', (driver, call) => driver.networks.subnets('vpc-1', undefined, call)],
  ])('without the list that was asked for is not taken for an empty one: %s', async (_what, list) => {
    const { driver, call } = scripted(() => ({ body: { RequestId: 'R-1', TotalCount: 0 } }));
    await expect(list(driver, call())).rejects.toMatchObject({ code: 'protocol', outcome: 'unknown' });
  });

  it.each([
    ['an empty object', 200, {}],
    ['an empty body', 200, ''],
    ['a 404 without a code', 404, { error: 'no route' }],
  ])('is never taken for a gateway or address that is gone: %s', async (_name, status, body) => {
    const { driver, call } = scripted(() => ({ status, body, headers: { 'x-acs-request-id': '' } }));
    const unnamed = { code: 'protocol', outcome: 'unknown' };
    await expect(driver.addresses.release?.('47.1.1.1', call())).rejects.toMatchObject(unnamed);
    await expect(driver.gateways.list({}, undefined, call())).rejects.toMatchObject(unnamed);
  });
});
