import { type Clock, NatError, type Random, systemClock, systemRandom } from '@polynat/core';
import { Answers } from './answers.ts';
import { slotOf } from './await-answer.ts';
import { drive } from './drive.ts';
import { recordFailure } from './failure.ts';
import { liveHandle, settledHandle } from './handles.ts';
import { type Json, json, same } from './json.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { LiveRun } from './live-run.ts';
import { takeLocks } from './locks.ts';
import type {
  Accounts,
  Engine,
  OperationHandler,
  Procedure,
  ResumeOptions,
  RollBackOptions,
  RunHandle,
  RunList,
  RunOutcome,
  RunRecord,
  RunState,
  StartOptions,
  UnreadableRun,
} from './port.ts';
import type { GivenAnswer, LineOf, RunLine } from './records.ts';
import { Registry } from './registry.ts';
import type { RunHistory } from './run-history.ts';
import { type FoundRun, RunStore, refuseIfWorking } from './run-store.ts';
import type { JournalSession, JournalStore } from './store.ts';
import type { WaitEnd } from './wait-history.ts';
import type { Answer } from './waiting.ts';
import type { Services } from './with-retries.ts';

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

  constructor(store: JournalStore, clock: Clock, random: Random, attempts: number) {
    this.#session = store.connect(clock);
    this.#runs = new RunStore(this.#session, (id) => this.#active.has(id));
    const answers = new Answers(this.#session);
    this.#services = { clock, random, attempts, handlers: this.#registry.handlers, answers };
  }

  operation(kind: string, handler: OperationHandler): void {
    this.#registry.addHandler(kind, handler);
  }

  procedure(name: string, version: number, procedure: Procedure): void {
    this.#registry.addProcedure(name, version, procedure);
  }

  start(procedure: string, input: Json, options: StartOptions): Promise<RunHandle> {
    const { id, locks = [], onFailure = 'stop', accounts } = options;
    return this.#mutex.run(id, async () => {
      const version = this.#registry.latest(procedure);
      const at = this.#services.clock.now();
      const named = { procedure, version, input: json(input, 'input'), locks: [...new Set(locks)].sort() };
      return this.#start(id, { type: 'begun', ...named, onFailure, at, ...(accounts && { accounts }) });
    });
  }

  resume(id: string, { accounts }: ResumeOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, async () => {
      const active = await this.#working(id);
      if (active) {
        refuseOtherAccount(id, active.run.history, accounts);
        return active.handle;
      }
      const found = await this.#runs.existing(id);
      refuseOtherAccount(id, found.history, accounts);
      return this.#goOn(found);
    });
  }

  rollBack(id: string, { handled = [], accounts }: RollBackOptions = {}): Promise<RunHandle> {
    return this.#mutex.run(id, async () => {
      const active = this.#active.get(id);
      if (active) refuseOtherAccount(id, active.run.history, accounts);
      if (active?.run.history.direction === 'back') return active.handle;
      if (active) await stopActive(active);
      const found = await this.#runs.existing(id);
      if (found.history.status === 'rolled-back') return settledHandle(id, found.history);
      refuseOtherAccount(id, found.history, accounts);
      refuseRollBack(id, found.history, handled);
      return this.#pickUp(found, { type: 'rolling-back', handled: [...handled] });
    });
  }

  signal(id: string, name: string, value: Json, who: string): Promise<void> {
    return this.#mutex.run(id, async () => {
      const answer = { value: json(value, 'value'), by: requireName(who), at: this.#services.clock.now() };
      const history = this.#active.get(id)?.run.history ?? (await this.#runs.existing(id)).history;
      refuseAnswer(id, history);
      const end = history.waits.endOf(requireName(name, 'name'));
      const slot = slotOf({ id, history }, name);
      const given = end ?? (await this.#services.answers.give(slot, { run: id, name, ...answer }));
      refuseOtherAnswer(id, name, given, answer);
    });
  }

  async stop(id: string): Promise<RunOutcome> {
    const active = this.#active.get(id);
    if (active) return stopActive(active);
    const found = await this.#runs.existing(id);
    refuseIfWorking(found);
    return found.history.settledOutcome();
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const active = this.#active.get(id);
    if (active) return active.run.history.describe(id, active.run.owner, true);
    const { history, owner, alive } = await this.#runs.find(id);
    const given = await this.#answerTo(id, history);
    return history.describe(id, owner, alive && history.status === 'working', given);
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
    await Promise.all(Array.from(this.#active.values(), stopActive));
    await this.#session.close();
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

  async #goOn(found: FoundRun): Promise<RunHandle> {
    const { ended, turnsBack } = found.history;
    if (ended || (await this.#stillWaits(found))) return settledHandle(found.id, found.history);
    return this.#pickUp(found, turnsBack ? { type: 'rolling-back', handled: [] } : { type: 'resumed' });
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
    return waitsFor === undefined
      ? undefined
      : this.#services.answers.find(slotOf({ id, history }, waitsFor));
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

  /** A new run that cannot have its locks is as if it had never been; any other stays as it was, suspended. */
  async #open(run: LiveRun, first: RunLine): Promise<void> {
    try {
      await run.record(first);
      if (run.history.locked) return;
      await takeLocks(run, this.#session, this.#runs);
      await run.record({ type: 'locked' });
    } catch (error) {
      const refused: RunLine = first.type === 'begun' ? { type: 'refused' } : suspendedBy(error);
      await run.record(refused).catch(() => undefined);
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

function stopActive({ run, handle }: ActiveRun): Promise<RunOutcome> {
  const remedy = 'resume it or roll it back';
  run.suspend(new NatError('aborted', 'the run was stopped on request', { remedy }));
  return handle.wait();
}

/** Under another account its steps would act on strangers, and what it has made would seem to be gone. */
function refuseOtherAccount(id: string, { begun }: RunHistory, accounts: Accounts | undefined): void {
  for (const [alias, account] of Object.entries(begun?.accounts ?? {})) {
    const now = accounts?.[alias];
    if (now === undefined || now === account) continue;
    const what = `run ${id} acts for account ${account} of ${alias}, which is account ${now} now`;
    throw new NatError('failed-precondition', what, {
      field: `accounts.${alias}`,
      remedy: `use credentials of account ${account} for ${alias}`,
    });
  }
}

function refuseOther(id: string, history: RunHistory, wanted: LineOf<'begun'>): void {
  const { begun } = history;
  refuseOtherAccount(id, history, wanted.accounts);
  const isSame =
    begun?.procedure === wanted.procedure &&
    same(begun.input, wanted.input) &&
    same(begun.locks, wanted.locks);
  if (isSame) return;
  throw new NatError('already-exists', `run ${id} exists with another procedure, input or set of locks`, {
    field: 'id',
    remedy: 'use an id that is a hash of the input, or resume the run by its id',
  });
}

function requireName(text: string, field = 'who'): string {
  if (text.trim() !== '') return text;
  throw new NatError('invalid-argument', 'needs a name', { field });
}

function refuseAnswer(id: string, { status, direction, ended }: RunHistory): void {
  if (!ended && direction === 'forward') return;
  const state = ended ? status : 'being rolled back';
  throw new NatError('failed-precondition', `run ${id} is ${state} and takes no answers`, {
    remedy: 'no action needed',
  });
}

function refuseOtherAnswer(id: string, name: string, given: GivenAnswer | WaitEnd, wanted: Answer): void {
  const at = new Date(given.at).toISOString();
  if (!('value' in given)) {
    throw new NatError('failed-precondition', `run ${id} stopped waiting for ${name} at ${at}`, {
      remedy: `resume run ${id}: it goes on without an answer`,
    });
  }
  if (given.by === wanted.by && same(given.value, wanted.value)) return;
  throw new NatError('already-exists', `${given.by} answered ${name} of run ${id} at ${at}`, {
    remedy: `show run ${id} to see the answer`,
  });
}

function refuseRollBack(id: string, history: RunHistory, handled: readonly string[]): void {
  if (history.status === 'done') {
    throw new NatError('failed-precondition', `run ${id} is done and has given up its locks`, {
      remedy: 'make a new plan that leads back',
    });
  }
  const stranger = handled.find((name) => !history.steps.has(name));
  if (stranger === undefined) return;
  throw new NatError('invalid-argument', `run ${id} has not started an operation ${stranger}`, {
    field: 'handled',
  });
}

function suspendedBy(error: unknown): RunLine {
  return { type: 'suspended', reason: recordFailure(error) };
}
