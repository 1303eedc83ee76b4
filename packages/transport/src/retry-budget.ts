/** As the AWS SDKs count: an outage may cost a hundred repetitions, then one for every five calls that succeed at once. */
const capacity = 500;
const repetition = 5;
const earned = 1;

/**
 * What repetitions may cost, per allowance. Without it an outage would multiply the load of every caller by the number of tries,
 * just when the cloud can bear it least.
 */
export class RetryBudget {
  readonly #left = new Map<string, number>();

  /** Whether a repetition may be made; if so, it is paid for. */
  spend(key: string): boolean {
    const left = this.#left.get(key) ?? capacity;
    if (left < repetition) return false;
    this.#left.set(key, left - repetition);
    return true;
  }

  /** A call that succeeded gives back what its last repetition cost, or earns a little when it needed none. */
  succeeded(key: string, repeated: boolean): void {
    const left = this.#left.get(key);
    if (left === undefined) return;
    const restored = left + (repeated ? repetition : earned);
    if (restored >= capacity) this.#left.delete(key);
    else this.#left.set(key, restored);
  }
}
