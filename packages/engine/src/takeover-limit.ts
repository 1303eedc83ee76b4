import { NatError } from '@polynat/core';
import type { RunLine } from './records.ts';

/**
 * How many workers in a row may take a run over whose processes died, and die in it themselves, before a person has to look: what kills
 * each of them, such as too little memory, would go on killing every worker there is. Deploys do not count: a closed worker is no dead one.
 */
export const mostTakeovers = 5;

/** What shows that a process got further than the one before it. Intents and accepted orders may be repeated by each. */
const progress: ReadonlySet<RunLine['type']> = new Set([
  'done',
  'failed',
  'moment',
  'asked',
  'answered',
  'answer-refused',
  'expired',
  'waiting',
  'undone',
  'suspended',
]);

/** Takeovers from dead processes since the last progress. `working`: the process before this line ended without a word. */
export function takeoversAfter(takeovers: number, { type }: RunLine, working: boolean): number {
  if (progress.has(type)) return 0;
  if (type !== 'resumed' && type !== 'rolling-back') return takeovers;
  return working ? takeovers + 1 : 0;
}

export const diedTooOften = (run: string): NatError =>
  new NatError(
    'failed-precondition',
    `${mostTakeovers + 1} processes in a row died while they worked on run ${run}`,
    {
      remedy: `find out what ends them (memory, a supervisor, a crash), then \`polynat resume ${run}\` or \`polynat rollback ${run}\``,
    },
  );
