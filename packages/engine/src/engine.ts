import { type Clock, NatError, type Random, systemClock, systemRandom } from '@polynat/core';
import { drive } from './drive.ts';
import { recordFailure } from './failure.ts';
import { liveHandle, settledHandle } from './handles.ts';
import { RunHeld } from './held.ts';
import { type Json, json, same } from './json.ts';
import { Ledger } from './ledger.ts';
import { LiveRun } from './live-run.ts';
import { type FoundRun, takeLocks } from './locks.ts';
import type { Services } from './persist.ts';
import type {
  Engine,
  OperationHandler,
  Procedure,
  RollBackOptions,
  RunHandle,
  RunOutcome,
  RunRecord,
  RunState,
  StartOptions,
} from './port.ts';
import type { LineOf, RunLine } from './records.ts';
import { Registry } from './registry.ts';
import type { JournalSession, JournalStore } from './store.ts';
import { Turns } from './turns.ts';

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
  readonly #services: Services;
  readonly #active = new Map<string, ActiveRun>();
  readonly #turns = new Turns();

  constructor(store: JournalStore, clock: Clock, random: Random, attempts: number) {
    this.#session = store.connect(clock);
    this.#services = { clock, random, attempts, handlers: this.#registry.handlers };
  }

  operation(kind: string, handler: OperationHandler): void {
    this.#registry.addHandler(kind, handler);
  }

  procedure(name: string, version: number, procedure: Procedure): void {
    this.#registry.addProcedure(name, version, procedure);
  }

  start(
    procedure: string,
    input: Json,
    { id, locks = [], onFailure = 'stop' }: StartOptions,
  ): Promise<RunHandle> {
    return this.#turns.take(id, async () => {
      const version = this.#registry.latest(procedure);
      const at = this.#services.clock.now();
      const named = { procedure, version, input: json(input, 'input'), locks: [...new Set(locks)].sort() };
      return this.#start(id, { type: 'begun', ...named, onFailure, at });
    });
  }

  resume(id: string): Promise<RunHandle> {
    return this.#turns.take(
      id,
      async () => this.#active.get(id)?.handle ?? this.#goOn(id, await this.#existing(id)),
    );
  }

  rollBack(id: string, { handled = [] }: RollBackOptions = {}): Promise<RunHandle> {
    return this.#turns.take(id, async () => {
      const active = this.#active.get(id);
      if (active?.run.ledger.direction === 'back') return active.handle;
      if (active) await stopActive(active);
      const found = await this.#existing(id);
      if (found.ledger.status === 'rolled-back') return this.#settled(id, found);
      refuseRollBack(id, found.ledger, handled);
      return this.#pickUp(id, found, { type: 'rolling-back', handled: [...handled] });
    });
  }

  async stop(id: string): Promise<RunOutcome> {
    const active = this.#active.get(id);
    if (active) return stopActive(active);
    const found = await this.#existing(id);
    refuseIfWorking(id, found);
    return this.#settled(id, found).wait();
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const active = this.#active.get(id);
    if (active) return active.run.ledger.describe(id, active.run.owner, true);
    const { ledger, owner, alive } = await this.#find(id);
    return ledger.describe(id, owner, alive && ledger.status === 'working');
  }

  async list({ state }: { readonly state?: RunState } = {}): Promise<readonly RunRecord[]> {
    const records: RunRecord[] = [];
    for (const id of await this.#session.list('run')) {
      const record = await this.get(id);
      if (record && (state === undefined || record.state === state)) records.push(record);
    }
    return records.sort((left, right) => left.created - right.created || (left.id < right.id ? -1 : 1));
  }

  unlock(id: string, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    return this.#turns.take(id, async () => {
      const active = this.#active.get(id);
      if (active && force) await stopActive(active);
      const found = await this.#existing(id);
      if (!force) refuseIfWorking(id, found);
      if (found.ledger.ended) return;
      const run = await this.#hold(id, found.epoch);
      await run.record({ type: 'unlocked' }).finally(() => run.close());
    });
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#active.values(), stopActive));
    await this.#session.close();
  }

  async #start(id: string, begun: LineOf<'begun'>): Promise<RunHandle> {
    const active = this.#active.get(id);
    const found = active ? undefined : await this.#find(id);
    refuseOther(id, active?.run.ledger ?? found?.ledger, begun);
    if (active) return active.handle;
    if (found?.ledger.status === 'absent') return this.#pickUp(id, found, begun);
    return this.#attachOrGoOn(id, found ?? (await this.#find(id)));
  }

  /** Starting again decides nothing: a failed or stuck run stays what it is until somebody resumes it or rolls it back. */
  async #attachOrGoOn(id: string, found: FoundRun): Promise<RunHandle> {
    const { status } = found.ledger;
    const decided = turnsBack(found.ledger) && status !== 'stuck';
    if (decided || status === 'suspended' || status === 'working') return this.#goOn(id, found);
    return this.#settled(id, found);
  }

  async #goOn(id: string, found: FoundRun): Promise<RunHandle> {
    if (found.ledger.ended) return this.#settled(id, found);
    const back = turnsBack(found.ledger);
    return this.#pickUp(id, found, back ? { type: 'rolling-back', handled: [] } : { type: 'resumed' });
  }

  /** Takes the lease, then the locks, then works. */
  async #pickUp(id: string, found: FoundRun, first: RunLine): Promise<RunHandle> {
    refuseIfWorking(id, found);
    const begun = first.type === 'begun' ? first : found.ledger.begun;
    const procedure = this.#registry.procedure(begun?.procedure ?? '', begun?.version ?? 0);
    const run = await this.#hold(id, found.epoch);
    try {
      await run.record(first);
      await this.#lock(run);
    } catch (error) {
      await run
        .record(first.type === 'begun' ? { type: 'refused' } : suspendedBy(error))
        .catch(() => undefined);
      await run.close();
      throw error;
    }
    return this.#work(run, procedure);
  }

  async #lock(run: LiveRun): Promise<void> {
    if (run.ledger.locked) return;
    await takeLocks(run, this.#session, (id) => this.#find(id));
    await run.record({ type: 'locked' });
  }

  #work(run: LiveRun, procedure: Procedure): RunHandle {
    const outcome = this.#driveAndLeave(run, procedure);
    const handle = liveHandle(run, outcome);
    this.#active.set(run.id, { run, handle });
    return handle;
  }

  /** The run is no longer this engine's by the time anybody hears how it went. */
  async #driveAndLeave(run: LiveRun, procedure: Procedure): Promise<RunOutcome> {
    const outcome = await drive(run, this.#services, procedure);
    // Every line that counts is durable by now, so trouble with closing the file changes nothing.
    await run.close().catch(() => undefined);
    this.#active.delete(run.id);
    run.emit({ type: 'settled', outcome });
    return outcome;
  }

  async #hold(id: string, epoch: number): Promise<LiveRun> {
    const segment = await this.#session.take({ shelf: 'run', name: id }, epoch, { carry: true });
    if (segment) return new LiveRun(id, segment, Ledger.read(segment.carried));
    const { owner } = await this.#find(id);
    throw new RunHeld({ run: id, working: true, ...(owner && { owner }) });
  }

  async #find(id: string): Promise<FoundRun> {
    const journal = await this.#session.read({ shelf: 'run', name: id });
    if (!journal) return { epoch: 0, ledger: new Ledger(), alive: false };
    const { epoch, lines, owner } = journal;
    const alive = journal.alive || this.#active.has(id);
    return { epoch, ledger: Ledger.read(lines), alive, ...(owner && { owner }) };
  }

  async #existing(id: string): Promise<FoundRun> {
    const found = await this.#find(id);
    if (found.ledger.status !== 'absent') return found;
    throw new NatError('not-found', `there is no run ${id}`, {
      field: 'id',
      remedy: 'list the runs to see their ids',
    });
  }

  #settled(id: string, { ledger, owner }: FoundRun): RunHandle {
    const record = ledger.describe(id, owner, false);
    if (record?.outcome) return settledHandle(record, record.outcome);
    throw new NatError('internal', `run ${id} has no outcome`);
  }
}

/** Also when the process died between a failure and the rollback that was to follow it. */
function turnsBack({ direction, status, begun, ended }: Ledger): boolean {
  if (ended) return false;
  return direction === 'back' || (status === 'failed' && begun?.onFailure === 'roll-back');
}

function stopActive({ run, handle }: ActiveRun): Promise<RunOutcome> {
  run.suspend(
    new NatError('aborted', 'the run was stopped on request', { remedy: 'resume it or roll it back' }),
  );
  return handle.wait();
}

/** An owner without a name is one that is just arriving. */
function refuseIfWorking(run: string, { ledger, owner, alive }: FoundRun): void {
  if (!alive || (owner && ledger.status !== 'working')) return;
  throw new RunHeld({ run, working: true, ...(owner && { owner }) });
}

function refuseOther(id: string, ledger: Ledger | undefined, wanted: LineOf<'begun'>): void {
  const begun = ledger?.status === 'absent' ? undefined : ledger?.begun;
  if (!begun) return;
  const differs =
    begun.procedure !== wanted.procedure ||
    !same(begun.input, wanted.input) ||
    !same(begun.locks, wanted.locks);
  if (!differs) return;
  throw new NatError('already-exists', `run ${id} exists with another procedure, input or set of locks`, {
    field: 'id',
    remedy: 'use an id that is a hash of the input, or resume the run by its id',
  });
}

function refuseRollBack(id: string, ledger: Ledger, handled: readonly string[]): void {
  if (ledger.status === 'done') {
    throw new NatError('failed-precondition', `run ${id} is done and has given up its locks`, {
      remedy: 'make a new plan that leads back',
    });
  }
  const stranger = handled.find((name) => !ledger.steps.has(name));
  if (stranger === undefined) return;
  throw new NatError('invalid-argument', `run ${id} has not started an operation ${stranger}`, {
    field: 'handled',
  });
}

function suspendedBy(error: unknown): RunLine {
  return { type: 'suspended', reason: recordFailure(error) };
}
