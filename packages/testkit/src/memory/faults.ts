import type { Mutation } from '@polynat/core';
import { NatError } from '@polynat/core';

/** Something that goes wrong once, or `times` times, with the next request it applies to. */
export type Fault = {
  /** The mutation it waits for; any request when left out. */
  readonly on?: Mutation;
  readonly times?: number;
} & (
  | { readonly is: 'lost-reply' }
  | { readonly is: 'lost-request' }
  | { readonly is: 'throttled'; readonly retryAfter?: number }
  | { readonly is: 'busy' }
  | { readonly is: 'failed-task' }
  | { readonly is: 'refused'; readonly error: NatError }
);

/** Where in a request a fault strikes. */
export type Moment = 'before' | 'commit' | 'reply';

const momentOf: Readonly<Record<Fault['is'], Moment>> = {
  throttled: 'before',
  busy: 'before',
  refused: 'before',
  'lost-request': 'before',
  'failed-task': 'commit',
  'lost-reply': 'reply',
};

/** Faults waiting to happen, in the order they were planned. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  /** Plans a fault. */
  next(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** How many have still to happen. */
  get waiting(): number {
    return this.#waiting.reduce((sum, { left }) => sum + left, 0);
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The error that strikes this request at this moment, if any; it is used up by asking. */
  strike(operation: string, moment: Moment): NatError | undefined {
    const index = this.#waiting.findIndex(
      ({ fault }) => momentOf[fault.is] === moment && (fault.on === undefined || fault.on === operation),
    );
    const entry = this.#waiting[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting.splice(index, 1);
    return errorOf(entry.fault, operation);
  }
}

function errorOf(fault: Fault, operation: string): NatError {
  const provider = { cloud: 'memory', operation };
  switch (fault.is) {
    case 'lost-reply':
      return new NatError('unavailable', 'the connection closed before the answer came', {
        provider,
        retryable: true,
        outcome: 'unknown',
      });
    case 'lost-request':
      return new NatError('unavailable', 'the connection was refused', { provider, retryable: true });
    case 'throttled':
      return new NatError('throttled', 'too many requests', {
        provider,
        retryable: true,
        ...(fault.retryAfter !== undefined && { retryAfter: fault.retryAfter }),
      });
    case 'busy':
      return new NatError('busy', 'another operation is under way', { provider, retryable: true });
    case 'failed-task':
      return new NatError('internal', 'the cloud could not finish what it had accepted', { provider });
    case 'refused':
      return fault.error;
  }
}
