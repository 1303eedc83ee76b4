/** Calls remembered at most; each takes the memory of a name, and hardly any call ever leaves a loose end. */
const most = 1_000;

/**
 * Calls that ended with an unknown outcome after their token had changed. Whoever makes such a call again, under the token that names
 * it, must go on where it stopped: beginning with the first token, the cloud would take it for another call and do it twice.
 */
export class LooseEnds {
  readonly #generations = new Map<string, number>();

  /** The generation a call under this name goes on with; `undefined` when nothing is left open. */
  of(name: string): number | undefined {
    return this.#generations.get(name);
  }

  keep(name: string, generation: number): void {
    this.#generations.delete(name);
    this.#generations.set(name, generation);
    const [oldest] = this.#generations.keys();
    if (this.#generations.size > most && oldest !== undefined) this.#generations.delete(oldest);
  }

  tie(name: string): void {
    this.#generations.delete(name);
  }
}
