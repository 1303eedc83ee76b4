import type { CallOptions } from './call.ts';
import { listed } from './listed.ts';
import type { Listing } from './listing.ts';
import type { DnatRule, DnatSpecInput } from './model/dnat-rule.ts';
import { facetOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import type { Runtime } from './runtime.ts';

/** The rules that lead outside traffic to inside hosts. */
export class DnatRules {
  readonly #runtime: Runtime;
  readonly #ref: GatewayRef;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.#runtime = runtime;
    this.#ref = ref;
  }

  list(options?: CallOptions): Listing<DnatRule> {
    return listed(this.#runtime, options, async (cursor, call) =>
      facetOf(this.#runtime, 'dnat', 'dnat.rules').list(this.#ref, cursor, call),
    );
  }

  add(rule: DnatSpecInput, options?: CallOptions): Operation<DnatRule> {
    return start(this.#runtime, 'dnat.add', this.#ref, { rule }, options);
  }

  /** In one request where the cloud can, all or nothing; otherwise one after the other. */
  addAll(rules: readonly DnatSpecInput[], options?: CallOptions): Operation<readonly DnatRule[]> {
    return start(this.#runtime, 'dnat.addAll', this.#ref, { rules }, options);
  }

  replace(id: string, rule: DnatSpecInput, options?: CallOptions): Operation<DnatRule> {
    return start(this.#runtime, 'dnat.replace', this.#ref, { id, rule }, options);
  }

  remove(id: string, options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'dnat.remove', this.#ref, { id }, options);
  }
}
