import type { Clouds } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { createEngine, memoryStore } from '@polynat/engine';
import { connect } from '@polynat/example-connect';
import { createFleetRuns, renewByPolicy } from '@polynat/fleet';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { policy } from '../src/policy.ts';

const seed = {
  alibaba: {
    gateways: [
      { region: 'cn-qingdao', name: 'prepaid', natType: 'Normal', spec: 'Small', expires: inDays(3) },
    ],
  },
  baidu: {
    gateways: [
      { name: 'soon', spec: 'small', expiresInDays: 5 },
      { name: 'later', spec: 'small', expiresInDays: 200 },
    ],
  },
};

function inDays(count: number): string {
  return new Date(Date.now() + count * 86_400_000).toISOString().replace(/\.\d+/, '');
}

let emulator: Emulator;
let nat: Clouds;
beforeEach(async () => {
  emulator = await startEmulator({ speed: 0, seed });
  nat = await connect({ POLYNAT_EMULATOR: emulator.url });
});
afterEach(async () => {
  await nat.close();
  await emulator.close();
});

const freshRuns = () => createFleetRuns({ clouds: nat, engine: createEngine({ store: memoryStore() }) });
const renewals = () => emulator.requests().filter(({ operation }) => operation === 'PurchaseReservedNat');

it('renews what ends soon, and says why it cannot where a cloud offers no renewal', async () => {
  const before = await expiryOf('soon');
  const { renewed, skipped, failed } = await renewByPolicy(freshRuns(), policy);
  expect(failed).toMatchObject([{ name: 'prepaid', code: 'unsupported' }]);
  expect(skipped).toMatchObject([{ name: 'later', reason: 'not-due' }]);
  expect(renewed).toMatchObject([{ billing: { mode: 'prepaid', status: 'good' } }]);
  expect(await expiryOf('soon')).toBeGreaterThan(before + 27 * 86_400_000);
});

it('pays once when the job fires twice', async () => {
  const runs = freshRuns();
  await renewByPolicy(runs, policy);
  await renewByPolicy(runs, policy);
  expect(renewals()).toHaveLength(1);
});

it('pays once when the answer to the renewal is lost', async () => {
  emulator.faults.append({ kind: 'reset-after', operation: 'PurchaseReservedNat', count: 1 });
  const before = await expiryOf('soon');
  await renewByPolicy(freshRuns(), policy);
  const days = ((await expiryOf('soon')) - before) / 86_400_000;
  expect(days).toBeGreaterThan(27);
  expect(days).toBeLessThan(32);
});

async function expiryOf(name: string): Promise<number> {
  const [gateway] = await nat.cloud('baidu').gateways.list({ name }).take(1);
  return gateway?.billing.mode === 'prepaid' ? Date.parse(gateway.billing.expires ?? '') : Number.NaN;
}
