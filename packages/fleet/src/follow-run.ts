import { type Clock, NatError, seconds } from '@polynat/core';
import { type Engine, type RunHandle, RunHeld, type RunOutcome, type RunRecord } from '@polynat/engine';

export interface Following {
  readonly engine: Pick<Engine, 'get' | 'stop'>;
  readonly clock: Clock;
  /** Takes the run up here, or attaches to it when it is here. */
  readonly take: () => Promise<RunHandle>;
  /** Stops the run, as far as it is here. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for which a queued run is left to the workers. Without it the run is taken up here at once. */
  readonly patience?: number;
}

/** How often a run that another process works on is looked at. The longer it takes to read it, the less often. */
const pauses = { shortest: seconds(1), longest: seconds(5), perLook: 10 };

/**
 * Brings a run to where it goes no further by itself, here or by waiting for the process that works on it. When that process dies, the run is
 * taken up here. A run that somebody stops meanwhile stays stopped.
 */
export async function followRun(id: string, following: Following): Promise<RunOutcome> {
  const { engine, clock, signal, patience = 0 } = following;
  const since = clock.now();
  for (let first = true; ; first = false) {
    const began = clock.now();
    const record = await engine.get(id);
    const settled = settledOutcome(record, first);
    if (settled) return settled;
    // One that was here would have been waited for.
    const isElsewhere = record?.state === 'running' && !first;
    const isLeft = record?.state === 'queued' && began - since < patience;
    const outcome = isElsewhere || isLeft ? undefined : await outcomeHere(id, following);
    if (outcome) return outcome;
    const rest = Math.max(pauses.shortest, (clock.now() - began) * pauses.perLook);
    await clock.sleep(Math.min(rest, pauses.longest), signal);
  }
}

/** What is found stopped or failed was so before anybody asked for it anew: it is taken up. */
function settledOutcome(record: RunRecord | undefined, first: boolean): RunOutcome | undefined {
  const outcome = record?.outcome;
  if (outcome === undefined || outcome.state === 'queued') return undefined;
  if (outcome.state === 'suspended') return first || outcome.takeOver ? undefined : outcome;
  return first && outcome.state === 'failed' ? undefined : outcome;
}

/** `undefined` while another process has the run. */
async function outcomeHere(id: string, { engine, take, signal }: Following): Promise<RunOutcome | undefined> {
  try {
    const handle = await take();
    const outcome = await stoppedBy(signal, () => engine.stop(id), handle.wait());
    return lostToAnother(outcome) ? undefined : outcome;
  } catch (error) {
    if (!(error instanceof RunHeld)) throw error;
    if (error.held.lock === undefined) return undefined;
    // Queued behind a lock it would be worked on later, after it was reported as failed.
    await engine.stop(id).catch(() => undefined);
    throw error;
  }
}

/** Waits for the end of a run that is stopped when the signal fires. A process that is closing has told its runs so by then. */
async function stoppedBy(
  signal: AbortSignal | undefined,
  stop: () => Promise<unknown>,
  ending: Promise<RunOutcome>,
): Promise<RunOutcome> {
  const listener = () => {
    void Promise.resolve()
      .then(stop)
      .catch(() => undefined);
  };
  signal?.addEventListener('abort', listener, { once: true });
  if (signal?.aborted) listener();
  const outcome = await ending.finally(() => signal?.removeEventListener('abort', listener));
  if (signal?.aborted) throw NatError.aborted(signal.reason);
  return outcome;
}

const lostToAnother = (outcome: RunOutcome): boolean =>
  outcome.state === 'suspended' && outcome.reason.code === 'conflict';

/** A run that a job needs and that did not end. */
export function notEnded(run: string, outcome: RunOutcome): NatError {
  const failure = 'failure' in outcome ? outcome.failure : 'reason' in outcome ? outcome.reason : undefined;
  const why = failure ? `: ${failure.message}` : '';
  return new NatError(failure?.code ?? 'aborted', `run ${run} is ${outcome.state}${why}`, {
    remedy: `resume run ${run}, or roll it back`,
    outcome: 'none',
  });
}

/** What the run has bought by then is in its journal, and in the summary of the next try. */
export function requireDone({ id }: RunHandle, outcome: RunOutcome): RunOutcome {
  if (outcome.state === 'done') return outcome;
  throw notEnded(id, outcome).with({ outcome: 'unknown' });
}
