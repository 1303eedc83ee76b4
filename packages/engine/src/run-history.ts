import type { AcceptedOperation } from './accepted.ts';
import type { RecordedFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { Owner, RunOutcome, RunRecord, RunState, Statement, StepRecord } from './port.ts';
import { type GivenAnswer, type LineOf, type RunLine, readRunLine, type Trace } from './records.ts';
import { takeoversAfter } from './takeover-limit.ts';
import { WaitHistory } from './wait-history.ts';

export interface Step {
  readonly name: string;
  readonly kind: string;
  readonly args: Json;
  /** Counts operations in the order in which they were started; undoing goes backwards. */
  readonly order: number;
  readonly state: 'started' | 'done' | 'failed' | 'undone';
  readonly result?: Json;
  readonly failure?: RecordedFailure;
  /** What the cloud has accepted, while nothing more is known. */
  readonly accepted?: AcceptedOperation;
  /** When it was first started under its present token, where that was noted. */
  readonly since?: number;
  readonly trace?: Trace;
  readonly undoneAt?: number;
  /** What a person has said that it left; until the operation has come to an end of its own. */
  readonly stated?: { readonly left: string; readonly by: string };
}

/** `working` says what the journal says: somebody took the run up. Whether they still live is another question. */
type Status = 'absent' | 'working' | Exclude<RunState, 'running'>;

const abandoned: RunOutcome = {
  state: 'suspended',
  reason: { code: 'aborted', message: '[aborted] its process ended without a word', outcome: 'none' },
  takeOver: true,
};

/** What the lines of a run's journal add up to. */
export class RunHistory {
  begun: LineOf<'begun'> | undefined;
  status: Status = 'absent';
  direction: 'forward' | 'back' = 'forward';
  locked = false;
  /** Raised whenever the run gives its locks up; claims of an earlier term are void. */
  term = 0;
  outcome: RunOutcome | undefined;
  /** How often in a row the run was taken over from a process that died, without any progress since. */
  takeovers = 0;
  readonly steps = new Map<string, Step>();
  readonly moments = new Map<string, number>();
  readonly statements: Statement[] = [];
  readonly waits = new WaitHistory();
  /** Whether operations without a line may have been started before the run began to wait. */
  waitedInDoubt = false;
  readonly #generations = new Map<string, number>();
  #failure: RecordedFailure | undefined;

  static read(lines: readonly Json[]): RunHistory {
    const history = new RunHistory();
    for (const line of lines) history.apply(readRunLine(line));
    return history;
  }

  /** Rises only with a definite failure that was recorded and is now tried again. */
  generation(name: string): number {
    return this.#generations.get(name) ?? 0;
  }

  /** When an operation was first started under its present token; at the earliest with the run itself. */
  since(name: string): number {
    return this.steps.get(name)?.since ?? this.begun?.at ?? 0;
  }

  get nextOrder(): number {
    return (this.inOrder().at(-1)?.order ?? -1) + 1;
  }

  get ended(): boolean {
    return this.status === 'done' || this.status === 'rolled-back';
  }

  /** Also when the process died between a failure and the rollback that was to follow it. */
  get turnsBack(): boolean {
    const undecided = this.status === 'failed' && this.begun?.onFailure === 'roll-back';
    return !this.ended && (this.direction === 'back' || undecided);
  }

  /** Whether it is for the caller to say how the run goes on, if it does. */
  get awaitsDecision(): boolean {
    return this.ended || this.status === 'rollback-failed' || (this.status === 'failed' && !this.turnsBack);
  }

  /** Whether a worker may take the run up without being asked, when nobody works on it. */
  get free(): boolean {
    const outcome = this.settledOutcome();
    if (outcome.state === 'suspended') return outcome.takeOver === true;
    return outcome.state === 'queued' || (outcome.state === 'failed' && this.turnsBack);
  }

  /** What the run waits for, while nobody works on it. */
  get waitsFor(): string | undefined {
    return this.outcome?.state === 'waiting' ? this.outcome.name : undefined;
  }

  /** What to say about a run nobody works on. */
  settledOutcome(): RunOutcome {
    return this.outcome ?? abandoned;
  }

  apply(line: RunLine): void {
    this.takeovers = takeoversAfter(this.takeovers, line, this.status === 'working');
    switch (line.type) {
      case 'begun':
        this.#begin(line);
        break;
      case 'locked':
        this.locked = true;
        break;
      case 'refused':
        this.#release('absent');
        break;
      case 'intended':
        this.#keep(line, { state: 'started', ...(line.at !== undefined && { since: line.at }) });
        break;
      case 'accepted':
        this.#accept(line);
        break;
      case 'done':
        this.#keep(line, { state: 'done', result: line.result, ...traceOf(line) });
        break;
      case 'failed':
        this.#keep(line, {
          state: 'failed',
          failure: line.failure,
          ...traceOf(line),
          ...(line.failure.accepted && { accepted: line.failure.accepted }),
        });
        break;
      case 'moment':
        this.moments.set(line.name, line.at);
        break;
      case 'asked':
      case 'answered':
      case 'answer-refused':
      case 'expired':
        this.waits.apply(line);
        break;
      case 'waiting':
        this.waitedInDoubt = line.inDoubt ?? false;
        this.#settle({ state: 'waiting', ...this.waits.describe(line.name) });
        break;
      case 'undone':
        this.#markUndone(line.name, line);
        break;
      case 'resumed':
        this.#resume(line);
        break;
      case 'rolling-back':
        this.#turnBack(line);
        break;
      case 'queued':
        this.#settle({ state: 'queued' });
        break;
      case 'suspended':
        this.#settle({
          ...{ state: 'suspended', reason: line.reason },
          ...(line.takeOver && { takeOver: line.takeOver }),
        });
        break;
      case 'halted':
        this.#failure = line.failure;
        this.#settle({ state: 'failed', failure: line.failure, operations: line.operations });
        break;
      case 'rollback-failed':
      case 'stuck':
        this.#settle({ state: 'rollback-failed', failure: line.failure, left: line.left });
        break;
      case 'unlocked':
        this.#unlock();
        break;
      case 'finished':
        this.#release('done');
        this.#settle({ state: 'done', output: line.output });
        break;
      case 'rolled-back':
        this.#release('rolled-back');
        this.#settle({ state: 'rolled-back', ...(this.#failure && { failure: this.#failure }) });
        break;
    }
  }

  /** `undefined` when there is no such run. `given`: an answer to what it waits for, not looked at yet. */
  describe(
    id: string,
    owner: Owner | undefined,
    working: boolean,
    given?: GivenAnswer,
  ): RunRecord | undefined {
    const { begun, status, direction } = this;
    if (!begun || status === 'absent') return undefined;
    const { procedure, version, input, locks, accounts, at: created } = begun;
    const idle = status === 'working' ? 'suspended' : status;
    return {
      ...{ id, procedure, version, input, locks, created, direction },
      state: working ? 'running' : idle,
      steps: this.inOrder().map(describeStep),
      statements: [...this.statements],
      answers: this.waits.answers(given),
      ...(accounts && { accounts }),
      ...(owner && { owner }),
      ...(!working && { outcome: this.settledOutcome() }),
    };
  }

  inOrder(): readonly Step[] {
    return [...this.steps.values()].sort((left, right) => left.order - right.order);
  }

  #begin(line: LineOf<'begun'>): void {
    this.begun = line;
    this.status = 'working';
  }

  #keep(
    { name, kind, args, order }: Omit<Step, 'state'>,
    change: Pick<Step, 'state' | 'result' | 'failure' | 'accepted' | 'since' | 'trace'>,
  ): void {
    const { since } = this.steps.get(name) ?? {};
    this.steps.set(name, { name, kind, args, order, ...(since !== undefined && { since }), ...change });
  }

  #accept({ name, accepted }: LineOf<'accepted'>): void {
    const step = this.steps.get(name);
    if (step) this.steps.set(name, { ...step, accepted });
  }

  #markUndone(name: string, { at, requests = [], result }: Partial<LineOf<'undone'>> = {}): void {
    const step = this.steps.get(name);
    if (!step) return;
    const undoneAt = { ...(at !== undefined && { undoneAt: at }), ...(result !== undefined && { result }) };
    const trace = step.trace && { ...step.trace, requests: [...step.trace.requests, ...requests] };
    this.steps.set(name, { ...step, state: 'undone', ...undoneAt, ...(trace && { trace }) });
  }

  #settle(outcome: RunOutcome): void {
    this.status = outcome.state;
    this.outcome = outcome;
  }

  #release(status: Status): void {
    this.status = status;
    this.locked = false;
    this.term += 1;
  }

  /** A run that will not go on, so no worker shall take it up. */
  #unlock(): void {
    const { status, free } = this;
    this.#release(status);
    if (!free) return;
    this.#settle({
      state: 'suspended',
      reason: { code: 'aborted', message: '[aborted] the run was unlocked', outcome: 'none' },
    });
  }

  #resume({ stated }: LineOf<'resumed'>): void {
    const failed = this.outcome?.state === 'failed' ? this.outcome.operations : [];
    for (const name of failed) this.#tryAgain(name);
    this.status = 'working';
    this.outcome = undefined;
    this.#state(stated, [], (name) => this.steps.delete(name));
  }

  /** An operation that has left nothing begins anew, or needs no undoing; another is told what it has left. */
  #state(
    stated: LineOf<'resumed'>['stated'],
    handled: readonly string[],
    forget: (name: string) => void,
  ): void {
    if (!stated) return;
    const { by, at, left } = stated;
    this.statements.push({ by, at, left, handled });
    for (const [name, what] of Object.entries(left)) {
      const step = this.steps.get(name);
      if (what === 'none') forget(name);
      else if (step) this.steps.set(name, { ...step, stated: { left: what, by } });
    }
  }

  /** What definitely failed starts afresh under a new token; what may have happened keeps its token and is looked for first. */
  #tryAgain(name: string): void {
    const step = this.steps.get(name);
    if (!step) return;
    if (step.failure?.outcome === 'unknown') {
      const { accepted } = step.failure;
      this.#keep(step, { state: 'started', ...(accepted && { accepted }) });
      return;
    }
    this.steps.delete(name);
    this.#generations.set(name, this.generation(name) + 1);
  }

  #turnBack({ handled, stated }: LineOf<'rolling-back'>): void {
    this.direction = 'back';
    this.status = 'working';
    this.outcome = undefined;
    for (const name of handled) this.#markUndone(name);
    this.#state(stated, handled, (name) => this.#markUndone(name));
  }
}

const traceOf = ({ trace }: { readonly trace?: Trace }): { readonly trace?: Trace } =>
  trace ? { trace } : {};

function describeStep({
  name,
  kind,
  args,
  state,
  result,
  failure,
  accepted,
  since,
  trace,
  undoneAt,
}: Step): StepRecord {
  const startedAt = since ?? trace?.startedAt;
  return {
    ...{ name, kind, args, state },
    ...(result !== undefined && { result }),
    ...(failure && { failure }),
    ...(accepted && { accepted }),
    ...trace,
    ...(startedAt !== undefined && { startedAt }),
    ...(undoneAt !== undefined && { undoneAt }),
  };
}
