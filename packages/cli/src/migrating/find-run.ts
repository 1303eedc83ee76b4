import { NatError } from '@polynat/core';
import type { Engine, RunRecord, RunState } from '@polynat/engine';
import { UsageError } from '../terminal/failures.ts';

export async function requireRun(engine: Engine, id: string): Promise<RunRecord> {
  const run = await engine.get(id);
  if (run) return run;
  throw new UsageError(`unknown run "${id}"`, 'list runs with `polynat runs list`');
}

export const hasEnded = (state: RunState): boolean => state === 'done' || state === 'rolled-back';

/** A second plan for a gateway whose migration has not ended would conflict with the first half of it. */
export async function refuseUnfinished(engine: Engine, ref: string): Promise<void> {
  const unfinished = (await engine.list()).runs.find(
    ({ locks, state }) => locks.includes(ref) && !hasEnded(state),
  );
  if (!unfinished) return;
  const { id, state } = unfinished;
  throw new NatError('conflict', `run ${id} already works on ${ref} and is ${state}`, {
    remedy:
      state === 'waiting'
        ? `\`polynat runs show ${id}\` shows what it waits for; undo it with \`polynat rollback ${id}\``
        : `resume it with \`polynat resume ${id}\`, or undo it with \`polynat rollback ${id}\``,
  });
}
