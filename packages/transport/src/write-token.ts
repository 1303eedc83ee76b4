import type { NatError } from '@polynat/core';
import { hash } from './digest.ts';
import type { Exchange } from './interceptor.ts';

/**
 * The idempotency token of one call. A cloud may remember a refusal under its token, so a token that the library made changes after a
 * definite refusal. It never changes once the outcome of an attempt is unknown, because only the same token keeps the write from
 * happening twice. A token that the caller brought never changes: another process may make the same call under it after a crash.
 */
export class WriteToken {
  /** Whether an earlier attempt may have worked, whatever the later ones say. */
  outcomeUnknown: boolean;
  #generation: number;
  readonly #exchange: Exchange<unknown>;
  readonly #unknownOutcomes: UnknownOutcomes;

  constructor(exchange: Exchange<unknown>, unknownOutcomes: UnknownOutcomes) {
    const generation = unknownOutcomes.generationOf(nameOf(exchange));
    this.#generation = generation ?? 0;
    this.outcomeUnknown = generation !== undefined;
    this.#exchange = exchange;
    this.#unknownOutcomes = unknownOutcomes;
  }

  get value(): string {
    return tokenOf(this.#exchange.token, this.#generation);
  }

  succeeded(): void {
    this.#unknownOutcomes.forget(nameOf(this.#exchange));
  }

  /** Before the next attempt. */
  refusedWith(error: NatError): void {
    this.outcomeUnknown ||= error.outcome === 'unknown';
    if (this.outcomeUnknown || this.#exchange.call.tokenGiven || !mayBeRemembered(error)) return;
    this.#generation += 1;
  }

  /** The call failed for good. What may have worked under a later token is found again under that one only. */
  failedWith(error: NatError): void {
    if (error.outcome === 'unknown' && this.#generation > 0)
      this.#unknownOutcomes.remember(nameOf(this.#exchange), this.#generation);
  }
}

/** The same logical write has the same name, however often it is called. */
const nameOf = ({ wireCall: { rateKey, operation }, token }: Exchange<unknown>): string =>
  `${rateKey} ${operation} ${token}`;

/** Only the service itself remembers refusals. Throttling and signature errors keep the token, and so does what never reached the cloud. */
const mayBeRemembered = ({ code, provider }: NatError): boolean =>
  provider?.code !== undefined && code !== 'throttled' && code !== 'unauthenticated';

/**
 * The token of a generation: the first is the call's own, later ones are derived from it. 32 bytes in base64url are 43 characters, and
 * the shortest limit of any cloud is 64.
 */
function tokenOf(token: string, generation: number): string {
  if (generation === 0) return token;
  const digest = hash('sha256', `${token}:${generation}`, 'base64');
  return digest.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Calls remembered at most. Each entry is one name, and few calls end with an unknown outcome. */
const capacity = 1_000;

/**
 * Calls that ended with an unknown outcome after their token had changed. The same call under the same first token continues with the
 * token that may have worked. With the first token, the cloud would treat it as a new call and run it twice.
 */
export class UnknownOutcomes {
  readonly #generations = new Map<string, number>();

  /** The token generation to continue with; `undefined` when the outcome of this call is known. */
  generationOf(name: string): number | undefined {
    return this.#generations.get(name);
  }

  remember(name: string, generation: number): void {
    this.#generations.delete(name);
    this.#generations.set(name, generation);
    const [oldest] = this.#generations.keys();
    if (this.#generations.size > capacity && oldest !== undefined) this.#generations.delete(oldest);
  }

  forget(name: string): void {
    this.#generations.delete(name);
  }
}
