import type { EmulatorClock } from '../../clock.ts';
import type { ReplayMemory } from './replay.ts';

/** What a signature is checked against: one permanent key, the time, and the nonces seen before. */
export interface Signer {
  readonly secretId: string;
  readonly secretKey: string;
  readonly clock: EmulatorClock;
  readonly replay: ReplayMemory;
}
