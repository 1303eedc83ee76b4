import { Refusal } from './refusal.ts';

interface Remembered<Outcome> {
  readonly fingerprint: string;
  readonly outcome: Outcome;
  seenAt: number;
}

/**
 * Client tokens of one account. A token that comes again with the same request gets the first outcome again, with
 * another request it is refused; it is forgotten a while after it was last seen.
 */
export class TokenMemory<Outcome> {
  /** Least recently seen first. */
  readonly #tokens = new Map<string, Remembered<Outcome>>();
  readonly #lifetime: number;
  readonly #now: () => number;

  constructor(lifetime: number, now: () => number) {
    this.#lifetime = lifetime;
    this.#now = now;
  }

  get size(): number {
    return this.#tokens.size;
  }

  recall(token: string, fingerprint: string): Outcome | undefined {
    this.#forgetOld();
    const known = this.#tokens.get(token);
    if (known === undefined) return undefined;
    known.seenAt = this.#now();
    this.#tokens.delete(token);
    this.#tokens.set(token, known);
    if (known.fingerprint === fingerprint) return known.outcome;
    throw new Refusal('token-reused', `The client token ${token} was used for another request.`);
  }

  remember(token: string, fingerprint: string, outcome: Outcome): void {
    this.#tokens.set(token, { fingerprint, outcome, seenAt: this.#now() });
  }

  #forgetOld(): void {
    for (const [token, { seenAt }] of this.#tokens) {
      if (this.#now() - seenAt < this.#lifetime) return;
      this.#tokens.delete(token);
    }
  }
}
