import type { Nat } from '@polynat/core';
import { NAT } from '@polynat/inversify';
import { inject, injectable } from 'inversify';

/** What the office wants to see in the morning. */
@injectable()
export class Report {
  readonly #nat: Nat;

  constructor(@inject(NAT) nat: Nat) {
    this.#nat = nat;
  }

  async lines(): Promise<readonly string[]> {
    const gateways = await this.#nat.gateways.list().toArray();
    return gateways.map(({ ref, name, state }) => `${ref} ${name} ${state}`);
  }
}
