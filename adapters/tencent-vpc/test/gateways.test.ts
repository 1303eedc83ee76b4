import { createNat, NatError } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { emulated, type Variation } from './emulated.ts';
import { scene } from './scripted-sender.ts';

/** The portable classes over the emulated cloud. */
async function stage(variation?: Variation) {
  const harness = await emulated(variation);
  const nat = createNat({ shop: harness.driver }, { clock: harness.clock, random: seededRandom(3) });
  const cloud = nat.use('shop');
  const [first = '', second = '', third = ''] = harness.addresses;
  const order = { name: 'egress', network: { vpc: harness.network.vpc }, addresses: [first] };
  const create = async (more: object = {}) => {
    const { ref } = await cloud.gateways.create({ ...order, ...more });
    return nat.use('shop').gateway(ref);
  };
  return { ...harness, nat, cloud, order, create, first, second, third };
}

const failureOf = (attempt: PromiseLike<unknown>) =>
  Promise.resolve(attempt).then(
    () => undefined,
    (thrown: unknown) => NatError.from(thrown),
  );

describe('a gateway of Tencent Cloud VPC', () => {
  test('is created standard when its size is metered, and traditional in three sizes', async () => {
    const { create, close } = await stage();
    const standard = await create({ size: { metered: true } });
    expect(await standard.get()).toMatchObject({ generation: 'standard', size: { metered: true } });
    await close();
  });

  test('with protection, tags and a zone is ordered with all of them in one request', async () => {
    const { create, close } = await stage();
    const handle = await create({ protected: true, tags: { team: 'shop' }, size: { tier: 'medium' } });
    expect(await handle.get()).toMatchObject({
      protected: true,
      tags: { team: 'shop' },
      size: { connections: 3_000_000 },
      billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    });
    await close();
  });

  test('ordered again after a crash is the one that has the public IPs of the order', async () => {
    const { cloud, order, create, close } = await stage();
    const handle = await create();
    expect((await cloud.gateways.create(order)).ref.id).toBe(handle.ref.id);
    expect(await cloud.gateways.list().toArray()).toHaveLength(1);
    await close();
  });

  test('is refused when its public IP serves a gateway that sends less than ordered', async () => {
    const { cloud, order, create, close } = await stage();
    await create({ outboundMbps: 20 });
    expect(await failureOf(cloud.gateways.create({ ...order, outboundMbps: 500 }))).toMatchObject({
      code: 'conflict',
      field: 'addresses',
      outcome: 'none',
    });
    await close();
  });

  test('is refused when its public IP serves a gateway of another size', async () => {
    const { cloud, order, create, close } = await stage();
    await create({ size: { tier: 'small' } });
    expect(await failureOf(cloud.gateways.create({ ...order, size: { tier: 'large' } }))).toMatchObject({
      code: 'conflict',
      field: 'addresses',
      outcome: 'none',
    });
    expect(await cloud.gateways.list().toArray()).toHaveLength(1);
    await close();
  });

  test('is refused when its public IP serves a gateway of another name', async () => {
    const { cloud, order, create, close } = await stage();
    await create();
    expect(await failureOf(cloud.gateways.create({ ...order, name: 'other' }))).toMatchObject({
      code: 'conflict',
      field: 'addresses',
    });
    await close();
  });

  test('becomes standard once, also when the answer is lost', async () => {
    const { create, loseNextReply, waitingFaults, close } = await stage();
    const handle = await create();
    await loseNextReply('gateways.convert');
    expect(await handle.convert()).toMatchObject({ generation: 'standard', size: { metered: true } });
    expect(await handle.convert()).toMatchObject({ generation: 'standard' });
    expect(waitingFaults()).toBe(0);
    await close();
  });

  test('that is standard cannot be resized, and says why', async () => {
    const { create, close } = await stage();
    const handle = await create({ size: { metered: true } });
    expect(await failureOf(handle.resize({ connections: 3_000_000 }))).toMatchObject({
      code: 'unsupported',
      remedy: 'no action needed: a standard gateway has one size',
    });
    await close();
  });

  test('to which routes point is deleted by force only', async () => {
    const { cloud, emulator, close } = await stage();
    emulator.seed({
      tencentVpc: {
        vpcs: [
          {
            region: 'ap-guangzhou',
            vpcId: 'vpc-routed00',
            cidr: '10.50.0.0/16',
            gateways: [{ natId: 'nat-routed00', name: 'routed' }],
            routeTables: [{ main: true, routes: [{ destination: '0.0.0.0/0', gateway: 'nat-routed00' }] }],
          },
        ],
      },
    });
    const [routed] = await cloud.gateways.list({ name: 'routed' }).toArray();
    if (routed === undefined) throw new Error('the seed holds a gateway');
    const handle = cloud.gateway(routed.ref);
    expect(await failureOf(handle.delete())).toMatchObject({
      code: 'failed-precondition',
      outcome: 'none',
      remedy: expect.stringMatching(/routes/),
    });
    await handle.delete({ cascade: true });
    expect(await failureOf(handle.get())).toMatchObject({ code: 'not-found' });
    await close();
  });
});

describe('an SNAT rule', () => {
  test('is for one host, named with the server that has it', async () => {
    const { create, first, close } = await stage();
    const handle = await create();
    const rule = await handle.snat.add({ source: { hosts: ['10.2.1.10'] }, through: [first] });
    expect(rule).toMatchObject({ source: { hosts: ['10.2.1.10'] }, through: [first] });
    expect(rule.native).toMatchObject({
      ResourceType: 'NETWORKINTERFACE',
      ResourceId: expect.stringMatching(/^ins-/),
    });
    await close();
  });

  test('for a host of a named network interface needs no search, and is read with it', async () => {
    const { create, first, close } = await stage();
    const handle = await create();
    const { source } = await handle.snat.add({ source: { hosts: ['10.2.1.10'] }, through: [first] });
    const [rule] = await handle.snat.list().toArray();
    expect(rule?.source).toEqual({ hosts: ['10.2.1.10'], interface: expect.stringMatching(/^ins-/) });
    await handle.snat.remove(rule?.id ?? '');
    const again = await handle.snat.add({ source, through: [first] });
    expect(again.source).toEqual(source);
    await close();
  });

  test('changes its public IPs and its name, whether or not the interface is named again', async () => {
    const { create, first, second, close } = await stage();
    const handle = await create({ addresses: [first, second] });
    const rule = await handle.snat.add({ source: { hosts: ['10.2.1.10'] }, through: [first] });
    const moved = await handle.snat.replace(rule.id, {
      source: { hosts: ['10.2.1.10'] },
      through: [second],
      name: 'office',
    });
    expect(moved).toMatchObject({ id: rule.id, source: rule.source, through: [second], name: 'office' });
    await close();
  });

  test.each([
    [{ hosts: ['10.2.1.10'], subnet: 'subnet-1' }, 'unsupported', 'rule.source.subnet'],
    [{ hosts: ['10.2.1.10', '10.2.1.11'] }, 'invalid-argument', 'rule.source.hosts'],
    [{ hosts: ['10.2.1.250'] }, 'failed-precondition', 'source.hosts'],
    [{ subnet: 'subnet-00000000' }, 'not-found', 'source.subnet'],
  ] as const)('for %j is refused as %s', async (source, code, field) => {
    const { create, close } = await stage();
    const handle = await create();
    expect(await failureOf(handle.snat.add({ source }))).toMatchObject({ code, field });
    await close();
  });

  test("exactly as somebody else's is refused, even under a token of the caller's", async () => {
    const { create, close, first } = await stage();
    const handle = await create();
    await handle.snat.add({ source: { cidr: '10.2.9.0/24' }, through: [first] });
    const same = handle.snat.add({ source: { cidr: '10.2.9.0/24' }, through: [first] }, { token: 'mine' });
    expect(await failureOf(same)).toMatchObject({ code: 'already-exists', outcome: 'none' });
    await close();
  });

  test('for a source that has a rule is refused, whoever made that', async () => {
    const { create, close } = await stage();
    const handle = await create();
    const rule = await handle.snat.add({ source: { cidr: '10.2.9.0/24' } });
    const error = await failureOf(handle.snat.add({ source: { cidr: '10.2.9.0/24' } }));
    expect(error).toMatchObject({ code: 'already-exists', message: expect.stringContaining(rule.id) });
    await close();
  });
});

describe('a public IP', () => {
  test('that DNAT uses stays attached until its rules are gone', async () => {
    const { create, second, close } = await stage();
    const handle = await create();
    await handle.addresses.attach(second);
    const rule = await handle.dnat.add({
      protocol: 'tcp',
      public: { address: second, ports: 443 },
      private: { address: '10.2.1.10', ports: 8443 },
    });
    expect(rule.id).toBe(`tcp:${second}:443`);
    expect(await failureOf(handle.addresses.detach(second))).toMatchObject({ code: 'failed-precondition' });
    await handle.dnat.remove(rule.id);
    await handle.addresses.detach(second);
    await close();
  });

  test('billed by bandwidth is refused by the cloud with a remedy', async () => {
    const { create, cloud, close } = await stage();
    const handle = await create();
    const { ip } = await cloud.addresses.allocate({ meteredBy: 'bandwidth', bandwidthMbps: 5 });
    expect(await failureOf(handle.addresses.attach(ip))).toMatchObject({
      code: 'failed-precondition',
      remedy: expect.stringContaining('billed by traffic'),
    });
    await close();
  });
});

describe('an answer without its list', () => {
  test('is an error whose outcome is unknown, never an empty list', async () => {
    const { driver, call } = scene(() => ({}));
    const attempts = [
      driver.gateways.list({}, undefined, call()),
      driver.gateways.get({ region: 'ap-guangzhou', id: 'nat-3isn9hr0' }, call()),
      driver.addresses.list({}, undefined, call()),
      driver.networks.list(undefined, call()),
    ];
    for (const attempt of attempts) {
      expect(await failureOf(attempt)).toMatchObject({ code: 'protocol', outcome: 'unknown' });
    }
  });
});
