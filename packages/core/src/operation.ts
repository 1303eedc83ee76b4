import * as z from 'zod';
import type { Call } from './call.ts';
import { beforeDeadline } from './deadline.ts';
import type { Look, Mutation, Receipt } from './driver.ts';
import { mutations } from './driver.ts';
import { NatError } from './errors.ts';
import type { Occupant } from './lanes.ts';
import type { GatewayKey } from './model/gateway.ts';
import type { Json } from './model/json.ts';
import { waitUntil } from './poll.ts';
import type { Runtime } from './runtime.ts';
import { stepToken } from './step-token.ts';

/** One request of a mutation. Most have a single step; replacing an address has two. */
export interface Step {
  readonly name: string;
  readonly start: (call: Call) => Promise<Receipt>;
}

/** A mutation ready to run: its steps, and how their settled values become the result. */
export interface Plan<T> {
  readonly steps: readonly Step[];
  readonly result: (values: readonly unknown[]) => T;
  /** What the caller should know before it happens, such as a gap in traffic. */
  readonly notice?: string;
}

export type OperationEvent =
  | { readonly is: 'notice'; readonly text: string }
  | { readonly is: 'accepted'; readonly step: string; readonly receipt: Receipt }
  | { readonly is: 'pending'; readonly step: string; readonly seen: string; readonly elapsed: number }
  | { readonly is: 'settled'; readonly elapsed: number };

/** An operation as plain JSON, for `nat.resume` in another process. Holds no secret. */
export interface OperationRecord {
  readonly version: 1;
  readonly cloud: string;
  readonly mutation: Mutation;
  readonly key: GatewayKey | null;
  readonly input: Json;
  readonly token: string;
  readonly receipts: readonly Receipt[];
}

const receiptSchema = z.looseObject({ kind: z.string(), subject: z.json() });

export const operationRecordSchema = z.object({
  version: z.literal(1),
  cloud: z.string(),
  mutation: z.enum(mutations),
  key: z.object({ region: z.string(), network: z.string().exactOptional(), id: z.string() }).nullable(),
  input: z.json(),
  token: z.string().min(1).max(43),
  receipts: z
    .array(receiptSchema)
    .min(
      1,
      'is empty: wait for `.accepted` before you store an operation; until then the cloud may know nothing of it',
    ),
});

/** Everything an operation is made from. */
export interface Job<T> {
  readonly record: OperationRecord;
  /** Checks the input against the cloud's facts and lays out the steps; throws before anything is sent. */
  readonly prepare: () => Plan<T>;
  readonly runtime: Runtime;
  readonly call: Call;
}

/**
 * A mutation under way. The request leaves at once; `await` it for the settled value, or only `await operation.accepted` for what
 * the cloud said at once. Looking for the end starts when somebody waits for it.
 */
export class Operation<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'Operation';
  /** What the cloud said when it took the (first) request. */
  readonly accepted: Promise<Receipt>;
  readonly #job: Job<T>;
  readonly #receipts: Receipt[];
  readonly #stop = new AbortController();
  readonly #call: Call;
  readonly #begun: number;
  readonly #listeners = new Set<(event: OperationEvent) => void>();
  readonly #started: Promise<Receipt>;
  #plan: Plan<T> | undefined;
  #leave: () => void = () => undefined;
  #settled: Promise<T> | undefined;

  constructor(job: Job<T>) {
    this.#job = job;
    this.#receipts = [...job.record.receipts];
    this.#begun = job.runtime.clock.now();
    this.#call = { ...job.call, signal: AbortSignal.any([job.call.signal, this.#stop.signal]) };
    this.#started = this.#begin();
    // A failure nobody listens to must surface as an unhandled rejection, so `accepted` is a promise of its own.
    this.accepted = this.#started.then((receipt) => receipt);
    this.#started.catch(() => undefined);
  }

  // biome-ignore lint/suspicious/noThenProperty: an operation is awaited like the promise it stands for
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.accepted.catch(() => undefined);
    return this.#settle().then(onValue, onError);
  }

  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    this.accepted.catch(() => undefined);
    return this.#settle().finally(onEnd);
  }

  /** Calls the listener for everything that happens from now on; the answer takes it off again. */
  onProgress(listener: (event: OperationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops waiting. What the cloud has accepted goes on there. */
  abort(reason?: unknown): void {
    this.#stop.abort(reason);
    this.accepted.catch(unlessAborted);
    this.#hurry();
  }

  toJSON(): OperationRecord {
    return { ...this.#job.record, receipts: [...this.#receipts] };
  }

  async #begin(): Promise<Receipt> {
    const plan = this.#job.prepare();
    this.#plan = plan;
    await this.#enterLane();
    try {
      if (plan.notice !== undefined) this.#tell({ is: 'notice', text: plan.notice });
      return await this.#startStep(0);
    } catch (thrown) {
      this.#leave();
      throw NatError.from(thrown);
    }
  }

  async #enterLane(): Promise<void> {
    const { record, runtime } = this.#job;
    const lane = runtime.driver.laneOf(record.mutation, record.key ?? undefined);
    if (lane === undefined) return;
    const occupant: Occupant = { hurry: () => this.#hurry() };
    const name = `${runtime.alias} ${lane}`;
    const enter = (signal: AbortSignal) => runtime.lanes.enter(name, occupant, signal);
    this.#leave = runtime.lanes.isTaken(name)
      ? await beforeDeadline(`a turn in ${lane}`, enter, this.#call, runtime.clock)
      : await enter(this.#call.signal);
  }

  /** Starts the step, unless an earlier process did: then its receipt is all there is to know. */
  async #startStep(index: number): Promise<Receipt> {
    const known = this.#receipts[index];
    if (known) return known;
    const step = this.#plan?.steps[index];
    if (!step) throw new NatError('internal', `${this.#job.record.mutation} has no step ${index}`);
    const token = stepToken(this.#call.token, index);
    const receipt = await step.start({ ...this.#call, token });
    this.#receipts[index] = receipt;
    this.#tell({ is: 'accepted', step: step.name, receipt });
    return receipt;
  }

  #settle(): Promise<T> {
    this.#settled ??= this.#finish();
    return this.#settled;
  }

  #hurry(): void {
    this.#settle().catch(() => undefined);
  }

  async #finish(): Promise<T> {
    await this.#started;
    const plan = this.#plan ?? this.#job.prepare();
    try {
      const values: unknown[] = [];
      for (const [index, step] of plan.steps.entries()) {
        values.push(await this.#wait(await this.#startStep(index), step));
      }
      this.#tell({ is: 'settled', elapsed: this.#elapsed() });
      return plan.result(values);
    } finally {
      this.#leave();
    }
  }

  #wait(receipt: Receipt, step: Step): Promise<unknown> {
    const { clock, random, driver } = this.#job.runtime;
    return waitUntil({
      what: step.name,
      look: (): Promise<Look> => driver.look(receipt, this.#call),
      pacing: driver.pacing,
      clock,
      random,
      signal: this.#call.signal,
      deadline: this.#call.deadline,
      onPending: (seen, named) =>
        this.#tell({ is: 'pending', step: named ?? step.name, seen, elapsed: this.#elapsed() }),
    });
  }

  #elapsed(): number {
    return this.#job.runtime.clock.now() - this.#begun;
  }

  #tell(event: OperationEvent): void {
    for (const listener of this.#listeners) deliver(event, listener);
  }
}

/** Who aborts has been told; any other failure must still surface. */
function unlessAborted(error: unknown): void {
  if (!NatError.is(error, 'aborted')) throw error;
}

/** A listener that throws is its author's fault: it must surface, but not here in the middle of a paid-for change. */
function deliver(event: OperationEvent, listener: (event: OperationEvent) => void): void {
  try {
    listener(event);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
