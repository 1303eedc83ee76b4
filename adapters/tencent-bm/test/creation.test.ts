import type { Receipt } from '@polynat/core';
import { createNat, type GatewayOrder } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { emulated } from './emulated.ts';

describe.each(['v2', 'v3'] as const)('an order over %s', (api) => {
  const creation = { v2: 'CreateBmNatGateway', v3: 'CreateNatGateway' }[api];

  async function stand() {
    const harness = await emulated(api);
    const { clock, driver, network, addresses, emulator } = harness;
    const call = (token: string) => ({
      signal: new AbortController().signal,
      deadline: clock.now() + 900_000,
      token,
    });
    const order = (ip: string | undefined, name = 'shop'): GatewayOrder => ({
      name,
      network: { vpc: network.vpc },
      addresses: [ip ?? ''],
      billing: { mode: 'on-demand' },
    });
    const settle = async <T>(receipt: Receipt<T>): Promise<T> => {
      for (;;) {
        const look = await driver.poll(receipt, call('look'));
        if (look.type === 'done') return look.value;
        if (look.type === 'failed') throw look.error;
        await clock.sleep(2_000);
      }
    };
    const nat = (seed: number) =>
      createNat({ legacy: driver }, { clock, random: seededRandom(seed) }).use('legacy');
    const created = () => emulator.requests().filter(({ operation }) => operation === creation).length;
    const ids = async () =>
      (await nat(9).gateways.list({ network: network.vpc }).toArray()).map(({ ref }) => ref.id);
    const spec = (ip: string | undefined, name = 'shop') => ({
      name,
      network: { vpc: network.vpc },
      addresses: [ip ?? ''],
    });
    return { ...harness, addresses, call, order, settle, nat, created, ids, spec };
  }

  test('whose answer is lost makes one gateway, and is not sent again', async () => {
    const { nat, spec, addresses, loseNextReply, created, ids, close } = await stand();
    await loseNextReply('gateways.create');
    const gateway = await nat(1).gateways.create(spec(addresses[0]));
    expect(gateway).toMatchObject({ name: 'shop', state: 'available' });
    expect(await ids()).toEqual([gateway.ref.id]);
    expect(created()).toBe(1);
    await close();
  });

  test('under one name by two callers makes two distinct gateways, even when both answers are lost', async () => {
    const { nat, spec, addresses, loseNextReply, ids, close } = await stand();
    await loseNextReply('gateways.create');
    await loseNextReply('gateways.create');
    const [one, other] = await Promise.all([
      nat(1).gateways.create(spec(addresses[0])),
      nat(2).gateways.create(spec(addresses[1])),
    ]);
    expect([one.name, other.name]).toEqual(['shop', 'shop']);
    expect(one.addresses.map(({ ip }) => ip)).toEqual([addresses[0]]);
    expect(other.addresses.map(({ ip }) => ip)).toEqual([addresses[1]]);
    expect((await ids()).toSorted()).toEqual([one.ref.id, other.ref.id].toSorted());
    await close();
  });

  test('repeated under its token by another process, at once or later, finds the gateway it made', async () => {
    const { driver, freshDriver, call, order, settle, addresses, created, ids, close } = await stand();
    const first = await driver.gateways.create(order(addresses[0]), call('token-1'));
    const fresh = await freshDriver();
    const atOnce = await fresh.gateways.create(order(addresses[0]), call('token-1'));
    const made = await settle(first);
    const later = await fresh.gateways.create(order(addresses[0]), call('token-1'));
    expect([await settle(atOnce), await settle(later)].map(({ key }) => key)).toEqual([made.key, made.key]);
    expect(await ids()).toEqual([made.key.id]);
    expect(created()).toBe(1);
    await close();
  });

  test('for addresses that serve a gateway of another name is refused before it is sent', async () => {
    const { nat, spec, addresses, created, close } = await stand();
    const { ref } = await nat(1).gateways.create(spec(addresses[0]));
    await expect(nat(2).gateways.create(spec(addresses[0], 'other'))).rejects.toMatchObject({
      code: 'conflict',
      field: 'addresses',
      message: expect.stringContaining(ref.id),
      remedy: expect.stringMatching(/free/),
    });
    expect(created()).toBe(1);
    await close();
  });

  test('for addresses that serve a gateway of another size is refused before it is sent', async () => {
    const { nat, spec, addresses, created, close } = await stand();
    const { ref } = await nat(1).gateways.create(spec(addresses[0]));
    const larger = { ...spec(addresses[0]), size: { connections: 10_000_000 } };
    await expect(nat(2).gateways.create(larger)).rejects.toMatchObject({
      code: 'conflict',
      field: 'addresses',
      message: expect.stringContaining(ref.id),
    });
    expect(created()).toBe(1);
    await close();
  });

  test('whose task fails surfaces as failed, with the gateway that is left behind', async () => {
    const { nat, spec, addresses, emulator, ids, close } = await stand();
    emulator.faults.append({ kind: 'failed', cloud: 'tencentBm', operation: creation, count: 1 });
    const error = await nat(1)
      .gateways.create(spec(addresses[0]))
      .then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
    const [left] = await ids();
    expect(error).toMatchObject({
      code: 'internal',
      message: expect.stringMatching(
        new RegExp(`task \\d+ failed: gateway ${left} \\(shop\\) is 2 creation failed`),
      ),
    });
    expect(await nat(2).gateways.create(spec(addresses[0]))).toMatchObject({ state: 'available' });
    await close();
  });

  test('for what is sold out is told as such', async () => {
    const { nat, spec, addresses, emulator, close } = await stand();
    emulator.faults.append({ kind: 'out-of-stock', cloud: 'tencentBm', operation: creation, count: 1 });
    await expect(nat(1).gateways.create(spec(addresses[0]))).rejects.toMatchObject({
      code: 'unavailable',
      retryable: false,
      remedy: expect.stringMatching(/sold out/),
    });
    await close();
  });

  test('needs an address, takes four, and is never more', async () => {
    const { nat, spec, addresses, created, close } = await stand();
    const { addresses: _, ...without } = spec(undefined);
    await expect(nat(1).gateways.create(without)).rejects.toMatchObject({ field: 'addresses' });
    const five = { ...without, addresses: addresses.slice(0, 5) };
    await expect(nat(1).gateways.create(five)).rejects.toMatchObject({ field: 'addresses' });
    expect(created()).toBe(0);
    const four = await nat(1).gateways.create({ ...without, addresses: addresses.slice(0, 4) });
    expect(four.addresses).toHaveLength(4);
    await close();
  });
});

describe('what bare metal lacks', () => {
  test('does not compile, and is told with a remedy when it is asked for all the same', async () => {
    const { driver, clock, close } = await emulated('v2');
    const nat = createNat({ legacy: driver }, { clock });
    const handle = nat.use('legacy').gateway('legacy:ap-guangzhou/vpc-1/nat-1');
    // @ts-expect-error bare metal forwards outwards only
    expect(() => handle.dnat.list()).not.toThrow();
    // @ts-expect-error nothing is paid ahead
    await expect(handle.renew({ months: 1 })).rejects.toMatchObject({ code: 'unsupported' });
    // @ts-expect-error there are no packages
    await expect(handle.bandwidth.convert('bwp-1')).rejects.toMatchObject({ code: 'unsupported' });
    expect([driver.dnat, driver.billing, driver.bandwidth]).toEqual([undefined, undefined, undefined]);
    await close();
  });

  test('knows only the operations of its own version', async () => {
    const { driver, close } = await emulated('v3');
    // @ts-expect-error an operation of version 2
    await expect(driver.native.call('UpgradeBmNatGateway', {})).rejects.toMatchObject({ field: 'operation' });
    await close();
  });
});
