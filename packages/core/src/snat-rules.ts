import type { CallOptions } from './call.ts';
import { listed } from './listed.ts';
import type { Listing } from './listing.ts';
import type { SnatRule, SnatSpec } from './model/snat-rule.ts';
import { facetOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import type { Runtime } from './runtime.ts';

/** The rules that decide from which public address inside traffic leaves. */
export class SnatRules {
  readonly #runtime: Runtime;
  readonly #ref: GatewayRef;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.#runtime = runtime;
    this.#ref = ref;
  }

  list(options?: CallOptions): Listing<SnatRule> {
    return listed(this.#runtime, options, async (cursor, call) =>
      facetOf(this.#runtime, 'snat', 'snat.rules').list(this.#ref, cursor, call),
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
  addAddress(id: string, address: string, options?: CallOptions): Operation<SnatRule> {
    return start(this.#runtime, 'snat.replace', this.#ref, { id, addAddress: address }, options);
  }

  /** Takes one address out of a rule; the last one cannot go, since the rule would lead nowhere. */
  removeAddress(id: string, address: string, options?: CallOptions): Operation<SnatRule> {
    return start(this.#runtime, 'snat.replace', this.#ref, { id, removeAddress: address }, options);
  }
}
