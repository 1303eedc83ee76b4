import { NatError } from '@polynat/core';
import { drive } from './drive.ts';
import { liveHandle } from './handles.ts';
import type { LiveRun } from './live-run.ts';
import type { Procedure, RunHandle, RunOutcome } from './port.ts';
import type { RunHistory } from './run-history.ts';
import { answerTo } from './unanswered.ts';
import type { Services } from './with-retries.ts';

export interface ActiveRun {
  readonly run: LiveRun;
  readonly handle: RunHandle;
}

/** The runs that this engine works on now. */
export class ActiveRuns {
  readonly #services: Services;
  readonly #onLeft: (outcome: RunOutcome, history: RunHistory) => Promise<void>;
  readonly #active = new Map<string, ActiveRun>();

  /** `onLeft` is told after a run is no longer this engine's, and before anybody hears how it went. */
  constructor(services: Services, onLeft: (outcome: RunOutcome, history: RunHistory) => Promise<void>) {
    this.#services = services;
    this.#onLeft = onLeft;
  }

  get size(): number {
    return this.#active.size;
  }

  has(id: string): boolean {
    return this.#active.has(id);
  }

  get(id: string): ActiveRun | undefined {
    return this.#active.get(id);
  }

  /** A run that is about to wait has looked for its answer already; what comes next is for the one who takes it up again. */
  async working(id: string): Promise<ActiveRun | undefined> {
    const active = this.#active.get(id);
    if (!active?.run.waiting) return active;
    await active.handle.wait();
    return undefined;
  }

  work(run: LiveRun, procedure: Procedure): RunHandle {
    const outcome = this.#driveAndLeave(run, procedure);
    const handle = liveHandle(run, outcome);
    this.#active.set(run.id, { run, handle });
    return handle;
  }

  /** Workers elsewhere may take them over. */
  async leaveAll(): Promise<void> {
    await Promise.all(Array.from(this.#active.values(), leave));
  }

  /** An answer that came while the run was about to wait was told to a process that could not take the run up. */
  async #drive(run: LiveRun, procedure: Procedure): Promise<RunOutcome> {
    const outcome = await drive(run, this.#services, procedure);
    if (outcome.state !== 'waiting') return outcome;
    const given = await answerTo(this.#services, run.id, run.history).catch(() => undefined);
    if (!given) return outcome;
    run.carryOn();
    await run.record({ type: 'resumed' }).catch((error: unknown) => run.suspend(error));
    return this.#drive(run, procedure);
  }

  /** The run is no longer this engine's by the time anybody hears how it went. */
  async #driveAndLeave(run: LiveRun, procedure: Procedure): Promise<RunOutcome> {
    const outcome = await this.#drive(run, procedure);
    // Every line that counts is durable by now, so trouble with closing the file changes nothing.
    await run.close().catch(() => undefined);
    this.#active.delete(run.id);
    await this.#onLeft(outcome, run.history);
    run.emit({ type: 'settled', outcome });
    return outcome;
  }
}

export function stopActive({ run, handle }: ActiveRun): Promise<RunOutcome> {
  run.suspend(stopped());
  return handle.wait();
}

export function stopped(): NatError {
  return new NatError('aborted', 'the run was stopped on request', { remedy: 'resume it or roll it back' });
}

function leave({ run, handle }: ActiveRun): Promise<RunOutcome> {
  const remedy = 'resume it, or let a worker take it over';
  run.suspend(new NatError('aborted', 'its process was closed', { remedy }), { takeOver: true });
  return handle.wait();
}
