import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { OperationEvent } from '../operation-event.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Receipt } from '../receipt.ts';
import { beforeDeadline } from './deadline.ts';
import type { LaneHolder } from './lanes.ts';
import { waitUntil } from './poll.ts';
import { isRemovedBefore } from './removed-before.ts';
import type { Runtime } from './runtime.ts';
import { stepToken } from './token.ts';

/** One request of a mutation. Most have a single one; replacing an address has two. */
export interface Request {
  readonly name: string;
  /** `earlier` are the final values of the requests before it. */
  readonly start: (call: Call, earlier: readonly unknown[]) => Promise<Receipt>;
}

/** A mutation ready to run: its requests, and how their final values become the result. */
export interface MutationPlan<T> {
  readonly steps: readonly Request[];
  readonly result: (values: readonly unknown[]) => T;
  /** What the caller should know before it happens, such as an interruption of traffic. */
  readonly notice?: string;
}

/** Everything an operation is made from. */
export interface OperationJob<T> {
  readonly record: OperationRecord;
  /** Checks the input against the cloud's capabilities and lays out the requests; throws before anything is sent. */
  readonly prepare: () => MutationPlan<T>;
  readonly runtime: Runtime;
  readonly call: Call;
}

/** Runs a mutation: enters its serial queue, sends its requests in order, polls each receipt, and reports events. */
export class OperationRun<T> {
  /** The receipt of the first request. */
  readonly started: Promise<Receipt>;
  readonly #job: OperationJob<T>;
  readonly #receipts: Receipt[];
  readonly #stop = new AbortController();
  readonly #call: Call;
  readonly #begun: number;
  readonly #listeners = new Set<(event: OperationEvent) => void>();
  #plan: MutationPlan<T> | undefined;
  #leaveLane: () => void = () => undefined;
  #completion: Promise<T> | undefined;

  constructor(job: OperationJob<T>) {
    this.#job = job;
    this.#receipts = [...job.record.receipts];
    this.#begun = job.runtime.clock.now();
    this.#call = { ...job.call, signal: AbortSignal.any([job.call.signal, this.#stop.signal]) };
    this.started = this.#begin();
    this.started.catch(() => undefined);
  }

  record(): OperationRecord {
    return { ...this.#job.record, receipts: [...this.#receipts] };
  }

  listen(listener: (event: OperationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  abort(reason: unknown): void {
    this.#stop.abort(reason);
    this.#completeUnwatched();
  }

  /** Polls to the final value, once however many wait for it. */
  complete(): Promise<T> {
    this.#completion ??= this.#finish();
    return this.#completion;
  }

  async #begin(): Promise<Receipt> {
    const plan = this.#job.prepare();
    this.#plan = plan;
    await this.#enterLane();
    try {
      if (plan.notice !== undefined) this.#tell({ type: 'notice', text: plan.notice });
      return await this.#send(0, []);
    } catch (thrown) {
      this.#leaveLane();
      throw this.#withReceipts(thrown);
    }
  }

  async #enterLane(): Promise<void> {
    const { record, runtime } = this.#job;
    const lane = runtime.driver.laneOf(record.mutation, record.key ?? undefined);
    if (lane === undefined) return;
    const holder: LaneHolder = { onWaiting: () => this.#completeUnwatched() };
    const name = `${runtime.alias} ${lane}`;
    const enter = (signal: AbortSignal) => runtime.lanes.enter(name, holder, signal);
    this.#leaveLane = runtime.lanes.isTaken(name)
      ? await beforeDeadline(`its place in the serial queue of ${lane}`, enter, this.#call, runtime.clock)
      : await enter(this.#call.signal);
  }

  /** Sends a request, unless an earlier process did: then its receipt is all there is to know. */
  async #send(index: number, earlier: readonly unknown[]): Promise<Receipt> {
    const known = this.#receipts[index];
    if (known) return known;
    const request = this.#plan?.steps[index];
    if (!request) throw new NatError('internal', `${this.#job.record.mutation} has no step ${index}`);
    const receipt = await request.start(this.#callOf(index), earlier);
    this.#receipts[index] = receipt;
    this.#tell({ type: 'accepted', step: request.name, receipt });
    return receipt;
  }

  /**
   * The token of a later step counts as given: the record that derives it may be resumed in another process, so a retry must not
   * replace it by a new one.
   */
  #callOf(index: number): Call {
    const token = stepToken(this.#call.token, index);
    return { ...this.#call, token, ...(index > 0 && { tokenGiven: true }) };
  }

  async #finish(): Promise<T> {
    await this.started;
    const plan = this.#plan ?? this.#job.prepare();
    try {
      const values: unknown[] = [];
      for (const [index, request] of plan.steps.entries()) {
        values.push(await this.#poll(await this.#send(index, values), request));
      }
      this.#tell({ type: 'settled', elapsed: this.#elapsed() });
      return plan.result(values);
    } catch (thrown) {
      throw this.#withReceipts(thrown);
    } finally {
      this.#leaveLane();
    }
  }

  #poll(receipt: Receipt, request: Request): Promise<unknown> {
    if (isRemovedBefore(receipt)) return Promise.resolve(undefined);
    const { clock, random, driver } = this.#job.runtime;
    return waitUntil({
      what: request.name,
      poll: () => driver.poll(receipt, this.#call),
      pacing: driver.pacing,
      clock,
      random,
      signal: this.#call.signal,
      deadline: this.#call.deadline,
      onPending: (status, named) =>
        this.#tell({ type: 'pending', step: named ?? request.name, status, elapsed: this.#elapsed() }),
    });
  }

  /**
   * Once the cloud has accepted a request, the world has changed, whatever fails afterwards: a poll without permission, an abort,
   * work that ends badly. The error says so, and carries the record to resume.
   */
  #withReceipts(thrown: unknown): NatError {
    const error = NatError.from(thrown);
    return this.#receipts.length === 0 ? error : error.with({ outcome: 'unknown', operation: this.record() });
  }

  /** For an operation that nobody awaits: it still has to complete, so that those behind it get their turn. */
  #completeUnwatched(): void {
    this.complete().catch(() => undefined);
  }

  #elapsed(): number {
    return this.#job.runtime.clock.now() - this.#begun;
  }

  #tell(event: OperationEvent): void {
    for (const listener of this.#listeners) deliver(event, listener);
  }
}

/** A listener that throws is a defect of its author: it must surface, but not in the middle of a paid change. */
function deliver(event: OperationEvent, listener: (event: OperationEvent) => void): void {
  try {
    listener(event);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
