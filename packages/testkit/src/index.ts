export {
  type AdvanceListener,
  type ManualClock,
  type ManualClockOptions,
  manualClock,
} from './manual-clock.ts';
export type { Durations } from './memory/account.ts';
export type { MemoryFacet, MemoryLimits, Refusal, SwitchedOff } from './memory/facts.ts';
export type { Fault, Faults } from './memory/faults.ts';
export type { MemoryDoor, ResourceCounts } from './memory/native.ts';
export type { LoggedCall, Traffic } from './memory/traffic.ts';
export type { StoredNetwork, StoredSubnet } from './memory/world.ts';
export { type MemoryDriver, type MemoryOptions, memoryDriver } from './memory-driver.ts';
export { seededRandom } from './seeded-random.ts';
