import { type Clock, NatError, seconds } from '@polynat/core';
import { Bell } from './bell.ts';
import { type RecordedFailure, recordFailure } from './failure.ts';
import { canHaveLocks } from './locks.ts';
import type {
  CatchUpOptions,
  CaughtUp,
  Engine,
  ResumeOptions,
  RunHandle,
  StartOptions,
  WorkOptions,
} from './port.ts';
import { type FoundRun, isAtWork, type RunStore } from './run-store.ts';
import type { Schedules } from './schedules.ts';
import type { JournalSession } from './store.ts';

const usualConcurrency = 10;

/** How long a dead process waits for this worker at most, and whatever else nobody announces. */
const longestPause = seconds(5);

/** Milliseconds between two looks at least; more when a look takes longer, so that looking is never most of what a worker does. */
const shortestPause = 100;

export interface Workplace {
  readonly clock: Clock;
  readonly session: JournalSession;
  readonly runs: RunStore;
  readonly schedules: Schedules;
  readonly enqueue: Engine['enqueue'];
  /** How many runs this engine works on now. */
  busy(): number;
  /** Whether this engine has the procedure of the run, and does not work on it. */
  isFor(found: FoundRun): boolean;
  /** Whether the run goes on by itself: it is free, or what it waited for is there. */
  isReady(found: FoundRun): Promise<boolean>;
  /** `undefined` when it is no longer ready. */
  takeUp(id: string, options: ResumeOptions): Promise<RunHandle | undefined>;
}

/** What came of a round so far. Trouble with one schedule or run never keeps the worker from the others. */
class Round {
  readonly runs: RunHandle[] = [];
  readonly failures: { readonly id: string; readonly reason: RecordedFailure }[] = [];

  async attempt<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.failures.push({ id, reason: recordFailure(error) });
      return undefined;
    }
  }
}

/** Does what nobody has to ask for. */
export class Worker {
  readonly #place: Workplace;
  readonly #bell = new Bell();
  /** Nothing happens to them any more, so their journals are not read again. */
  readonly #ended = new Set<string>();
  /** What the last look found and this worker had no room for, oldest first. */
  #backlog: readonly FoundRun[] = [];
  #lastLook = Number.NEGATIVE_INFINITY;
  #isFull = false;

  constructor(place: Workplace) {
    this.#place = place;
  }

  async work({ signal, onRound, ...options }: WorkOptions): Promise<void> {
    const deafen = this.#place.session.listen?.(() => this.#bell.ring('news'));
    try {
      while (!signal.aborted) {
        const began = this.#place.clock.now();
        const round = await this.#round(options);
        onRound?.(round);
        await this.#rest(round, this.#place.clock.now() - began, signal);
      }
    } finally {
      deafen?.();
    }
  }

  async catchUp(options: CatchUpOptions = {}): Promise<CaughtUp> {
    this.#backlog = [];
    return this.#round(options);
  }

  /** A run of this engine has come to an end. */
  noteRoom(): void {
    if (this.#isFull) this.#bell.ring('room');
  }

  async #round({ concurrency = usualConcurrency, ...options }: CatchUpOptions): Promise<CaughtUp> {
    const round = new Round();
    for (const id of this.#place.schedules.ids) await round.attempt(id, () => this.#enqueueDue(id));
    if (this.#hasRoom(concurrency) && this.#backlog.length === 0) await this.#look(round);
    await this.#fill(round, concurrency, options);
    this.#isFull = !this.#hasRoom(concurrency);
    const { runs, failures } = round;
    const next = this.#place.schedules.next();
    return { runs, failures, ...(next !== undefined && { next }) };
  }

  /** Until something rings or is due. What was found long ago is looked for anew, for others may have become more urgent. */
  async #rest({ next }: CaughtUp, took: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#place;
    const ended = clock.now();
    const due = (next ?? Number.POSITIVE_INFINITY) - ended;
    const rung = await this.#bell.wait(clock, Math.min(longestPause, due), signal);
    const isOld = clock.now() - this.#lastLook >= longestPause;
    if (rung !== 'room' || isOld) this.#backlog = [];
    if (rung === 'news') await this.#breathe(ended + Math.max(shortestPause, took), signal);
  }

  async #breathe(until: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#place;
    await clock.sleep(Math.max(0, until - clock.now()), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  #hasRoom(concurrency: number): boolean {
    return this.#place.busy() < concurrency;
  }

  async #look(round: Round): Promise<void> {
    this.#backlog = await this.#idle(round);
    this.#lastLook = this.#place.clock.now();
  }

  /** Each is looked at once more before it is taken up. */
  async #fill(round: Round, concurrency: number, options: ResumeOptions): Promise<void> {
    for (const found of this.#backlog) {
      if (!this.#hasRoom(concurrency)) break;
      this.#backlog = this.#backlog.slice(1);
      const handle = await round.attempt(found.id, () => this.#takeUp(found, options));
      if (handle) round.runs.push(handle);
    }
  }

  #enqueueDue(schedule: string): Promise<void> {
    const { schedules, enqueue } = this.#place;
    return schedules.enqueueDue(schedule, ({ id, schedule: { procedure, input, ...options } }) =>
      enqueue(procedure, input, { ...startOptions(options), id }).then(() => true, isThere),
    );
  }

  /** Oldest first. */
  async #idle(round: Round): Promise<readonly FoundRun[]> {
    const { runs } = this.#place;
    const { names } = (await round.attempt('runs', () => runs.list())) ?? { names: [] };
    const idle: FoundRun[] = [];
    for (const name of names) {
      const found = await round.attempt(name, () => this.#wanted(name));
      if (found) idle.push(found);
    }
    return idle.sort((left, right) => begunAt(left) - begunAt(right));
  }

  /** The run, when it is one to take up. */
  async #wanted(name: string): Promise<FoundRun | undefined> {
    if (this.#ended.has(name)) return undefined;
    const found = await this.#place.runs.find(name);
    if (found.history.ended) this.#ended.add(name);
    return (await this.#wants(found)) ? found : undefined;
  }

  async #wants(found: FoundRun): Promise<boolean> {
    if (found.history.status === 'absent' || !this.#place.isFor(found) || isAtWork(found)) return false;
    return this.#place.isReady(found);
  }

  /** `undefined` when another run has a lock, or another worker was faster. */
  async #takeUp(found: FoundRun, options: ResumeOptions): Promise<RunHandle | undefined> {
    const { session, runs, takeUp } = this.#place;
    if (!(await canHaveLocks(found, session, runs))) return undefined;
    return takeUp(found.id, options).catch(unlessConflict);
  }
}

const begunAt = ({ history }: FoundRun): number => history.begun?.at ?? 0;

/** What of a schedule every run of it has. */
function startOptions({ locks, onFailure, accounts }: Omit<StartOptions, 'id'>): Omit<StartOptions, 'id'> {
  return { ...(locks && { locks }), ...(onFailure && { onFailure }), ...(accounts && { accounts }) };
}

/** True when the run of that time exists, perhaps with the input of another release; false when another worker is just creating it. */
function isThere(error: unknown): boolean {
  if (NatError.is(error, 'already-exists')) return true;
  if (NatError.is(error, 'conflict')) return false;
  throw error;
}

function unlessConflict(error: unknown): undefined {
  if (!NatError.is(error, 'conflict')) throw error;
}
