export {
  type AdvanceListener,
  type ManualClock,
  type ManualClockOptions,
  manualClock,
} from './manual-clock.ts';
export { seededRandom } from './seeded-random.ts';
