import type { Harness } from '../src/conformance/index.ts';
import { type ManualClock, type MemoryDriver, type MemoryFacet, manualClock } from '../src/index.ts';

/** The in-memory cloud as any driver's tests would present it to the suite. */
export function memoryHarness(
  make: (clock: ManualClock) => MemoryDriver<MemoryFacet>,
  more: Partial<Harness> = {},
): Harness {
  const clock = manualClock({ autoAdvance: true });
  const driver = make(clock);
  return {
    driver,
    clock,
    network: { vpc: 'vpc-main', subnet: 'subnet-a', cidr: '10.0.1.0/24' },
    addresses: driver.freeAddresses(),
    requests: () => driver.traffic.requests,
    loseNextReply: (on) => driver.faults.next({ is: 'lost-reply', on }),
    throttleNextRequest: () => driver.faults.next({ is: 'throttled', retryAfter: 5_000 }),
    waitingFaults: () => driver.faults.waiting,
    freshDriver: () => driver.another(),
    close: () => undefined,
    ...more,
  };
}

/** Slow enough to be watched, with pages small enough to be turned. */
export const observable = (clock: ManualClock) =>
  ({ clock, takes: 30_000, pageSize: 2, addresses: 6 }) as const;
