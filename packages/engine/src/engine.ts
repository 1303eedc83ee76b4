import { type Clock, type Random, systemClock, systemRandom } from '@polynat/core';
import { ActiveRuns, stopActive } from './active-runs.ts';
import { announce, concernsOthers } from './announcing.ts';
import { Answers } from './answers.ts';
import { beginningOf, enqueueRun, startRun } from './begin-run.ts';
import { resumeRun, rollBackRun, takeUpRun } from './go-on.ts';
import { type Json, json } from './json.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { stopIdle, unlockRun } from './leave-run.ts';
import { listRuns, recordOf } from './look-up.ts';
import type { EngineParts } from './pick-up.ts';
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
  WorkOptions,
} from './port.ts';
import { recordedEvent } from './recorded-event.ts';
import { Registry } from './registry.ts';
import { RunStore } from './run-store.ts';
import { Schedules } from './schedules.ts';
import { signalRun } from './signal-run.ts';
import type { JournalStore } from './store.ts';
import { isReady } from './unanswered.ts';
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

/** One change of a run at a time in this process; between processes its journal decides. */
class JournalEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #mutex = new KeyedMutex();
  readonly #schedules: Schedules;
  readonly #worker: Worker;

  constructor(store: JournalStore, clock: Clock, random: Random, attempts: number) {
    const registry = new Registry();
    const session = store.connect(clock);
    const answers = new Answers(session, clock);
    const services = { clock, random, attempts, handlers: registry.handlers, answers };
    const active = new ActiveRuns(services, async (outcome, history) => {
      this.#worker.noteRoom();
      if (concernsOthers(outcome, history)) await announce(session);
    });
    const runs = new RunStore(session, clock, (id) => active.has(id));
    this.#parts = { session, runs, active, registry, services };
    this.#schedules = new Schedules(session, runs, clock);
    this.#worker = new Worker({
      ...{ clock, session, runs, schedules: this.#schedules },
      enqueue: (...asked) => this.enqueue(...asked),
      busy: () => active.size,
      isFor: ({ id, history: { begun } }) =>
        !active.has(id) && registry.knows(begun?.procedure ?? '', begun?.version ?? 0),
      isReady: (found) => isReady(services, found),
      takeUp: (id, options) => this.#takeUp(id, options),
    });
  }

  operation(kind: string, handler: OperationHandler): void {
    this.#parts.registry.addHandler(kind, handler);
  }

  procedure(name: string, version: number, procedure: Procedure): void {
    this.#parts.registry.addProcedure(name, version, procedure);
  }

  schedule(id: string, schedule: Schedule): void {
    json(schedule.input, 'input');
    this.#schedules.add(id, schedule);
  }

  start(procedure: string, input: Json, options: StartOptions): Promise<RunHandle> {
    const { id } = options;
    return this.#mutex.run(id, async () =>
      startRun(this.#parts, id, beginningOf(this.#parts, procedure, input, options)),
    );
  }

  enqueue(procedure: string, input: Json, options: StartOptions): Promise<void> {
    const { id } = options;
    return this.#mutex.run(id, async () =>
      enqueueRun(this.#parts, id, beginningOf(this.#parts, procedure, input, options)),
    );
  }

  catchUp(options?: CatchUpOptions): Promise<CaughtUp> {
    return this.#worker.catchUp(options);
  }

  work(options: WorkOptions): Promise<void> {
    return this.#worker.work(options);
  }

  resume(id: string, options: StateOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, () => resumeRun(this.#parts, id, options));
  }

  rollBack(id: string, options: RollBackOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, () => rollBackRun(this.#parts, id, options));
  }

  signal(id: string, name: string, value: Json, who: string): Promise<void> {
    return this.#mutex.run(id, () => signalRun(this.#parts, id, name, value, who));
  }

  async stop(id: string): Promise<RunOutcome> {
    const active = this.#parts.active.get(id);
    return active ? stopActive(active) : this.#mutex.run(id, () => stopIdle(this.#parts, id));
  }

  async get(id: string): Promise<RunRecord | undefined> {
    return recordOf(this.#parts, id);
  }

  async history(id: string): Promise<readonly RecordedEvent[]> {
    return (await this.#parts.runs.lines(id)).map(recordedEvent);
  }

  async list({ state }: { readonly state?: RunState } = {}): Promise<RunList> {
    return listRuns(this.#parts, state);
  }

  unlock(id: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    return this.#mutex.run(id, () => unlockRun(this.#parts, id, force));
  }

  async close(): Promise<void> {
    await this.#parts.active.leaveAll();
    await this.#parts.session.close();
  }

  #takeUp(id: string, options: ResumeOptions): Promise<RunHandle | undefined> {
    return this.#mutex.run(id, () => takeUpRun(this.#parts, id, options));
  }
}
