import type { GatewayKey, Mutation } from '@polynat/core';

/** One request as the cloud received it. */
export interface LoggedCall {
  /** A mutation, or the facet and verb of a read. */
  readonly operation: string;
  readonly gateway?: string;
  /** The token of the logical write it belonged to. */
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a test may want to know about how an application uses a cloud. */
export class Traffic {
  readonly #calls: LoggedCall[] = [];
  readonly #working = new Map<string, number>();
  #most = 0;

  /** Every request received, refused ones and repetitions included. */
  get calls(): readonly LoggedCall[] {
    return this.#calls;
  }

  get requests(): number {
    return this.#calls.length;
  }

  /** Mutations between start and settled, over all gateways. */
  get inFlight(): number {
    return [...this.#working.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most mutations any one gateway has ever had in flight. */
  get maxInFlight(): number {
    return this.#most;
  }

  /** How often a mutation was requested. */
  count(operation: Mutation | string): number {
    return this.#calls.filter((call) => call.operation === operation).length;
  }

  log(call: LoggedCall): void {
    this.#calls.push(call);
  }

  /** Counts a mutation in; the answer counts it out, once. */
  enter(key: GatewayKey | undefined): () => void {
    if (!key) return () => undefined;
    this.#change(key.id, 1);
    this.#most = Math.max(this.#most, this.#working.get(key.id) ?? 0);
    let inside = true;
    return () => {
      if (inside) this.#change(key.id, -1);
      inside = false;
    };
  }

  #change(gateway: string, by: number): void {
    const count = (this.#working.get(gateway) ?? 0) + by;
    if (count === 0) this.#working.delete(gateway);
    else this.#working.set(gateway, count);
  }
}
