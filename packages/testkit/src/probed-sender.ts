import { NatError } from '@polynat/core';
import type { ManualClock } from './manual-clock.ts';
import type { SenderLike, WireRequestLike } from './wire-types.ts';

/** A real sender with a hand on the line, for harnesses of the conformance suite. */
export interface ProbedSender {
  readonly sender: SenderLike;
  /** Requests that have left so far. */
  requests(): number;
  /** Lets the next request that matches reach the cloud, and loses the answer. */
  loseNextReply(matches: (request: WireRequestLike) => boolean): void;
  /** Losses that have still to happen. */
  waitingLosses(): number;
}

/** Deadlines are on the clock of the test; how long a request really takes is no part of it. In milliseconds. */
const patience = 30_000;

/** Counts requests, loses answers on demand, and keeps automatic time still while a request is on the wire. */
export function probedSender(sender: SenderLike, clock: ManualClock): ProbedSender {
  const losses: ((request: WireRequestLike) => boolean)[] = [];
  let count = 0;

  const send: SenderLike['send'] = async (request, options) => {
    count += 1;
    const loss = losses.findIndex((matches) => matches(request));
    if (loss >= 0) losses.splice(loss, 1);
    const response = await clock.hold(() => sender.send(request, { ...options, timeout: patience }));
    if (loss >= 0) throw lost();
    return response;
  };

  return {
    sender: { send, close: () => sender.close() },
    requests: () => count,
    loseNextReply: (matches) => {
      losses.push(matches);
    },
    waitingLosses: () => losses.length,
  };
}

const lost = (): NatError =>
  new NatError('unavailable', 'the connection closed before the answer came', {
    retryable: true,
    outcome: 'unknown',
  });
