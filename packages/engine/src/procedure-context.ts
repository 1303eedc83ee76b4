import { hours, NatError } from '@polynat/core';
import { awaitAnswer } from './await-answer.ts';
import { type FailedOperation, OperationFailed } from './failure.ts';
import { type Json, json } from './json.ts';
import type { LiveRun } from './live-run.ts';
import { type Performed, perform } from './perform.ts';
import type { Operation, OperationOutcome, RunContext } from './port.ts';
import type { Answer, WaitOptions } from './waiting.ts';
import type { Services } from './with-retries.ts';

/** Timers take at most 2³¹ − 1 milliseconds, which is 24.8 days; longer ones fire at once. */
const longestSleep = hours(24 * 24);

/** What a procedure sees of its run. */
export class ProcedureContext implements RunContext {
  readonly #run: LiveRun;
  readonly #services: Services;
  readonly #names = new Set<string>();

  constructor(run: LiveRun, services: Services) {
    this.#run = run;
    this.#services = services;
  }

  get run(): string {
    return this.#run.id;
  }

  async do(operation: Operation): Promise<Json> {
    const performed = await this.#run.guard(async () =>
      perform(this.#run, this.#services, this.#accept(operation), this.#run.inDoubt),
    );
    if ('failed' in performed) throw new OperationFailed([performed.failed]);
    return performed.result;
  }

  async all(
    operations: readonly Operation[],
    { concurrency }: { readonly concurrency: number },
  ): Promise<readonly Json[]> {
    const performed = await this.#run.guard(async () => {
      requireWhole(concurrency, 'concurrency');
      return this.#wave(
        operations.map((operation) => this.#accept(operation)),
        concurrency,
        1,
      );
    });
    const [first, ...others] = performed.flatMap(failedOnly);
    if (first) throw new OperationFailed([first, ...others]);
    return performed.flatMap((one) => (one && 'result' in one ? [one.result] : []));
  }

  async allSettled(
    operations: readonly Operation[],
    {
      concurrency,
      stopAfter = Number.POSITIVE_INFINITY,
    }: { readonly concurrency: number; readonly stopAfter?: number },
  ): Promise<readonly OperationOutcome[]> {
    const performed = await this.#run.guard(async () => {
      requireWhole(concurrency, 'concurrency');
      if (stopAfter !== Number.POSITIVE_INFINITY) requireWhole(stopAfter, 'stopAfter');
      return this.#wave(
        operations.map((operation) => this.#accept(operation)),
        concurrency,
        stopAfter,
      );
    });
    return performed.map(asOutcome);
  }

  sleep(name: string, milliseconds: number): Promise<void> {
    return this.#run.guard(async () => {
      const { clock } = this.#services;
      const until = await this.#moment(name, () => clock.now() + milliseconds);
      const remaining = until - clock.now();
      if (remaining <= 0) return;
      this.#run.emit({ type: 'sleeping', name, until });
      for (let left = remaining; left > 0 && !this.#run.halting; left -= longestSleep) {
        await this.#run.sleep(clock, Math.min(left, longestSleep));
      }
    });
  }

  now(name: string): Promise<number> {
    return this.#run.guard(() => this.#moment(name, () => this.#services.clock.now()));
  }

  waitFor<T>(
    name: string,
    wait: WaitOptions<T> & { readonly within: number },
  ): Promise<Answer<T> | undefined>;
  waitFor<T>(name: string, wait: WaitOptions<T>): Promise<Answer<T>>;
  waitFor<T>(name: string, wait: WaitOptions<T>): Promise<Answer<T> | undefined> {
    return this.#run.guard(async () => {
      this.#claim(name);
      return awaitAnswer(this.#run, this.#services, name, wait);
    });
  }

  /** After so many failures only what an earlier process already started is brought to an end. */
  async #wave(
    operations: readonly Operation[],
    concurrency: number,
    stopAfter: number,
  ): Promise<readonly (Performed | undefined)[]> {
    const { inDoubt, history } = this.#run;
    const { steps } = history;
    const performed: (Performed | undefined)[] = operations.map(() => undefined);
    const failedBefore = operations.filter(({ name }) => steps.get(name)?.state === 'failed');
    const failed = new Set(failedBefore.map(({ name }) => name));
    const queue = operations.entries();
    const work = async () => {
      for (const [index, operation] of queue) {
        if (this.#run.halting) return;
        if (failed.size >= stopAfter && !steps.has(operation.name)) continue;
        const one = await this.#run.watch(perform(this.#run, this.#services, operation, inDoubt));
        performed[index] = one;
        if ('failed' in one) failed.add(operation.name);
      }
    };
    await settleAll(Array.from({ length: Math.min(concurrency, operations.length) }, work));
    operations.forEach(({ name, kind }, index) => {
      if (!performed[index] && !this.#run.halting) this.#run.emit({ type: 'not-run', name, kind });
    });
    return performed;
  }

  async #moment(name: string, read: () => number): Promise<number> {
    this.#claim(name);
    const recorded = this.#run.history.moments.get(name);
    if (recorded !== undefined) return recorded;
    const at = read();
    if (!Number.isFinite(at))
      throw new NatError('invalid-argument', 'needs a number of milliseconds', { field: name });
    await this.#run.record({ type: 'moment', name, at });
    return at;
  }

  #accept({ name, kind, args }: Operation): Operation {
    this.#claim(name);
    return { name, kind, args: json(args, `${name}.args`) };
  }

  #claim(name: string): void {
    if (name !== '' && !this.#names.has(name)) {
      this.#names.add(name);
      return;
    }
    throw new NatError('invalid-argument', `'${name}' names two operations, or none`, {
      field: 'name',
      remedy: 'give every operation, sleep, now and waitFor of a run a name of its own',
    });
  }
}

/** Rejects with the first trouble, but only once nothing is under way any more. */
async function settleAll(working: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(working);
  await Promise.all(working);
}

function failedOnly(performed: Performed | undefined): readonly FailedOperation[] {
  return performed && 'failed' in performed ? [performed.failed] : [];
}

function asOutcome(performed: Performed | undefined): OperationOutcome {
  if (!performed) return { state: 'not-run' };
  if ('failed' in performed) return { state: 'failed', failure: performed.failed.failure };
  return { state: 'done', result: performed.result };
}

function requireWhole(value: number, field: string): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new NatError('invalid-argument', 'needs a whole number above zero', { field });
}
