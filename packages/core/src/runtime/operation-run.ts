import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { OperationEvent } from '../operation-event.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Receipt } from '../receipt.ts';
import { beforeDeadline } from './deadline.ts';
import { readReceipts, refusalIn, refusedReceipt, storedReceipts } from './item-receipts.ts';
import type { LaneHolder } from './lanes.ts';
import type { Attempt, BatchItem, MutationPlan, Request, Steps } from './mutation-plan.ts';
import { needsNoPoll, nothingToDo } from './nothing-to-do.ts';
import { waitUntil } from './poll.ts';
import type { Runtime } from './runtime.ts';
import { derivedCall, stepToken } from './token.ts';

/** Everything an operation is made from. */
export interface OperationJob<T> {
  readonly record: OperationRecord;
  /** Checks the input against the cloud's capabilities and lays out the requests; throws before anything is sent. */
  readonly prepare: () => MutationPlan<T>;
  readonly runtime: Runtime;
  readonly call: Call;
}

type Complete = (
  index: number,
  request: Request,
  earlier: readonly unknown[],
  call: Call,
) => Promise<unknown>;

/** What one account is refused once, it is refused for every item. */
const finalCodes: readonly string[] = ['unauthenticated', 'forbidden', 'payment-required', 'aborted'];

/** Runs a mutation: enters its serial queue, sends its requests in order, polls each receipt, and reports events. */
export class OperationRun<T> {
  /** The receipt of the first request that the cloud accepted. Fails when it accepted none. */
  readonly started: Promise<Receipt>;
  readonly #job: OperationJob<T>;
  readonly #receipts: (Receipt | undefined)[];
  readonly #stop = new AbortController();
  readonly #call: Call;
  readonly #begun: number;
  readonly #listeners = new Set<(event: OperationEvent) => void>();
  readonly #watched: Promise<void>;
  readonly #completion: Promise<T>;
  #watch: () => void = () => undefined;
  #accept: (receipt: Receipt) => void = () => undefined;
  #leaveLane: () => void = () => undefined;
  #firstFailure: NatError | undefined;
  #input: Json | undefined;
  /** Set when the caller's own check refused a request: it refuses the rest too. */
  #barred = false;

  constructor(job: OperationJob<T>) {
    this.#job = job;
    this.#receipts = readReceipts(job.record.receipts);
    this.#begun = job.runtime.clock.now();
    this.#call = { ...job.call, signal: AbortSignal.any([job.call.signal, this.#stop.signal]) };
    this.#watched = new Promise((resolve) => {
      this.#watch = resolve;
    });
    const accepted = new Promise<Receipt>((resolve) => {
      this.#accept = resolve;
    });
    this.#completion = this.#run();
    this.#completion.catch(() => undefined);
    this.started = Promise.race([accepted, this.#completion.then(() => this.#noneAccepted())]);
    this.started.catch(() => undefined);
  }

  record(): OperationRecord {
    const { record } = this.#job;
    return { ...record, input: this.#input ?? record.input, receipts: storedReceipts(this.#receipts) };
  }

  listen(listener: (event: OperationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  abort(reason: unknown): void {
    this.#stop.abort(reason);
    this.#watch();
  }

  /** Polls to the final value, once however many wait for it. */
  complete(): Promise<T> {
    this.#watch();
    return this.#completion;
  }

  async #run(): Promise<T> {
    try {
      const plan = this.#job.prepare();
      if (plan.queued !== 'per-step') this.#leaveLane = await this.#enterLane();
      try {
        if (plan.notice !== undefined) this.#tell({ type: 'notice', text: plan.notice });
        const result = await plan.run(this.#stepsOf(plan));
        this.#noteNothingToDo();
        this.#tell({ type: 'settled', elapsed: this.#elapsed() });
        return result;
      } finally {
        this.#leaveLane();
      }
    } catch (thrown) {
      throw this.#withReceipts(thrown);
    }
  }

  /** What found everything done can be stored and resumed like any other operation. */
  #noteNothingToDo(): void {
    if (this.#receipts.length > 0 || this.#firstFailure) return;
    this.#receipts.push(nothingToDo);
    this.#accept(nothingToDo);
  }

  #noneAccepted(): never {
    throw this.#firstFailure ?? new NatError('internal', `${this.#job.record.mutation} sent nothing`);
  }

  /** The way out of the serial queue of this kind of change. */
  async #enterLane({ mutation, key }: NonNullable<Request['as']> = this.#asWhole()): Promise<() => void> {
    const { runtime } = this.#job;
    const lane = runtime.driver.laneOf(mutation, key);
    if (lane === undefined) return () => undefined;
    const holder: LaneHolder = { onWaiting: () => this.#watch() };
    const name = `${runtime.alias} ${lane}`;
    const enter = (signal: AbortSignal) => runtime.lanes.enter(name, holder, signal);
    return runtime.lanes.isTaken(name)
      ? beforeDeadline(`its place in the serial queue of ${lane}`, enter, this.#call, runtime.clock)
      : enter(this.#call.signal);
  }

  #asWhole(): NonNullable<Request['as']> {
    const { mutation, key } = this.#job.record;
    return { mutation, key: key ?? undefined };
  }

  async #queued<R>(as: Request['as'], work: () => Promise<R>): Promise<R> {
    const leave = as && (await this.#enterLane(as));
    try {
      return await work();
    } finally {
      leave?.();
    }
  }

  #stepsOf({ steps, queued }: MutationPlan<T>): Steps {
    const requestAt = (index: number): Request => {
      const request = steps[index];
      if (request) return request;
      throw new NatError('internal', `${this.#job.record.mutation} has no step ${index}`);
    };
    const complete: Complete = (index, request, earlier, call) =>
      this.#queued(queued && request.as, async () =>
        this.#poll(await this.#send(index, request, earlier, call), request.name),
      );
    const completeAt = (index: number, request: Request, earlier: readonly unknown[], call = this.#call) =>
      complete(index, request, earlier, callOf(call, index));
    return {
      call: this.#call,
      completeAs: (index, request, earlier = []) => completeAt(index, request, earlier),
      complete: (index, earlier) => completeAt(index, requestAt(index), earlier),
      attempt: (index) =>
        this.#attempt(index, requestAt(index), (call) => completeAt(index, requestAt(index), [], call)),
      attemptItem: (item) => this.#attemptItem(item, complete),
      isKnown: (index) => this.#receipts[index] !== undefined,
      completeEarlier: () => this.#completeEarlier(),
      perform: (purpose, request) => this.#perform(purpose, request),
      amend: (input) => {
        this.#input = input;
      },
    };
  }

  async #completeEarlier(): Promise<boolean> {
    const earlier = this.#receipts.filter((receipt) => receipt !== undefined);
    for (const receipt of earlier) {
      this.#accept(receipt);
      await this.#poll(receipt, `${receipt.kind}, begun earlier`);
    }
    return earlier.length > 0;
  }

  async #perform(purpose: string, request: Request): Promise<unknown> {
    this.#requireTime(request);
    const receipt = await request.start(derivedCall(this.#call, purpose), []);
    this.#receipts.push(receipt);
    this.#accept(receipt);
    this.#tell({ type: 'accepted', step: request.name, receipt });
    return this.#poll(receipt, request.name);
  }

  async #attempt(
    index: number,
    request: Request,
    complete: (call: Call) => Promise<unknown>,
  ): Promise<Attempt> {
    const known = this.#receipts[index];
    const refusal = known && refusalIn(known);
    if (refusal) return { error: refusal, final: false };
    try {
      if (!known) this.#requireTime(request);
      return { value: await complete(this.#noting(this.#call)) };
    } catch (thrown) {
      const error = this.#itemFailure(index, request, NatError.from(thrown));
      const final = this.#isFinal(error);
      this.#firstFailure ??= error;
      if (error.outcome === 'none' && !final) this.#receipts[index] = refusedReceipt(error);
      return { error, final };
    }
  }

  async #attemptItem({ name, first, places, alone, run }: BatchItem, complete: Complete): Promise<Attempt> {
    const receipts = () => this.#receipts.slice(first, first + places);
    const isBegun = () => receipts().some((receipt) => receipt !== undefined);
    const known = this.#receipts[first];
    const refusal = known && refusalIn(known);
    if (refusal) return { error: refusal, final: false };
    const call = this.#noting(derivedCall(this.#call, `item ${first}`));
    try {
      if (!isBegun()) this.#requireTime({ name });
      const value = await run({
        call,
        isKnown: (index) => this.#receipts[first + index] !== undefined,
        completeAs: (index, request, earlier = []) =>
          complete(first + index, request, earlier, callOf(call, index)),
      });
      return { value };
    } catch (thrown) {
      const { record } = this.#job;
      const operation = { ...record, ...alone, token: call.token, receipts: storedReceipts(receipts()) };
      const failure = NatError.from(thrown);
      const error = isBegun() ? failure.with({ outcome: 'unknown', operation }) : failure;
      const final = this.#isFinal(error);
      this.#firstFailure ??= error;
      if (error.outcome === 'none' && !final) this.#receipts[first] = refusedReceipt(error);
      return { error, final };
    }
  }

  /** Notes when the caller's own check refuses a request. */
  #noting(call: Call): Call {
    const { beforeSend } = call;
    if (!beforeSend) return call;
    const noting: typeof beforeSend = async (request) => {
      try {
        await beforeSend(request);
      } catch (thrown) {
        this.#barred = true;
        throw thrown;
      }
    };
    return { ...call, beforeSend: noting };
  }

  #requireTime({ name }: Pick<Request, 'name'>): void {
    const { signal, deadline } = this.#call;
    if (signal.aborted) throw NatError.aborted(signal.reason);
    if (this.#job.runtime.clock.now() < deadline) return;
    throw new NatError('timeout', `the deadline passed before ${name} could be sent`);
  }

  /** An item that the cloud accepted can be resumed by itself. */
  #itemFailure(index: number, { alone }: Request, error: NatError): NatError {
    const receipt = this.#receipts[index];
    if (!receipt) return error;
    const { record } = this.#job;
    const token = stepToken(record.token, index);
    const operation = alone ? { ...record, ...alone, token, receipts: [receipt] } : this.record();
    return error.with({ outcome: 'unknown', operation });
  }

  #isFinal({ code, outcome }: NatError): boolean {
    const { signal, deadline } = this.#call;
    const late = this.#job.runtime.clock.now() >= deadline || (code === 'timeout' && outcome === 'none');
    return this.#barred || signal.aborted || late || finalCodes.includes(code);
  }

  /** Sends a request, unless an earlier process did: then its receipt is all there is to know. */
  async #send(index: number, request: Request, earlier: readonly unknown[], call: Call): Promise<Receipt> {
    const known = this.#receipts[index];
    const receipt = known ?? (await request.start(call, earlier));
    this.#receipts[index] = receipt;
    this.#accept(receipt);
    if (!known) this.#tell({ type: 'accepted', step: request.name, receipt });
    return receipt;
  }

  /** Waits until somebody waits for the result. */
  async #poll(receipt: Receipt, name: string): Promise<unknown> {
    await this.#watched;
    if (needsNoPoll(receipt)) return undefined;
    const { clock, random, driver } = this.#job.runtime;
    return waitUntil({
      what: name,
      poll: () => driver.poll(receipt, this.#call),
      pacing: driver.pacing,
      clock,
      random,
      signal: this.#call.signal,
      deadline: this.#call.deadline,
      onPending: (status, named) =>
        this.#tell({ type: 'pending', step: named ?? name, status, elapsed: this.#elapsed() }),
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

  #elapsed(): number {
    return this.#job.runtime.clock.now() - this.#begun;
  }

  #tell(event: OperationEvent): void {
    for (const listener of this.#listeners) deliver(event, listener);
  }
}

/**
 * The token of a later step counts as given: the record that derives it may be resumed in another process, so a retry must not replace
 * it by a new one.
 */
const callOf = (call: Call, index: number): Call => ({
  ...call,
  token: stepToken(call.token, index),
  ...(index > 0 && { tokenGiven: true }),
});

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
