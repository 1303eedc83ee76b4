import type { Region } from '../../world/tencent-vpc/regions.ts';
import type { State } from '../../world/tencent-vpc/state.ts';
import type { TaskOrder } from '../../world/tencent-vpc/tasks.ts';
import type { Signer } from '../tencent/signer.ts';

/** The state is replaced by a reset. */
export interface Account extends Signer {
  state: State;
}

/** A checked request on its way into the state. */
export interface Call extends TaskOrder {
  readonly state: State;
  readonly region: Region;
}
