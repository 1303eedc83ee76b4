import { type Clock, NatError, type NatErrorDetails, type Random } from '@polynat/core';
import { kindOf, pauseAfter, type RetryPolicy } from './backoff.ts';
import type { Exchange, Interceptor } from './interceptor.ts';
import type { RetryBudget } from './retry-budget.ts';
import { tokenOf } from './token.ts';
import { UnknownOutcomes } from './unknown-outcomes.ts';

export interface RetryTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
}

/** Repeats what may be repeated until it succeeds, is refused for good, or the deadline leaves no room for another try. */
export const retrying =
  (tools: RetryTools): Interceptor =>
  (next) => {
    const unknownOutcomes = new UnknownOutcomes();
    return async (exchange) => {
      const tries = new Tries(exchange, tools, unknownOutcomes);
      for (;;) {
        try {
          const reply = await next({ ...exchange, attempt: tries.attempt, token: tries.token });
          tries.succeeded();
          return reply;
        } catch (thrown) {
          await tries.failed(NatError.from(thrown));
        }
      }
    };
  };

const lookFirst = 'it may have happened: look at the resource before you repeat the call';

/**
 * Milliseconds. A token the caller brought is held on to through refusals: another process that makes the same call after a crash
 * begins with it, and would do again what was done under a later one. What is busy is free again within a minute or two, so only a
 * refusal that outlasts this may be a remembered one. A token nobody else knows changes with the first refusal.
 */
const keepTokenFor = 120_000;

/** Where one call stands. */
class Tries {
  attempt = 1;
  /** Tries that met an outage; those are counted, while waiting for the cloud's own reasons is not. */
  #outages = 0;
  /** Whether the outcome of some earlier try is unknown: it may still have happened, whatever the later ones say. */
  #unsettled: boolean;
  #generation: number;
  /** When the present token was refused first. */
  #refusedSince: number | undefined;
  readonly #exchange: Exchange<unknown>;
  readonly #tools: RetryTools;
  readonly #unknownOutcomes: UnknownOutcomes;
  readonly #started: number;

  constructor(exchange: Exchange<unknown>, tools: RetryTools, unknownOutcomes: UnknownOutcomes) {
    const left = unknownOutcomes.generationOf(nameOf(exchange));
    this.#generation = left ?? 0;
    this.#unsettled = left !== undefined;
    this.#exchange = exchange;
    this.#tools = tools;
    this.#unknownOutcomes = unknownOutcomes;
    this.#started = tools.clock.now();
  }

  get token(): string {
    return tokenOf(this.#exchange.token, this.#generation);
  }

  succeeded(): void {
    this.#unknownOutcomes.forget(nameOf(this.#exchange));
    this.#tools.budget.succeeded(this.#exchange.wireCall.rateKey, this.#outages > 0);
  }

  /** Returns when it is time for the next try; throws when there is none. */
  async failed(error: NatError): Promise<void> {
    if (!this.#mayRepeat(error)) throw this.#ended(this.#settled(error));
    const wait = this.#pause(error);
    if (wait === undefined) throw this.#ended(this.#settled(error));
    if (this.#tools.clock.now() + wait >= this.#exchange.call.deadline)
      throw this.#ended(this.#gaveUp(error));
    this.#remember(error);
    this.#exchange.onRetry({ attempt: this.attempt, wait, error });
    await this.#sleep(wait);
    this.attempt += 1;
  }

  #mayRepeat(error: NatError): boolean {
    if (!error.retryable || this.#exchange.call.signal.aborted) return false;
    return error.outcome === 'none' || this.#exchange.wireCall.repeat !== 'once';
  }

  /** Milliseconds until the next try; `undefined` when patience or the budget is at its end. */
  #pause(error: NatError): number | undefined {
    const { policy, budget, random } = this.#tools;
    const kind = kindOf(error);
    if (kind === 'outage') this.#outages += 1;
    const tries = kind === 'outage' ? this.#outages : this.attempt;
    if (tries >= policy[kind].tries) return undefined;
    if (kind === 'outage' && !budget.spend(this.#exchange.wireCall.rateKey)) return undefined;
    return pauseAfter(error, tries, policy[kind], random);
  }

  /**
   * A refusal may be remembered under its token, so what was refused goes on under a new one; never once a try is unsettled, for only
   * the token it went out with keeps it from happening twice.
   */
  #remember(error: NatError): void {
    this.#unsettled ||= error.outcome === 'unknown';
    if (this.#unsettled || !mayBeRemembered(error)) return;
    const now = this.#tools.clock.now();
    this.#refusedSince ??= now;
    if (this.#exchange.call.tokenGiven && now - this.#refusedSince < keepTokenFor) return;
    this.#generation += 1;
    this.#refusedSince = undefined;
  }

  async #sleep(wait: number): Promise<void> {
    try {
      await this.#tools.clock.sleep(wait, this.#exchange.call.signal);
    } catch (thrown) {
      throw this.#ended(this.#settled(NatError.from(thrown)));
    }
  }

  /** What may have happened under a later token is found again under that one only. */
  #ended(error: NatError): NatError {
    if (error.outcome === 'unknown' && this.#generation > 0)
      this.#unknownOutcomes.remember(nameOf(this.#exchange), this.#generation);
    return error;
  }

  /** The error for the caller: a refusal of the last try does not settle what an earlier one may have done. */
  #settled(error: NatError): NatError {
    if (this.#exchange.wireCall.repeat === 'read') return error;
    if (!this.#unsettled && error.outcome === 'none') return error;
    const remedy = error.remedy === undefined ? lookFirst : `${error.remedy}; ${lookFirst}`;
    return error.with({ outcome: 'unknown', remedy });
  }

  #gaveUp(last: NatError): NatError {
    const { clock } = this.#tools;
    const count = this.attempt === 1 ? '1 try' : `${this.attempt} tries`;
    const spent = `${count} in ${(clock.now() - this.#started) / 1_000} s`;
    const details: NatErrorDetails = {
      retryable: true,
      outcome: this.#unsettled ? 'unknown' : last.outcome,
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

/** The same logical write has the same name, however often it is called. */
const nameOf = ({ wireCall: { rateKey, operation }, token }: Exchange<unknown>): string =>
  `${rateKey} ${operation} ${token}`;

/** Only the cloud's service itself remembers: not what never reached it, nor what was refused at its door for load or for the signature. */
const mayBeRemembered = ({ code, provider }: NatError): boolean =>
  provider?.code !== undefined && code !== 'throttled' && code !== 'unauthenticated';
