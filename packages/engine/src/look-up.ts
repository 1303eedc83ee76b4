import { NatError } from '@polynat/core';
import { recordFailure } from './failure.ts';
import type { EngineParts } from './pick-up.ts';
import type { RunList, RunRecord, RunState, UnreadableRun } from './port.ts';
import { answerTo } from './unanswered.ts';

export async function recordOf(
  { active, runs, services }: EngineParts,
  id: string,
): Promise<RunRecord | undefined> {
  const working = active.get(id)?.run;
  if (working) return working.history.describe(id, working.owner, true);
  const { history, owner, alive } = await runs.find(id);
  const given = await answerTo(services, id, history);
  return history.describe(id, owner, alive && history.status === 'working', given);
}

export async function listRuns(parts: EngineParts, state: RunState | undefined): Promise<RunList> {
  const { names, strange } = await parts.runs.list();
  const runs: RunRecord[] = [];
  const unreadable: UnreadableRun[] = strange.map(unreachable);
  for (const id of names) {
    try {
      const record = await recordOf(parts, id);
      if (record && (state === undefined || record.state === state)) runs.push(record);
    } catch (error) {
      unreadable.push({ id, reason: recordFailure(error) });
    }
  }
  return { runs: runs.sort(byAge), unreadable };
}

const byAge = (left: RunRecord, right: RunRecord): number =>
  left.created - right.created || (left.id < right.id ? -1 : 1);

function unreachable(id: string): UnreadableRun {
  const strange = new NatError('failed-precondition', 'its name is not one that this release gives', {
    remedy: 'give the folder the name that it had before; when it is no run, move it out of the state folder',
  });
  return { id, reason: recordFailure(strange) };
}
