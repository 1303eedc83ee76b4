import type { CallOptions } from './call.ts';
import { NatError } from './errors.ts';
import { followPages, Listing } from './listing.ts';
import type { SnatRule, SnatSpec } from './model/snat-rule.ts';
import { facetOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

/** The rules that decide from which public address inside traffic leaves. */
export class SnatRules {
  readonly #runtime: Runtime;
  readonly #ref: GatewayRef;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.#runtime = runtime;
    this.#ref = ref;
  }

  list(options?: CallOptions): Listing<SnatRule> {
    return new Listing(() =>
      followPages(async (cursor) => {
        const facet = facetOf(this.#runtime, 'snat', 'snat.rules');
        return freeze(await facet.list(this.#ref, cursor, readCall(this.#runtime, options)));
      }),
    );
  }

  /** Without `through`, traffic leaves from every address the gateway has. */
  add(rule: SnatSpec, options?: CallOptions): Operation<SnatRule> {
    return start(this.#runtime, 'snat.add', this.#ref, { rule }, options);
  }

  /** In one request where the cloud can, all or nothing; otherwise one after the other. */
  addAll(rules: readonly SnatSpec[], options?: CallOptions): Operation<readonly SnatRule[]> {
    return start(this.#runtime, 'snat.addAll', this.#ref, { rules }, options);
  }

  replace(id: string, rule: SnatSpec, options?: CallOptions): Operation<SnatRule> {
    return start(this.#runtime, 'snat.replace', this.#ref, { id, rule }, options);
  }

  remove(id: string, options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'snat.remove', this.#ref, { id }, options);
  }

  /** Lets a rule leave through one address more, without restating it. */
  async addAddress(id: string, address: string, options?: CallOptions): Promise<SnatRule> {
    const rule = await this.#find(id, options);
    if (rule.through.includes(address)) return rule;
    return this.#leaveThrough(rule, [...rule.through, address], options);
  }

  /** Takes one address out of a rule; the last one cannot go, since the rule would lead nowhere. */
  async removeAddress(id: string, address: string, options?: CallOptions): Promise<SnatRule> {
    const rule = await this.#find(id, options);
    if (!rule.through.includes(address)) return rule;
    const through = rule.through.filter((ip) => ip !== address);
    if (through.length > 0) return this.#leaveThrough(rule, through, options);
    throw new NatError('failed-precondition', `${address} is the only address of SNAT rule ${id}`, {
      remedy: 'add another address first, or remove the rule',
    });
  }

  async #find(id: string, options?: CallOptions): Promise<SnatRule> {
    const rule = await this.list(options).find((candidate) => candidate.id === id);
    if (rule) return rule;
    throw new NatError('not-found', `gateway ${this.#ref} has no SNAT rule ${id}`);
  }

  #leaveThrough(
    { id, name, source }: SnatRule,
    through: readonly string[],
    options?: CallOptions,
  ): Operation<SnatRule> {
    return this.replace(id, { source, through, ...(name !== undefined && { name }) }, options);
  }
}
