import { type Clouds, createNat, type GatewayHandle, NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type MemoryDriver, manualClock, memoryDriver } from '../src/index.ts';

/** A cloud that takes nothing along: each thing on a gateway needs a request of its own. */
async function furnished(): Promise<{ driver: MemoryDriver; nat: Clouds; handle: GatewayHandle }> {
  const clock = manualClock({ autoAdvance: true });
  const driver = memoryDriver({ clock, limits: { 'gateways.delete': { takes: [] } } });
  const nat: Clouds = createNat({ shop: driver }, { clock });
  const { gateways, networks } = nat.cloud('shop');
  const [network] = await networks.list().take(1);
  const { ref } = await gateways.create({ name: 'egress', network: { vpc: network?.id ?? '' } });
  const handle = nat.gateway(ref);
  const [first = '', second = ''] = driver.freeAddresses();
  await handle.addresses.attach(first);
  await handle.addresses.attach(second);
  await handle.snat.add({ source: { cidr: '10.0.1.0/24' }, through: [first] });
  await handle.dnat.add({
    protocol: 'tcp',
    public: { address: second, ports: 443 },
    private: { address: '10.0.0.9', ports: 8443 },
  });
  await handle.bandwidth.create({ bandwidthMbps: 10, addresses: 2, name: 'shared' });
  return { driver, nat, handle };
}

const writes = [
  'dnat.remove',
  'snat.remove',
  'addresses.detach',
  'addresses.detach',
  'bandwidth.delete',
  'gateways.delete',
];

describe('a deletion on a cloud that takes nothing along', () => {
  it('removes rules, then addresses, then packages, then the gateway, each under a token of its own', async () => {
    const { driver, handle } = await furnished();
    const before = driver.traffic.calls.length;
    await handle.delete({ cascade: true, token: 'mine' });
    const sent = driver.traffic.calls.slice(before).filter(({ operation }) => writes.includes(operation));
    expect(sent.map(({ operation }) => operation)).toEqual(writes);
    expect(new Set(sent.map(({ token }) => token)).size).toBe(writes.length);
  });

  it('says when it fails in the middle what has gone and what is still there, and goes on later', async () => {
    const { driver, nat, handle } = await furnished();
    driver.faults.next({
      is: 'refused',
      on: 'addresses.detach',
      error: new NatError('forbidden', 'no right to detach'),
    });
    const operation = handle.delete({ cascade: true });
    const error = await operation.then(
      () => undefined,
      (thrown: unknown) => NatError.from(thrown),
    );
    expect(error).toMatchObject({ code: 'forbidden', outcome: 'unknown' });
    expect(error?.message).toMatch(/gone: DNAT tcp .*, SNAT 10\.0\.1\.0\/24 .*still there: .*gateway egress/);
    await nat.resume(JSON.parse(JSON.stringify(error?.operation)));
    expect(await nat.gateways.list().toArray()).toEqual([]);
  });

  it('has changed nothing when its first request is refused', async () => {
    const { driver, handle } = await furnished();
    driver.faults.next({ is: 'refused', on: 'dnat.remove', error: new NatError('forbidden', 'no right') });
    await expect(handle.delete({ cascade: true })).rejects.toMatchObject({
      outcome: 'none',
      message: expect.stringContaining('nothing has gone'),
    });
  });

  it('leaves the addresses of a package to the package, and releases the others', async () => {
    const { nat, handle } = await furnished();
    const all = await handle.delete({ cascade: true, release: true, dryRun: true });
    expect(all.items.map(({ kind, end }) => `${kind} ${end}`)).toEqual([
      'dnat-rule removed',
      'snat-rule removed',
      'address released',
      'address released',
      'bandwidth-package removed',
      'gateway removed',
    ]);
    await handle.delete({ cascade: true, release: true });
    expect((await nat.cloud('shop').addresses.list().toArray()).length).toBe(2);
  });

  it('repeated without its record knows no more which addresses it was to release, and says so', async () => {
    const { handle } = await furnished();
    await handle.delete({ cascade: true });
    await expect(handle.delete({ cascade: true, release: true, token: 'mine' })).rejects.toMatchObject({
      code: 'failed-precondition',
      field: 'release',
      outcome: 'unknown',
    });
    await handle.delete({ cascade: true, release: ['198.51.100.1'], token: 'mine' });
    await expect(handle.delete({ cascade: true })).rejects.toMatchObject({ code: 'not-found' });
  });
});
