import { type Clock, seconds } from '@polynat/core';
import type { Engine, RecordedEvent, RunState } from '@polynat/engine';
import { Refusal } from '../refusal.ts';

/** One event of a stream. `id` stays the same in every process, so that a stream can go on after it. */
export interface StreamEvent {
  readonly id: string;
  readonly run: string;
  readonly event: RecordedEvent;
}

const restful: readonly RunState[] = ['done', 'rolled-back'];
/** The journal is read again this often: another process may be the one that writes it. */
const pause = seconds(1);

export interface Following {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Runs in the order in which they happen; the next one begins when the one before it has ended. */
  readonly runs: readonly string[];
  /** Id of the last event that was received. */
  readonly after?: string;
  readonly signal: AbortSignal;
  /** Called whenever there is nothing new. */
  onIdle?(): void;
}

/** Every event of the runs from the journal, from the beginning or after the one that was received last, until the last run has ended. */
export async function* followRuns({
  engine,
  clock,
  runs,
  after,
  signal,
  onIdle,
}: Following): AsyncGenerator<StreamEvent> {
  let [run, position] = placeOf(runs, after);
  while (!signal.aborted) {
    const id = runs[run];
    if (id === undefined) return;
    // The state is read first: an end seen here stands in the journal that is read after it.
    const state = (await engine.get(id))?.state;
    const events = await engine.history(id);
    for (const event of events.slice(position)) yield { id: `${run}.${event.position}`, run: id, event };
    const told = events.length > position;
    position = events.length;
    if (state !== undefined && restful.includes(state)) {
      run += 1;
      position = 0;
    } else if (!told) {
      if (state === undefined && run > 0) return;
      onIdle?.();
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }
}

/** `2.17`: the event at place 17 of the second run. */
function placeOf(runs: readonly string[], after: string | undefined): [run: number, position: number] {
  if (after === undefined) return [0, 0];
  const [, run, position] = /^(\d{1,3})\.(\d{1,9})$/.exec(after) ?? [];
  if (run !== undefined && position !== undefined && Number(run) < runs.length)
    return [Number(run), Number(position) + 1];
  throw new Refusal(400, 'invalid-argument', `"${after}" is no event of this stream`, {
    field: 'Last-Event-ID',
    remedy: 'leave it out to read the stream from its beginning',
  });
}
