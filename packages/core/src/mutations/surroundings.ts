import type { Call } from '../call.ts';
import type { PublicAddress } from '../model/address.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import type { Target } from './define.ts';
import { addressesHeld } from './on-demand-checks.ts';

/** What the rules to add are checked against, read once however many they are, and kept up with what was added since. */
export class Surroundings<Rule> {
  readonly #target: Target;
  readonly #list: (call: Call) => Promise<readonly Rule[]>;
  #held: readonly PublicAddress[] | undefined;
  #rules: readonly Rule[] | undefined;
  #gateway: GatewayRecord | undefined;

  constructor(target: Target, list: (call: Call) => Promise<readonly Rule[]>) {
    this.#target = target;
    this.#list = list;
  }

  /** The public addresses of the gateway. */
  async held(call: Call): Promise<readonly PublicAddress[]> {
    this.#held ??= await addressesHeld(this.#target, call);
    return this.#held;
  }

  async rules(call: Call): Promise<readonly Rule[]> {
    this.#rules ??= await this.#list(call);
    return this.#rules;
  }

  async gateway(call: Call): Promise<GatewayRecord> {
    this.#gateway ??= await this.#target.runtime.driver.gateways.get(this.#target.key, call);
    return this.#gateway;
  }

  attached(address: PublicAddress): void {
    this.#held = this.#held && [...this.#held.filter(({ ip }) => ip !== address.ip), address];
  }

  added(rule: Rule): void {
    this.#rules = this.#rules && [...this.#rules, rule];
  }
}
