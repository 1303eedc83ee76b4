import type { FaultSource } from '../../world/tencent/work-queue.ts';
import type { Region } from '../../world/tencent-bm/regions.ts';
import type { State } from '../../world/tencent-bm/state.ts';

/** A checked request on its way into the state. */
export interface Call {
  readonly state: State;
  readonly region: Region;
  readonly fault: FaultSource;
}
