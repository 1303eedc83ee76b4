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
