import { setMaxListeners } from 'node:events';
import { type Clock, NatError } from '@polynat/core';
import { EventLog } from './event-log.ts';
import { type RecordedFailure, recordFailure } from './failure.ts';
import type { RunEvent } from './port.ts';
import type { RunLine } from './records.ts';
import type { RunHistory } from './run-history.ts';
import { stamped } from './stamps.ts';
import type { Segment } from './store.ts';
import type { Waiting } from './waiting.ts';

/** A run this process holds the lease of: its journal, what the journal adds up to, and the way to stop. */
export class LiveRun {
  readonly id: string;
  readonly history: RunHistory;
  /**
   * Whether operations without a line in the journal may have been started by a process that died or was stopped. True until this
   * process has brought the first operation of its own to an end: what comes later can only have been started here.
   */
  inDoubt: boolean;
  readonly events = new EventLog();
  readonly #segment: Segment;
  readonly #clock: Clock;
  readonly #interruption = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #halting = new AbortController();
  #reason: RecordedFailure | undefined;
  #takeOver = false;
  #waiting: Waiting | undefined;
  #nextOrder: number;

  constructor(id: string, segment: Segment, history: RunHistory, clock: Clock) {
    // Every operation that waits listens; any number of them is no leak.
    setMaxListeners(0, this.#interruption.signal, this.#halting.signal);
    this.id = id;
    this.history = history;
    this.inDoubt =
      history.status === 'working' ||
      history.status === 'suspended' ||
      (history.status === 'waiting' && history.waitedInDoubt);
    this.#segment = segment;
    this.#clock = clock;
    this.#nextOrder = history.nextOrder;
  }

  get owner(): Segment['owner'] {
    return this.#segment.owner;
  }

  /** Fires when the run is suspended. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  /** Why this process has to leave the run, if so. */
  get suspended(): RecordedFailure | undefined {
    return this.#reason;
  }

  get takeOver(): boolean {
    return this.#takeOver;
  }

  /** The answer without which the procedure cannot go on, if so. */
  get waiting(): Waiting | undefined {
    return this.#waiting;
  }

  /** Whether nothing more may be started. */
  get halting(): boolean {
    return this.#reason !== undefined || this.#waiting !== undefined;
  }

  /** The place of an operation in the order of starting; call it before anything is awaited. */
  takeOrder(): number {
    return this.#nextOrder++;
  }

  emit(event: RunEvent): void {
    this.events.emit(event);
  }

  /** Resolves once the line is durable and this process still holds the lease. */
  async record(line: RunLine): Promise<void> {
    const written = stamped(line, this.#clock.now(), this.owner);
    await this.#segment.append(written);
    this.history.apply(written);
  }

  confirm(): Promise<void> {
    return this.#segment.confirm();
  }

  /** The last check before a request leaves. Without the lease the run is over for this process, whatever the handler does next. */
  requireLease(): Promise<void> {
    return this.watch(this.confirm());
  }

  /** `takeOver`: a worker may take the run up without being asked. */
  suspend(reason: unknown, { takeOver = false }: { readonly takeOver?: boolean } = {}): void {
    if (this.#reason) return;
    this.#takeOver = takeOver;
    this.#reason = recordFailure(reason);
    const aborted = new NatError('aborted', 'the run is suspended', { cause: reason });
    this.#interruption.abort(aborted);
    this.#halting.abort(aborted);
  }

  /** Operations under way are not interrupted: they come to their end and are recorded. */
  waitFor(waiting: Waiting): void {
    if (this.halting) return;
    this.#waiting = waiting;
    this.emit({ type: 'waiting', ...waiting });
    this.#halting.abort(new NatError('aborted', `the run waits for ${waiting.name}`));
  }

  /** The answer is there: the procedure may be replayed. */
  carryOn(): void {
    this.#waiting = undefined;
    this.#halting = new AbortController();
    setMaxListeners(0, this.#halting.signal);
  }

  /** Sleeps, but not while the run waits for an answer: the deadline is in the journal. */
  async sleep(clock: Clock, milliseconds: number): Promise<void> {
    await clock.sleep(milliseconds, this.#halting.signal).catch((error: unknown) => {
      if (!this.#waiting) throw error;
    });
  }

  /**
   * Keeps trouble of the engine away from the procedure. Work that fails suspends the run; from then on, and while it waits for an
   * answer, nothing comes back, so no `catch`, `finally` or next line of the procedure ever acts on it.
   */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.halting) return never();
    const working = work();
    this.#underWay.add(working);
    try {
      const value = await working;
      return this.halting ? never() : value;
    } catch (error) {
      this.suspend(error);
      return never();
    } finally {
      this.#underWay.delete(working);
    }
  }

  /** Suspends the run at once when the work fails, so that nothing beside it starts any more. */
  async watch<T>(working: Promise<T>): Promise<T> {
    try {
      return await working;
    } catch (error) {
      this.suspend(error);
      throw error;
    }
  }

  /** Resolves when nothing more may be started. */
  halt(): Promise<void> {
    return new Promise((resolve) => {
      if (this.halting) resolve();
      this.#halting.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Resolves when nothing that was started is still under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  close(): Promise<void> {
    return this.#segment.close();
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
