import type { WorkFault } from '../../cloud.ts';
import type { Region } from '../../world/tencent-bm/regions.ts';
import type { State } from '../../world/tencent-bm/state.ts';
import type { Signer } from '../tencent/signer.ts';

/** What every wire format works on. The state is replaced by a reset. */
export interface Account extends Signer {
  state: State;
}

/** A checked request on its way into the state. */
export interface Call {
  readonly state: State;
  readonly region: Region;
  fault(): WorkFault | undefined;
}
