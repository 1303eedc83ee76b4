import type { RunRecord } from '@polynat/engine';

/** Whether nothing will come of a run any more. One that is suspended may be resumed. */
export const hasEnded = ({ state }: Pick<RunRecord, 'state'>): boolean =>
  state === 'done' || state === 'rolled-back';
