import type { Owner } from './port.ts';
import type { LineOf, RunLine } from './records.ts';

/** Lines with which a process takes a run up, or turns it back. */
const beginnings = ['begun', 'resumed', 'rolling-back'] as const;

/** Other lines whose moment only the writer knows; the rest bring it along. */
const timed = [
  'refused',
  'accepted',
  'waiting',
  'queued',
  'suspended',
  'halted',
  'rollback-failed',
  'unlocked',
  'finished',
  'rolled-back',
] as const;

/** The line with the time and, where a process goes on from it, with the name of that process: for the timeline of the run. */
export function stamped(line: RunLine, at: number, { host, pid }: Owner): RunLine {
  if (isOneOf(line, beginnings)) return { at, ...line, worker: { host, pid } };
  return isOneOf(line, timed) ? { at, ...line } : line;
}

const isOneOf = <Type extends RunLine['type']>(line: RunLine, types: readonly Type[]): line is LineOf<Type> =>
  types.some((type) => type === line.type);
