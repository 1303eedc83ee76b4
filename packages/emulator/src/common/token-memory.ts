/** One call that carries a client token. */
export interface TokenUse {
  readonly token: string;
  readonly operation: string;
  /** Everything about the call that a repetition has to have in common with it. */
  readonly fingerprint: string;
}

interface TokenRules {
  /** How long an answer is kept, on the time axis of `now`. */
  readonly lifetime: number;
  readonly now: () => number;
  /** Whether a repetition starts the lifetime anew. */
  readonly renewed: boolean;
  /** Whether two operations may each have a call under the same token. */
  readonly perOperation: boolean;
  /** Refuses a token for good that a second operation brings, even where the cloud itself lets it pass. */
  readonly strict: boolean;
  /** The cloud's refusal of a token that was used for another call. */
  readonly refuse: (use: TokenUse) => never;
}

interface Remembered<Outcome> {
  readonly fingerprint: string;
  readonly outcome: Outcome;
  readonly since: number;
}

/**
 * Client tokens of one account. A call that comes again under its token gets the first outcome again, another call is
 * refused. A call that was refused leaves no outcome, so it may be tried again.
 */
export class TokenMemory<Outcome> {
  /** Longest unused first, as Map keeps the order of insertion. */
  readonly #calls = new Map<string, Remembered<Outcome>>();
  /** The first operation that brought each token. */
  readonly #owners = new Map<string, string>();
  readonly #rules: TokenRules;

  constructor(rules: TokenRules) {
    this.#rules = rules;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** The outcome of the first such call; acts when there is none. */
  once(use: TokenUse, act: () => Outcome): Outcome {
    this.#forgetOld();
    if (this.#rules.strict) this.#checkOwner(use);
    const key = this.#rules.perOperation ? `${use.operation} ${use.token}` : use.token;
    const known = this.#calls.get(key);
    if (known !== undefined && known.fingerprint !== use.fingerprint) this.#rules.refuse(use);
    if (known !== undefined && this.#rules.renewed) this.#remember(key, use, known.outcome);
    if (known !== undefined) return known.outcome;
    const outcome = act();
    this.#remember(key, use, outcome);
    return outcome;
  }

  #remember(key: string, { fingerprint }: TokenUse, outcome: Outcome): void {
    this.#calls.delete(key);
    this.#calls.set(key, { fingerprint, outcome, since: this.#rules.now() });
  }

  #checkOwner(use: TokenUse): void {
    const owner = this.#owners.get(use.token);
    if (owner === undefined) this.#owners.set(use.token, use.operation);
    else if (owner !== use.operation) this.#rules.refuse(use);
  }

  #forgetOld(): void {
    for (const [key, { since }] of this.#calls) {
      if (this.#rules.now() - since < this.#rules.lifetime) return;
      this.#calls.delete(key);
    }
  }
}
