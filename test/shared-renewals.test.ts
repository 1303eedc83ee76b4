import { baidu } from '@polynat/baidu';
import { createNat } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { createFleetRuns, renewByPolicy } from '@polynat/fleet';
import { type ManualClock, manualClock, probedSender, seededRandom } from '@polynat/testkit';
import { leanSender, memoryRateLimiter } from '@polynat/transport';
import { describe, expect, it } from 'vitest';
import { LargeFleet } from './renewals/large-fleet.ts';

const policy = { expiresWithin: '30d', for: '1m', concurrency: 6 };
const order = { cloud: 'baidu', operation: 'PurchaseReservedNat' } as const;

/** Processes that share a store. Each has connections and an engine of its own. */
function processesOn(fleet: LargeFleet, clock: ManualClock) {
  const { perSecond } = fleet.size;
  const rateLimiter = memoryRateLimiter({ perSecond, clock });
  const store = memoryStore();
  const line = leanSender();
  const open = () => {
    const random = seededRandom(5);
    const { sender } = probedSender(line, clock);
    const drivers = fleet.accounts.map(({ name, keys }) => [
      name,
      baidu({
        ...{ region: 'bj', endpoint: fleet.emulator.url, credentials: keys },
        ...{ clock, random, sender, rateLimiter },
      }),
    ]);
    const clouds = createNat(Object.fromEntries(drivers), { clock, random });
    const engine = createEngine({ store, clock, random });
    return { engine, runs: createFleetRuns({ clouds, engine, clock, share: true }) };
  };
  return { open, close: () => line.close() };
}

/** The small form of what `pnpm chaos` does with 2,000 gateways and real processes. */
describe('a renewal that workers share', () => {
  it('renews each due gateway once, while workers leave, calls are throttled and answers are lost', async () => {
    const clock = manualClock({ autoAdvance: true });
    const size = { accounts: 3, due: 4, others: 2, perSecond: 1_000 };
    const fleet = await LargeFleet.open(size, () => clock.now());
    const { open, close } = processesOn(fleet, clock);
    fleet.emulator.faults.append([
      { kind: 'reset-after', count: 3, ...order },
      { kind: 'throttle', count: 4, cloud: 'baidu' },
      { kind: 'server-error', committed: true, count: 2, ...order },
    ]);
    const command = open();
    const rounds = new AbortController();
    const working = Array.from({ length: 3 }, async (_, number) => {
      const { engine } = open();
      const own = new AbortController();
      rounds.signal.addEventListener('abort', () => own.abort());
      const onRound = ({ runs }: { readonly runs: readonly unknown[] }) => {
        if (number === 0 && runs.length > 0) own.abort();
      };
      await engine.work({ signal: own.signal, concurrency: 1, onRound });
      await engine.close();
    });
    const { renewed, failed } = await renewByPolicy(command.runs, policy, { now: clock.now() });
    rounds.abort();
    await Promise.all(working);
    expect(failed).toEqual([]);
    expect(renewed).toHaveLength(12);
    expect(fleet.renewed()).toEqual({ once: 12, wrong: [] });
    await command.engine.close();
    await close();
    await fleet.close();
  }, 60_000);

  it('ends within a tenth of the time that the rate of an account takes, and never exceeds that rate', async () => {
    const clock = manualClock({ autoAdvance: true });
    const fleet = await LargeFleet.open({ accounts: 3, due: 9, others: 2, perSecond: 10 }, () => clock.now());
    const { open, close } = processesOn(fleet, clock);
    const command = open();
    const rounds = new AbortController();
    const working = Array.from({ length: 3 }, async () => {
      const { engine } = open();
      await engine.work({ signal: rounds.signal, concurrency: 1 });
      await engine.close();
    });
    const began = clock.now();
    const { renewed } = await renewByPolicy(command.runs, { ...policy, concurrency: 24 }, { now: began });
    const took = clock.now() - began;
    rounds.abort();
    await Promise.all(working);
    const { mostInSecond, mostCalls, throttled } = fleet.rates();
    expect(renewed).toHaveLength(27);
    expect(took).toBeLessThanOrEqual((1.1 * mostCalls * 1_000) / fleet.size.perSecond);
    expect(mostInSecond).toBeLessThanOrEqual(fleet.size.perSecond + 1);
    expect(throttled).toBe(0);
    await command.engine.close();
    await close();
    await fleet.close();
  }, 60_000);
});
