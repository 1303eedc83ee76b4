import { createNat, hours, NatError, prepaid } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import {
  type MemoryFacet,
  type MemoryOptions,
  manualClock,
  memoryDriver,
  seededRandom,
} from '../src/index.ts';

const network = { vpc: 'vpc-main' };

function open<W extends MemoryFacet = never>(options: MemoryOptions<W> = {}) {
  const clock = manualClock({ autoAdvance: true });
  const driver = memoryDriver({ clock, ...options });
  const nat = createNat({ cloud: driver }, { clock, random: seededRandom(1) });
  return { clock, driver, nat, cloud: nat.use('cloud') };
}

const block = (index: number) => ({ source: { cidr: `10.0.${Math.floor(index / 256)}.${index % 256}/32` } });

const refused = (code: Parameters<typeof NatError.is>[1]) => (error: unknown) => NatError.is(error, code);

describe('memoryDriver', () => {
  it('settles at once, without any clock to move, unless told otherwise', async () => {
    const nat = createNat({ cloud: memoryDriver() });
    const gateway = await nat.use('cloud').gateways.create({ name: 'egress', network });
    expect(gateway).toMatchObject({ name: 'egress', state: 'available', billing: { mode: 'on-demand' } });
  });

  it('takes 200 changes of one gateway at once, one after the other', async () => {
    const { cloud, driver, nat, clock } = open({ takes: 5_000 });
    const { ref } = await cloud.gateways.create({ network, addresses: [...driver.freeAddresses()] });
    const handle = nat.gateway(ref);
    const asked = Array.from({ length: 200 }, (_, index) =>
      handle.snat.add(block(index), { within: hours(1) }),
    );
    const rules = await Promise.all(asked);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(200);
    expect(await handle.snat.list().toArray()).toHaveLength(200);
    expect(driver.traffic).toMatchObject({ maxInFlight: 1, inFlight: 0 });
    expect(driver.traffic.count('snat.add')).toBe(200);
    expect(clock.sleeping).toBe(0);
  });

  it('counts mutations that overlap on one gateway, should a caller go around the lanes', async () => {
    const { cloud, driver, clock } = open({ takes: 5_000 });
    const { ref } = await cloud.gateways.create({ network, addresses: [...driver.freeAddresses()] });
    const call = (token: string) => ({
      token,
      deadline: clock.now() + 60_000,
      signal: new AbortController().signal,
    });
    await Promise.all(['a', 'b', 'c'].map((token, index) => driver.snat.add(ref, block(index), call(token))));
    expect(driver.traffic.maxInFlight).toBe(3);
  });

  it('shows the transient states a cloud goes through, by its clock', async () => {
    const clock = manualClock();
    const driver = memoryDriver({ clock, takes: { 'gateways.create': 60_000 } });
    const cloud = createNat({ cloud: driver }, { clock }).use('cloud');
    await cloud.gateways.create({ network }).accepted;
    const states = async () => (await cloud.gateways.list().toArray()).map(({ state }) => state);
    expect(await states()).toEqual(['creating']);
    await clock.advance(60_000);
    expect(await states()).toEqual(['available']);
  });

  it('suspends a gateway whose prepaid term is over, until it is renewed', async () => {
    const { cloud, clock } = open();
    const { ref } = await cloud.gateways.create({ network, billing: prepaid({ months: 1 }) });
    const handle = cloud.gateway(ref);
    await clock.advance(32 * 86_400_000);
    expect(await handle.get()).toMatchObject({ state: 'suspended', billing: { status: 'expired' } });
    await expect(handle.rename('other')).rejects.toSatisfy(refused('payment-required'));
    await handle.renew({ months: 1 });
    expect(await handle.get()).toMatchObject({ state: 'available', billing: { status: 'good' } });
  });

  it('hands its account over to a driver made later, as to another process', async () => {
    const { cloud, driver, clock } = open();
    const { ref } = await cloud.gateways.create({ network });
    await driver.close();
    const later = createNat({ cloud: driver.another() }, { clock });
    expect((await later.gateway(ref).get()).ref).toEqual(ref);
  });

  it('fails every call after it is closed', async () => {
    const { cloud, driver } = open();
    await driver.close();
    await expect(cloud.gateways.list().toArray()).rejects.toSatisfy(refused('failed-precondition'));
    await expect(cloud.gateways.create({ network })).rejects.toSatisfy(refused('failed-precondition'));
  });

  it('opens a typed door to operations of its own', async () => {
    const { cloud } = open();
    const { ref } = await cloud.gateways.create({ network });
    expect(await cloud.native.call('CountResources', {})).toMatchObject({ gateways: 1, addresses: 4 });
    await cloud.native.call('SetStanding', { id: ref.id, standing: 'arrears-locked' });
    expect(await cloud.gateway(ref).get()).toMatchObject({ state: 'suspended' });
  });

  it('refuses input its own operations do not take, before it counts as a request', async () => {
    const { cloud, driver } = open();
    const asked = cloud.native.call('SetStanding', { id: '', standing: 'good' });
    await expect(asked).rejects.toMatchObject({ code: 'invalid-argument', field: 'id' });
    expect(driver.traffic.requests).toBe(0);
  });
});

describe('a planned fault', () => {
  it('loses an answer after the cloud has acted: the write is repeated under its token', async () => {
    const { cloud, driver } = open();
    driver.faults.next({ is: 'lost-reply', on: 'gateways.create' });
    await cloud.gateways.create({ network });
    const [first, second] = driver.traffic.calls;
    expect(driver.traffic.count('gateways.create')).toBe(2);
    expect(second?.token).toBe(first?.token);
    expect(await cloud.gateways.list().toArray()).toHaveLength(1);
  });

  it('leaves the outcome unknown when no answer ever comes', async () => {
    const { cloud, driver } = open();
    driver.faults.next({ is: 'lost-reply', on: 'gateways.create', times: 100 });
    await expect(cloud.gateways.create({ network })).rejects.toMatchObject({
      code: 'unavailable',
      outcome: 'unknown',
    });
  });

  it('throttles for as long as it was told to', async () => {
    const { cloud, driver, clock } = open();
    const began = clock.now();
    driver.faults.next({ is: 'throttled', retryAfter: 7_000 });
    await cloud.gateways.list().toArray();
    expect(clock.now() - began).toBe(7_000);
  });

  it('stops repeating at the deadline', async () => {
    const { cloud, driver } = open();
    driver.faults.next({ is: 'busy', on: 'gateways.create', times: 1_000 });
    await expect(cloud.gateways.create({ network }, { within: 60_000 })).rejects.toSatisfy(
      refused('timeout'),
    );
  });

  it('fails work that was accepted, and says so on the gateway', async () => {
    const { cloud, driver } = open({ takes: 1_000 });
    driver.faults.next({ is: 'failed-task', on: 'gateways.create' });
    await expect(cloud.gateways.create({ network })).rejects.toSatisfy(refused('internal'));
    expect((await cloud.gateways.list().toArray()).map(({ state }) => state)).toEqual(['failed']);
  });

  it('takes back what accepted work had begun', async () => {
    const { cloud, driver } = open({ takes: 1_000 });
    const { ref } = await cloud.gateways.create({ network, addresses: [...driver.freeAddresses()] });
    driver.faults.next({ is: 'failed-task', on: 'snat.add' });
    await expect(cloud.gateway(ref).snat.add(block(1))).rejects.toSatisfy(refused('internal'));
    expect(await cloud.gateway(ref).snat.list().toArray()).toEqual([]);
  });

  it('fails work the account has no room for when it ends, and nothing else', async () => {
    const { cloud, driver } = open({ limits: { 'addresses.attach': { maximum: 1_000 } } });
    const { ref } = await cloud.gateways.create({ network });
    const handle = cloud.gateway(ref);
    const { id } = await handle.bandwidth.create({ bandwidthMbps: 10, addresses: 1 });
    await expect(handle.bandwidth.addAddresses(id, 600)).rejects.toSatisfy(refused('quota-exceeded'));
    expect(await handle.get()).toMatchObject({ state: 'available', addresses: [{ sharedBandwidth: id }] });
    expect(driver.traffic.inFlight).toBe(0);
  });

  it('refuses with an error of the test’s choice', async () => {
    const { cloud, driver } = open();
    const error = new NatError('forbidden', 'not with these keys');
    driver.faults.next({ is: 'refused', error });
    await expect(cloud.gateways.list().toArray()).rejects.toBe(error);
  });

  it('can be called off', async () => {
    const { cloud, driver } = open();
    driver.faults.next({ is: 'refused', error: new NatError('forbidden', 'no') });
    driver.faults.clear();
    expect(await cloud.gateways.list().toArray()).toEqual([]);
  });
});

describe('an in-memory cloud made to measure', () => {
  it('gives the reason and the remedy it was made with for a feature it lacks', async () => {
    const unsupported = { 'gateways.resize': { reason: 'sizes are fixed', remedy: 'create a new gateway' } };
    const { cloud, driver } = open({ unsupported });
    expect(cloud.can('gateways.resize')).toBe(false);
    await expect(cloud.gateway('nat-1').resize({ tier: 'large' })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('sizes are fixed'),
      remedy: 'create a new gateway',
    });
    expect(driver.traffic.requests).toBe(0);
  });

  it('lacks a facet it was made without, in its facts and as a member', () => {
    const { cloud, driver } = open({ without: ['billing', 'dnat'] });
    expect('billing' in driver || 'dnat' in driver).toBe(false);
    expect([cloud.can('billing.renew'), cloud.can('dnat.rules'), cloud.can('billing.on-demand')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('holds to the limits it was given', async () => {
    const { cloud, driver } = open({
      limits: {
        'gateways.create': { perNetwork: 1 },
        'addresses.attach': { maximum: 1 },
        'snat.rules': { perGateway: 1 },
      },
    });
    const [first = '', second = ''] = driver.freeAddresses();
    const { ref } = await cloud.gateways.create({ network, addresses: [first] });
    const handle = cloud.gateway(ref);
    await handle.snat.add(block(1));
    await expect(cloud.gateways.create({ network })).rejects.toSatisfy(refused('quota-exceeded'));
    await expect(handle.addresses.attach(second)).rejects.toSatisfy(refused('quota-exceeded'));
    await expect(handle.snat.add(block(2))).rejects.toSatisfy(refused('quota-exceeded'));
  });

  it('refuses sources and hosts outside its network, with the field named', async () => {
    const { cloud, driver } = open();
    const [ip = ''] = driver.freeAddresses();
    const { ref } = await cloud.gateways.create({ network, addresses: [ip] });
    const handle = cloud.gateway(ref);
    await expect(handle.snat.add({ source: { cidr: '192.168.0.0/24' } })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'source.cidr',
    });
    const outside = {
      protocol: 'tcp',
      public: { address: ip, ports: 80 },
      private: { address: '192.168.0.1', ports: 80 },
    } as const;
    await expect(handle.dnat.add(outside)).rejects.toMatchObject({ field: 'private.address' });
  });

  it('adds all rules of an atomic batch or none', async () => {
    const { cloud, driver } = open();
    const { ref } = await cloud.gateways.create({ network, addresses: [...driver.freeAddresses()] });
    const handle = cloud.gateway(ref);
    const results = await handle.snat.addAll([block(1), block(2), block(1)], { atomic: true });
    expect(results.map(({ error }) => error?.code)).toEqual(Array(3).fill('already-exists'));
    expect(await handle.snat.list().toArray()).toEqual([]);
  });

  it('keeps tcp and udp apart, and refuses ranges that overlap', async () => {
    const { cloud, driver } = open();
    const [ip = ''] = driver.freeAddresses();
    const { ref } = await cloud.gateways.create({ network, addresses: [ip] });
    const handle = cloud.gateway(ref);
    const forward = (protocol: 'tcp' | 'udp', from: number, to: number) =>
      handle.dnat.add({
        protocol,
        public: { address: ip, ports: { from, to } },
        private: { address: '10.0.1.9', ports: { from, to } },
      });
    await forward('tcp', 8_000, 8_100);
    await forward('udp', 8_000, 8_100);
    await expect(forward('tcp', 8_100, 8_200)).rejects.toSatisfy(refused('conflict'));
    await expect(forward('tcp', 8_000, 8_100)).rejects.toSatisfy(refused('already-exists'));
  });

  it('forbids the same token for another request', async () => {
    const { driver, clock } = open();
    const call = { token: 'one', deadline: clock.now() + 1_000, signal: new AbortController().signal };
    await driver.addresses.allocate({}, call);
    await expect(driver.addresses.allocate({ bandwidthMbps: 5 }, call)).rejects.toSatisfy(
      refused('conflict'),
    );
  });
});
