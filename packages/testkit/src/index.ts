export { expectWire, type WireOptions, type WireScenario } from './expect-wire.ts';
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
export { type ProbedSender, probedSender } from './probed-sender.ts';
export {
  type RecordingSender,
  recordingSender,
  type Script,
  type ScriptedAnswer,
} from './recording-sender.ts';
export { replaySender } from './replay-sender.ts';
export { seededRandom } from './seeded-random.ts';
export { type WireForm, wireFormOf } from './wire-form.ts';
export type { SenderLike, SendOptionsLike, WireRequestLike, WireResponseLike } from './wire-types.ts';
