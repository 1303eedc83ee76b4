import { type Clock, NatError, type Random, systemClock, systemRandom } from '@polynat/core';
import { Answers, slotOf } from './answers.ts';
import { drive } from './drive.ts';
import { recordFailure } from './failure.ts';
import { liveHandle, settledHandle } from './handles.ts';
import { type Json, json } from './json.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { LiveRun } from './live-run.ts';
import { takeLocks } from './locks.ts';
import type {
  CatchUpOptions,
  CaughtUp,
  Engine,
  OperationHandler,
  Procedure,
  RecordedEvent,
  ResumeOptions,
  RollBackOptions,
  RunHandle,
  RunList,
  RunOutcome,
  RunRecord,
  RunState,
  Schedule,
  StartOptions,
  StateOptions,
  UnreadableRun,
  WorkOptions,
} from './port.ts';
import { recordedEvent } from './recorded-event.ts';
import type { GivenAnswer, LineOf, RunLine } from './records.ts';
import {
  refuseAnswer,
  refuseOther,
  refuseOtherAccount,
  refuseOtherAnswer,
  refuseRollBack,
  refuseWhileWorking,
  requireName,
} from './refusals.ts';
import { Registry } from './registry.ts';
import type { RunHistory } from './run-history.ts';
import { type FoundRun, RunStore, refuseIfWorking } from './run-store.ts';
import { Schedules } from './schedules.ts';
import { statementOf } from './statements.ts';
import type { JournalSession, JournalStore } from './store.ts';
import { diedTooOften, mostTakeovers } from './takeover-limit.ts';
import type { Services } from './with-retries.ts';
import { Worker } from './worker.ts';

export interface EngineOptions {
  readonly store: JournalStore;
  readonly clock?: Clock;
  readonly random?: Random;
  /** How often an operation is tried while its failures are retryable; 8 by default, which is about a minute and a half. */
  readonly attempts?: number;
}

/** Runs procedures on a journal. Register operations and procedures first, then start or resume runs. */
export function createEngine({ store, clock, random, attempts }: EngineOptions): Engine {
  return new JournalEngine(store, clock ?? systemClock, random ?? systemRandom, attempts ?? 8);
}

interface ActiveRun {
  readonly run: LiveRun;
  readonly handle: RunHandle;
}

class JournalEngine implements Engine {
  readonly #registry = new Registry();
  readonly #session: JournalSession;
  readonly #runs: RunStore;
  readonly #services: Services;
  readonly #active = new Map<string, ActiveRun>();
  readonly #mutex = new KeyedMutex();
  readonly #schedules: Schedules;
  readonly #worker: Worker;

  constructor(store: JournalStore, clock: Clock, random: Random, attempts: number) {
    this.#session = store.connect(clock);
    this.#runs = new RunStore(this.#session, clock, (id) => this.#active.has(id));
    const answers = new Answers(this.#session, clock);
    this.#services = { clock, random, attempts, handlers: this.#registry.handlers, answers };
    this.#schedules = new Schedules(this.#session, this.#runs, clock);
    this.#worker = new Worker({
      ...{ clock, session: this.#session, runs: this.#runs, schedules: this.#schedules },
      enqueue: (...asked) => this.enqueue(...asked),
      busy: () => this.#active.size,
      isFor: ({ id, history: { begun } }) =>
        !this.#active.has(id) && this.#registry.knows(begun?.procedure ?? '', begun?.version ?? 0),
      isReady: (found) => this.#isReady(found),
      takeUp: (id, options) => this.#takeUp(id, options),
    });
  }

  operation(kind: string, handler: OperationHandler): void {
    this.#registry.addHandler(kind, handler);
  }

  procedure(name: string, version: number, procedure: Procedure): void {
    this.#registry.addProcedure(name, version, procedure);
  }

  schedule(id: string, schedule: Schedule): void {
    json(schedule.input, 'input');
    this.#schedules.add(id, schedule);
  }

  start(procedure: string, input: Json, options: StartOptions): Promise<RunHandle> {
    const { id } = options;
    return this.#mutex.run(id, async () => this.#start(id, this.#beginning(procedure, input, options)));
  }

  enqueue(procedure: string, input: Json, options: StartOptions): Promise<void> {
    const { id } = options;
    return this.#mutex.run(id, async () => this.#enqueue(id, this.#beginning(procedure, input, options)));
  }

  catchUp(options?: CatchUpOptions): Promise<CaughtUp> {
    return this.#worker.catchUp(options);
  }

  work(options: WorkOptions): Promise<void> {
    return this.#worker.work(options);
  }

  resume(id: string, { accounts, left, by }: StateOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, async () => {
      const active = await this.#working(id);
      if (active) {
        refuseOtherAccount(id, active.run.history, accounts);
        if (left) refuseWhileWorking(id);
        return active.handle;
      }
      const found = await this.#runs.existing(id);
      refuseOtherAccount(id, found.history, accounts);
      return this.#goOn(found, { ...(left && { left }), ...(by !== undefined && { by }) });
    });
  }

  rollBack(id: string, { handled = [], accounts, ...said }: RollBackOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, async () => {
      const active = this.#active.get(id);
      if (active) refuseOtherAccount(id, active.run.history, accounts);
      if (active?.run.history.direction === 'back') return active.handle;
      if (active) await stopActive(active);
      const found = await this.#runs.existing(id);
      if (found.history.status === 'rolled-back') return settledHandle(id, found.history);
      refuseOtherAccount(id, found.history, accounts);
      refuseRollBack(id, found.history, handled);
      const statement = statementOf(
        id,
        found.history,
        { handled, ...said },
        this.#services.clock.now(),
        'back',
      );
      return this.#pickUp(found, { type: 'rolling-back', handled: [...handled], ...statement });
    });
  }

  signal(id: string, name: string, value: Json, who: string): Promise<void> {
    return this.#mutex.run(id, async () => {
      const answer = { value: json(value, 'value'), by: requireName(who), at: this.#services.clock.now() };
      const history = this.#active.get(id)?.run.history ?? (await this.#runs.existing(id)).history;
      refuseAnswer(id, history);
      const end = history.waits.endOf(requireName(name, 'name'));
      const slot = slotOf(id, history, name);
      const given = end ?? (await this.#services.answers.give(slot, { run: id, name, ...answer }));
      refuseOtherAnswer(id, name, given, answer);
    });
  }

  async stop(id: string): Promise<RunOutcome> {
    const active = this.#active.get(id);
    if (active) return stopActive(active);
    return this.#mutex.run(id, async () => {
      const found = await this.#runs.existing(id);
      refuseIfWorking(found);
      return found.history.free ? this.#keepFromWorkers(found) : found.history.settledOutcome();
    });
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const active = this.#active.get(id);
    if (active) return active.run.history.describe(id, active.run.owner, true);
    const { history, owner, alive } = await this.#runs.find(id);
    const given = await this.#answerTo(id, history);
    return history.describe(id, owner, alive && history.status === 'working', given);
  }

  async history(id: string): Promise<readonly RecordedEvent[]> {
    return (await this.#runs.lines(id)).map(recordedEvent);
  }

  async list({ state }: { readonly state?: RunState } = {}): Promise<RunList> {
    const { names, strange } = await this.#runs.list();
    const runs: RunRecord[] = [];
    const unreadable: UnreadableRun[] = strange.map(unreachable);
    for (const id of names) {
      try {
        const record = await this.get(id);
        if (record && (state === undefined || record.state === state)) runs.push(record);
      } catch (error) {
        unreadable.push({ id, reason: recordFailure(error) });
      }
    }
    return { runs: runs.sort(byAge), unreadable };
  }

  unlock(id: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    return this.#mutex.run(id, async () => {
      const active = this.#active.get(id);
      if (active && force) await stopActive(active);
      const found = await this.#runs.existing(id);
      if (!force) refuseIfWorking(found);
      if (found.history.ended) return;
      const run = await this.#runs.take(found);
      await (run.history.ended ? run.close() : run.record({ type: 'unlocked' }).finally(() => run.close()));
    });
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#active.values(), leaveActive));
    await this.#session.close();
  }

  #beginning(procedure: string, input: Json, options: StartOptions): LineOf<'begun'> {
    const { locks = [], onFailure = 'stop', accounts } = options;
    const version = this.#registry.latest(procedure);
    const at = this.#services.clock.now();
    const named = { procedure, version, input: json(input, 'input'), locks: [...new Set(locks)].sort() };
    return { type: 'begun', ...named, onFailure, at, ...(accounts && { accounts }) };
  }

  async #enqueue(id: string, begun: LineOf<'begun'>): Promise<void> {
    const found = await this.#runs.find(id);
    if (found.history.status !== 'absent') return refuseOther(id, found.history, begun);
    refuseIfWorking(found);
    const run = await this.#runs.take(found);
    try {
      if (run.history.status !== 'absent') return refuseOther(id, run.history, begun);
      await run.record(begun);
      await run.record({ type: 'queued' });
    } finally {
      await run.close();
    }
  }

  async #keepFromWorkers(found: FoundRun): Promise<RunOutcome> {
    const run = await this.#runs.take(found);
    const { free } = run.history;
    await (free ? run.record(suspendedBy(stopped())) : Promise.resolve()).finally(() => run.close());
    return run.history.settledOutcome();
  }

  /** Starting again decides nothing: a run whose work or rollback failed stays what it is until somebody resumes it or rolls it back. */
  async #start(id: string, begun: LineOf<'begun'>): Promise<RunHandle> {
    const active = await this.#working(id);
    if (active) {
      refuseOther(id, active.run.history, begun);
      return active.handle;
    }
    const found = await this.#runs.find(id);
    if (found.history.status === 'absent') return this.#pickUp(found, begun);
    refuseOther(id, found.history, begun);
    return found.history.awaitsDecision ? settledHandle(id, found.history) : this.#goOn(found);
  }

  async #goOn(found: FoundRun, said: Pick<StateOptions, 'left' | 'by'> = {}): Promise<RunHandle> {
    const { ended, turnsBack } = found.history;
    if (ended || (await this.#stillWaits(found))) return settledHandle(found.id, found.history);
    const direction = turnsBack ? 'back' : 'forward';
    const statement = statementOf(found.id, found.history, said, this.#services.clock.now(), direction);
    const back: RunLine = { type: 'rolling-back', handled: [], ...statement };
    return this.#pickUp(found, turnsBack ? back : { type: 'resumed', ...statement });
  }

  async #isReady(found: FoundRun): Promise<boolean> {
    const { free, status } = found.history;
    return free || (status === 'waiting' && !(await this.#stillWaits(found)));
  }

  #takeUp(id: string, { accounts }: ResumeOptions): Promise<RunHandle | undefined> {
    return this.#mutex.run(id, async () => {
      const found = await this.#runs.existing(id);
      if (this.#active.has(id) || !(await this.#isReady(found))) return undefined;
      refuseOtherAccount(id, found.history, accounts);
      if (found.history.status === 'working' && found.history.takeovers >= mostTakeovers)
        return this.#leaveToPeople(found);
      return this.#goOn(found);
    });
  }

  /** Suspends a run whose processes die one after the other; the round of the worker names it once. */
  async #leaveToPeople(found: FoundRun): Promise<never> {
    refuseIfWorking(found);
    const run = await this.#runs.take(found);
    const reason = diedTooOften(found.id);
    await run.record(suspendedBy(reason)).finally(() => run.close());
    throw reason;
  }

  /** A run that is about to wait has looked for its answer already; what comes next is for the one who takes it up again. */
  async #working(id: string): Promise<ActiveRun | undefined> {
    const active = this.#active.get(id);
    if (!active?.run.waiting) return active;
    await active.handle.wait();
    return undefined;
  }

  /** Whether taking the run up would change nothing: neither an answer nor the deadline is there. */
  async #stillWaits({ id, history }: FoundRun): Promise<boolean> {
    const { outcome } = history;
    if (outcome?.state !== 'waiting') return false;
    if (outcome.until !== undefined && outcome.until <= this.#services.clock.now()) return false;
    return (await this.#answerTo(id, history)) === undefined;
  }

  async #answerTo(id: string, history: RunHistory): Promise<GivenAnswer | undefined> {
    const { waitsFor } = history;
    return waitsFor === undefined ? undefined : this.#services.answers.find(slotOf(id, history, waitsFor));
  }

  /** Takes the lease, then the locks, then works. */
  async #pickUp(found: FoundRun, first: RunLine): Promise<RunHandle> {
    refuseIfWorking(found);
    const begun = first.type === 'begun' ? first : found.history.begun;
    const procedure = this.#registry.procedure(begun?.procedure ?? '', begun?.version ?? 0);
    const run = await this.#runs.take(found);
    if (run.history.ended) {
      await run.close();
      return settledHandle(run.id, run.history);
    }
    await this.#open(run, first);
    return this.#work(run, procedure);
  }

  /** A new run that cannot have its locks is as if it had never been, one that was queued stays so; any other is suspended. */
  async #open(run: LiveRun, first: RunLine): Promise<void> {
    const queued = run.history.status === 'queued';
    try {
      await run.record(first);
      if (run.history.locked) return;
      await takeLocks(run, this.#session, this.#runs);
      await run.record({ type: 'locked' });
    } catch (error) {
      const left: RunLine = queued ? { type: 'queued' } : suspendedBy(error);
      await run.record(first.type === 'begun' ? { type: 'refused' } : left).catch(() => undefined);
      await run.close();
      throw error;
    }
  }

  #work(run: LiveRun, procedure: Procedure): RunHandle {
    const outcome = this.#driveAndLeave(run, procedure);
    const handle = liveHandle(run, outcome);
    this.#active.set(run.id, { run, handle });
    return handle;
  }

  /** An answer that came while the run was about to wait was told to a process that could not take the run up. */
  async #drive(run: LiveRun, procedure: Procedure): Promise<RunOutcome> {
    const outcome = await drive(run, this.#services, procedure);
    if (outcome.state !== 'waiting') return outcome;
    const given = await this.#answerTo(run.id, run.history).catch(() => undefined);
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
    run.emit({ type: 'settled', outcome });
    return outcome;
  }
}

const byAge = (left: RunRecord, right: RunRecord): number =>
  left.created - right.created || (left.id < right.id ? -1 : 1);

function unreachable(id: string): UnreadableRun {
  const strange = new NatError('failed-precondition', 'its name is not one that this release gives', {
    remedy: 'give the folder the name that it had before; when it is no run, move it out of the state folder',
  });
  return { id, reason: recordFailure(strange) };
}

function leaveActive({ run, handle }: ActiveRun): Promise<RunOutcome> {
  const remedy = 'resume it, or let a worker take it over';
  run.suspend(new NatError('aborted', 'its process was closed', { remedy }), { takeOver: true });
  return handle.wait();
}

function stopActive({ run, handle }: ActiveRun): Promise<RunOutcome> {
  run.suspend(stopped());
  return handle.wait();
}

function stopped(): NatError {
  return new NatError('aborted', 'the run was stopped on request', { remedy: 'resume it or roll it back' });
}

function suspendedBy(error: unknown): RunLine {
  return { type: 'suspended', reason: recordFailure(error) };
}
