import { type Clock, NatError, type NatErrorDetails, type Random } from '@polynat/core';
import type { Exchange, Interceptor } from './interceptor.ts';
import { kindOf, pauseAfter, type RetryBudget, type RetryPolicy } from './retry-policy.ts';
import { UnknownOutcomes, WriteToken } from './write-token.ts';

export interface RetryTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
}

/** Retries until the call succeeds, is refused for good, or the deadline leaves no room for another attempt. */
export const retrying =
  (tools: RetryTools): Interceptor =>
  (next) => {
    const unknownOutcomes = new UnknownOutcomes();
    return async (exchange) => {
      const token = new WriteToken(exchange, unknownOutcomes);
      const attempts = new Attempts(exchange, tools, token);
      for (;;) {
        try {
          const reply = await next({ ...exchange, attempt: attempts.number, token: token.value });
          attempts.succeeded();
          return reply;
        } catch (thrown) {
          await attempts.failed(NatError.from(thrown));
        }
      }
    };
  };

const lookFirst = 'it may have happened: look at the resource before you repeat the call';

/** The attempts of one call. */
class Attempts {
  number = 1;
  /** Attempts that met an outage. Those are counted, while waiting for the cloud's own reasons is not. */
  #outages = 0;
  readonly #exchange: Exchange<unknown>;
  readonly #tools: RetryTools;
  readonly #token: WriteToken;
  readonly #started: number;

  constructor(exchange: Exchange<unknown>, tools: RetryTools, token: WriteToken) {
    this.#exchange = exchange;
    this.#tools = tools;
    this.#token = token;
    this.#started = tools.clock.now();
  }

  succeeded(): void {
    this.#token.succeeded();
    this.#tools.budget.succeeded(this.#exchange.wireCall.rateKey, this.#outages > 0);
  }

  /** Returns when it is time for the next attempt; throws when there is none. */
  async failed(error: NatError): Promise<void> {
    const wait = this.#mayRepeat(error) ? this.#pause(error) : undefined;
    if (wait === undefined) throw this.#final(this.#settled(error));
    if (this.#tools.clock.now() + wait >= this.#exchange.call.deadline)
      throw this.#final(this.#tooLate(error));
    this.#token.refusedWith(error);
    this.#exchange.onRetry({ attempt: this.number, wait, error });
    await this.#sleep(wait);
    this.number += 1;
  }

  #mayRepeat(error: NatError): boolean {
    if (!error.retryable || this.#exchange.call.signal.aborted) return false;
    return error.outcome === 'none' || this.#exchange.wireCall.repeat !== 'once';
  }

  /** Milliseconds until the next attempt; `undefined` when attempts or the budget are used up. */
  #pause(error: NatError): number | undefined {
    const { policy, budget, random } = this.#tools;
    const kind = kindOf(error);
    if (kind === 'outage') this.#outages += 1;
    const count = kind === 'outage' ? this.#outages : this.number;
    if (count >= policy[kind].tries) return undefined;
    if (kind === 'outage' && !budget.spend(this.#exchange.wireCall.rateKey)) return undefined;
    return pauseAfter(error, count, policy[kind], random);
  }

  async #sleep(wait: number): Promise<void> {
    try {
      await this.#tools.clock.sleep(wait, this.#exchange.call.signal);
    } catch (thrown) {
      throw this.#final(this.#settled(NatError.from(thrown)));
    }
  }

  #final(error: NatError): NatError {
    this.#token.failedWith(error);
    return error;
  }

  /** The error for the caller: a refusal of the last attempt does not settle what an earlier one may have done. */
  #settled(error: NatError): NatError {
    if (this.#exchange.wireCall.repeat === 'read') return error;
    if (!this.#token.outcomeUnknown && error.outcome === 'none') return error;
    const remedy = error.remedy === undefined ? lookFirst : `${error.remedy}; ${lookFirst}`;
    return error.with({ outcome: 'unknown', remedy });
  }

  #tooLate(last: NatError): NatError {
    const { clock } = this.#tools;
    const count = this.number === 1 ? '1 try' : `${this.number} tries`;
    const spent = `${count} in ${(clock.now() - this.#started) / 1_000} s`;
    const details: NatErrorDetails = {
      retryable: true,
      outcome: this.#token.outcomeUnknown ? 'unknown' : last.outcome,
      remedy: 'allow the call more time (`within`), or try again later',
      cause: last,
      ...(last.provider && { provider: last.provider }),
      ...(last.retryAfter !== undefined && { retryAfter: last.retryAfter }),
    };
    return new NatError(
      'timeout',
      `the deadline leaves no room after ${spent}, the last [${last.code}] ${last.plain}`,
      details,
    );
  }
}
