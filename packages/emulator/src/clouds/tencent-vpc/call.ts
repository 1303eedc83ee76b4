import type { Region } from '../../world/tencent-vpc/regions.ts';
import type { State } from '../../world/tencent-vpc/state.ts';
import type { TaskOrder } from '../../world/tencent-vpc/tasks.ts';

/** A checked request on its way into the state. */
export interface Call extends TaskOrder {
  readonly state: State;
  readonly region: Region;
}
