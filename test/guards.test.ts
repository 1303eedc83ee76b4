import { createNat } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emulatedClouds } from './emulated-clouds.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ speed: 0 });
});
afterAll(() => emulator.close());

describe.each(emulatedClouds)('$name with readOnly among its settings', (cloud) => {
  it('sends no write, whoever asks its driver', async () => {
    const connection = emulator.connection();
    const driver = cloud.driver(connection, {}, { readOnly: true });
    const operations = Object.values(driver.native?.operations ?? {});
    emulator.clearRequests();
    for (const { name } of operations.filter(({ writes }) => writes)) {
      const end = await driver.native
        ?.call(name, {})
        .catch((thrown: { readonly code?: string }) => thrown.code);
      /** An empty input may be refused before that. */
      expect(['forbidden', 'invalid-argument'], name).toContain(end);
    }
    const call = { signal: AbortSignal.timeout(60_000), deadline: Date.now() + 60_000, token: 't' };
    const key = { region: driver.region, network: 'vpc-1', id: 'nat-1' };
    const [ip = '203.0.113.9'] = cloud.free(connection);
    await expect(
      driver.addresses.allocate?.({ network: cloud.place(connection).vpc }, call),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(driver.addresses.attach(key, ip, 'any', call)).rejects.toMatchObject({ outcome: 'none' });
    const writes = emulator
      .requests()
      .filter(({ operation }) => driver.native?.operations[operation]?.writes);
    expect(writes).toEqual([]);
    const nat = createNat({ shop: driver });
    await expect(nat.use('shop').gateways.list().take(1)).resolves.toBeInstanceOf(Array);
    await nat.close();
  });
});
