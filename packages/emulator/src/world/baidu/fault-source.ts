import type { WorkFault } from '../../cloud.ts';
import { Refusal } from './refusal.ts';

/** Asked once for each accepted call that starts work. */
export type FaultSource = () => WorkFault | undefined;

/** Draws the fault of this call, and refuses it when the cloud has nothing left to give. */
export function drawFault(faults: FaultSource): WorkFault | undefined {
  const fault = faults();
  if (fault !== 'out-of-stock') return fault;
  throw new Refusal('sold-out', 'The injected fault says that nothing is left.');
}
