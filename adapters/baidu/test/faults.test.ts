import { createNat, NatError, prepaid } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, test } from 'vitest';
import { emulated } from './emulated.ts';

type Emulated = Awaited<ReturnType<typeof emulated>>;

async function withCloud(
  story: (scene: Emulated & { readonly cloud: ReturnType<typeof cloudOver> }) => Promise<void>,
): Promise<void> {
  const scene = await emulated();
  try {
    await story({ ...scene, cloud: cloudOver(scene) });
  } finally {
    await scene.close();
  }
}

const cloudOver = ({ driver, clock }: Emulated) =>
  createNat({ search: driver }, { clock, random: seededRandom(3) }).use('search');

const failureOf = async (work: PromiseLike<unknown>): Promise<NatError> => {
  try {
    await work;
  } catch (thrown) {
    if (NatError.is(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('a failure was expected');
};

const spec = ({ network }: Emulated) => ({ name: 'shop', network: { vpc: network.vpc } });
const day = 86_400_000;

describe('the emulated cloud', () => {
  test('whose clock runs two hours ahead is reached all the same', () =>
    withCloud(async ({ emulator, cloud }) => {
      emulator.faults.append({ kind: 'clock-skew', seconds: 7_200, cloud: 'baidu', count: 1 });
      expect(await cloud.networks.list().toArray()).not.toEqual([]);
    }));

  test('gives one address to an order repeated under its token, although it is attached meanwhile', () =>
    withCloud(async (scene) => {
      const { cloud } = scene;
      const gateway = await cloud.gateways.create({ ...spec(scene), size: { units: 2 } });
      const first = await cloud.addresses.allocate({}, { token: 'order' });
      await cloud.gateway(gateway.ref).addresses.attach(first.ip);
      const again = await cloud.addresses.allocate({}, { token: 'order' });
      expect(again).toMatchObject({ ip: first.ip, gateway: gateway.ref.id, use: 'idle' });
    }));

  test('that fails while it builds a gateway makes the operation fail, with the word it was seen in', () =>
    withCloud(async (scene) => {
      scene.emulator.faults.append({ kind: 'failed', cloud: 'baidu', operation: 'CreateNat', count: 1 });
      const error = await failureOf(scene.cloud.gateways.create(spec(scene)));
      expect(error.message).toMatch(/state error/);
    }));

  test('that never finishes makes the operation time out, telling what it saw', () =>
    withCloud(async (scene) => {
      scene.emulator.faults.append({ kind: 'stuck', cloud: 'baidu', operation: 'CreateNat', count: 1 });
      const error = await failureOf(scene.cloud.gateways.create(spec(scene), { within: 120_000 }));
      expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
      expect(error.message).toMatch(/saw building/);
    }));

  test('that has nothing left to sell says so', () =>
    withCloud(async (scene) => {
      scene.emulator.faults.append({
        kind: 'out-of-stock',
        cloud: 'baidu',
        operation: 'CreateNat',
        count: 1,
      });
      expect((await failureOf(scene.cloud.gateways.create(spec(scene)))).code).toBe('quota-exceeded');
    }));

  test('that cuts its answers short is asked again, and one gateway is made', () =>
    withCloud(async (scene) => {
      scene.emulator.faults.append({ kind: 'truncate', cloud: 'baidu', operation: 'CreateNat', count: 2 });
      await scene.cloud.gateways.create(spec(scene));
      expect(await scene.cloud.gateways.list().toArray()).toHaveLength(1);
    }));

  test('behind a proxy that answers in its place is asked again, and pays one renewal', () =>
    withCloud(async (scene) => {
      const billing = prepaid({ months: 1 }, { autoPay: true });
      const gateway = await scene.cloud.gateways.create({ ...spec(scene), billing });
      const operation = 'PurchaseReservedNat';
      scene.emulator.faults.append([
        { kind: 'html', committed: true, cloud: 'baidu', operation, count: 1 },
        { kind: 'server-error', committed: true, cloud: 'baidu', operation, count: 1 },
      ]);
      const handle = scene.cloud.gateway(gateway.ref);
      const renewed = await handle.renew({ months: 2 });
      if (gateway.billing.mode !== 'prepaid' || renewed.mode !== 'prepaid')
        throw new Error('both are prepaid');
      const months = Date.parse(renewed.expires ?? '') - Date.parse(gateway.billing.expires ?? '');
      expect(months / day).toBeGreaterThanOrEqual(58);
      expect(months / day).toBeLessThanOrEqual(63);
    }));
});

describe('a prepaid gateway', () => {
  test('that has expired stands stopped, and comes back with its renewal', () =>
    withCloud(async (scene) => {
      const billing = prepaid({ months: 1 }, { autoPay: true });
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), billing });
      const handle = scene.cloud.gateway(ref);
      await scene.clock.advance(33 * day);
      expect(await handle.get()).toMatchObject({ state: 'suspended', billing: { status: 'expired' } });
      await handle.renew({ months: 1 });
      await scene.clock.advance(60_000);
      expect(await handle.get()).toMatchObject({ state: 'available', billing: { status: 'good' } });
    }));
});

describe('an address of an enhanced gateway', () => {
  test('is swapped without an interruption: the new one comes first', () =>
    withCloud(async (scene) => {
      const [from = '', to = ''] = scene.addresses;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), addresses: [from] });
      const handle = scene.cloud.gateway(ref);
      const kinds: string[] = [];
      const swap = handle.addresses.swap(from, to);
      swap.onProgress((event) => {
        if (event.type === 'accepted') kinds.push(event.receipt.kind);
      });
      expect(await swap).toMatchObject({ ip: to });
      expect(kinds).toEqual(['address.attached', 'address.detached']);
      expect((await handle.addresses.list().toArray()).map(({ ip }) => ip)).toEqual([to]);
    }));

  test('that was to be replaced and is not there is named', () =>
    withCloud(async (scene) => {
      const [held = '', to = '', absent = ''] = scene.addresses;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), addresses: [held] });
      const swap = scene.cloud.gateway(ref).addresses.swap(absent, to);
      await expect(swap).rejects.toMatchObject({ code: 'not-found', field: 'from' });
    }));
});

describe('an address of a normal gateway', () => {
  test('is swapped with a gap, and the caller hears of it', () =>
    withCloud(async (scene) => {
      const [from = '', to = ''] = scene.addresses;
      const size = { tier: 'small' } as const;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), size, addresses: [from] });
      const handle = scene.cloud.gateway(ref);
      const swap = handle.addresses.swap(from, to);
      const notices: string[] = [];
      swap.onProgress((event) => {
        if (event.type === 'notice') notices.push(event.text);
      });
      expect(await swap).toMatchObject({ ip: to, use: 'snat' });
      expect((await handle.addresses.list().toArray()).map(({ ip }) => ip)).toEqual([to]);
      expect(notices).toEqual([expect.stringMatching(/no traffic passes/)]);
    }));

  test('is swapped once, however often the swap is repeated under its token', () =>
    withCloud(async (scene) => {
      const [from = '', to = ''] = scene.addresses;
      const size = { tier: 'small' } as const;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), size, addresses: [from] });
      const handle = scene.cloud.gateway(ref);
      /** The first try died between its two requests. */
      await handle.addresses.detach(from);
      expect(await handle.addresses.swap(from, to, { token: 'swap-1' })).toMatchObject({ ip: to });
      expect(await handle.addresses.swap(from, to, { token: 'swap-1' })).toMatchObject({ ip: to });
      expect((await handle.addresses.list().toArray()).map(({ ip }) => ip)).toEqual([to]);
    }));

  test.each([
    ['misspelt', '203.0.113.9', 'not-found'],
    ['busy', undefined, 'failed-precondition'],
  ] as const)('is kept when the new one is %s', (_why, unknown, code) =>
    withCloud(async (scene) => {
      const [from = '', other = ''] = scene.addresses;
      const size = { tier: 'small' } as const;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), size, addresses: [from] });
      await scene.cloud.gateways.create({ ...spec(scene), name: 'other', size, addresses: [other] });
      const handle = scene.cloud.gateway(ref);
      const swap = handle.addresses.swap(from, unknown ?? other);
      await expect(swap).rejects.toMatchObject({ code, field: 'to', outcome: 'none' });
      expect((await handle.addresses.list().toArray()).map(({ ip }) => ip)).toEqual([from]);
    }),
  );

  test('for DNAT has a pool of its own', () =>
    withCloud(async (scene) => {
      const [out = '', into = ''] = scene.addresses;
      const size = { tier: 'small' } as const;
      const { ref } = await scene.cloud.gateways.create({ ...spec(scene), size, addresses: [out] });
      const handle = scene.cloud.gateway(ref);
      await handle.addresses.attach(into, { purpose: 'dnat' });
      const uses = (await handle.addresses.list().toArray()).map(({ ip, use }) => [ip, use]);
      expect(uses).toEqual([
        [out, 'snat'],
        [into, 'dnat'],
      ]);
      await handle.dnat.add({
        protocol: 'tcp',
        public: { address: into, ports: 443 },
        private: { address: '192.168.0.9', ports: 8443 },
      });
      await handle.snat.add({ source: { cidr: '192.168.3.0/24' } });
      expect((await handle.snat.list().toArray()).map(({ through }) => through)).toEqual([[out]]);
    }));
});
