import type { EmulatorClock } from '../../clock.ts';
import type { WorkFault } from '../../cloud.ts';
import type { Region } from '../../world/tencent-bm/regions.ts';
import type { State } from '../../world/tencent-bm/state.ts';
import type { ReplayMemory } from './replay.ts';

/** What every wire format works on. The state is replaced by a reset. */
export interface Account {
  readonly secretId: string;
  readonly secretKey: string;
  readonly clock: EmulatorClock;
  readonly replay: ReplayMemory;
  state: State;
}

/** A checked request on its way into the state. */
export interface Call {
  readonly state: State;
  readonly region: Region;
  fault(): WorkFault | undefined;
}
