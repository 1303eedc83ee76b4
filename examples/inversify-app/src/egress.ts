import type { Nat } from '@polynat/core';
import { NAT } from '@polynat/inversify';
import { inject, injectable } from 'inversify';
import { Report } from './report.ts';

/** A service of the application. It gets clouds by alias and never learns which provider stands behind one. */
@injectable()
export class Egress {
  readonly #nat: Nat;
  readonly #report: Report;

  constructor(@inject(NAT) nat: Nat, @inject(Report) report: Report) {
    this.#nat = nat;
    this.#report = report;
  }

  /** Orders a gateway and reports on the whole fleet afterwards. */
  async open(
    alias: string,
    name: string,
    network: { readonly vpc: string; readonly subnet?: string },
  ): Promise<readonly string[]> {
    await this.#nat.cloud(alias).gateways.create({ name, network });
    return this.#report.lines();
  }
}
