import type { ItemResult } from './batch.ts';
import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import type { DnatRule, DnatSpecInput } from './model/dnat-rule.ts';
import type { SnatRule, SnatSpec } from './model/snat-rule.ts';
import { resourceOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { listed } from './runtime/listed.ts';
import type { Runtime } from './runtime/runtime.ts';

/** A kind of rules: the name of the driver's resource, and the first word of its mutations. */
type RuleKind = 'snat' | 'dnat';

/** The rules of one kind on one gateway. */
abstract class Rules<Rule, Spec> {
  abstract list(options?: CallOptions): Listing<Rule>;
  readonly #kind: RuleKind;
  protected readonly runtime: Runtime;
  protected readonly ref: GatewayRef;

  constructor(kind: RuleKind, runtime: Runtime, ref: GatewayRef) {
    this.#kind = kind;
    this.runtime = runtime;
    this.ref = ref;
  }

  add(rule: Spec, options?: CallOptions): Operation<Rule> {
    return this.start('add', { rule }, options);
  }

  /**
   * Completes to one result per rule, in the order given, whether it was added or not. A rule that fails does not keep those behind it
   * from being tried, unless nothing further can succeed (aborted, out of time, wrong credentials): the rest is then not sent. In one
   * request where the cloud can; what the cloud refuses as a whole is then added one by one. `atomic` adds all or none, where the fact
   * `snat.addAll.atomic` or `dnat.addAll.atomic` says so. `valuesOf` throws unless all succeeded.
   */
  addAll(
    rules: readonly Spec[],
    options?: CallOptions & { readonly atomic?: boolean },
  ): Operation<readonly ItemResult<Rule>[]> {
    return this.start('addAll', { rules, ...(options?.atomic && { atomic: true }) }, options);
  }

  replace(id: string, rule: Spec, options?: CallOptions): Operation<Rule> {
    return this.start('replace', { id, rule }, options);
  }

  remove(id: string, options?: CallOptions): Operation<void> {
    return this.start('remove', { id }, options);
  }

  /** Completes to one result per rule, in the order given, like `addAll`. No cloud removes several rules all or nothing. */
  removeAll(ids: readonly string[], options?: CallOptions): Operation<readonly ItemResult<void>[]> {
    return this.start('removeAll', { ids }, options);
  }

  /** The table of mutations knows what each verb completes with; the methods above repeat it for their kind of rule. */
  protected start<T>(
    verb: 'add' | 'addAll' | 'replace' | 'remove' | 'removeAll',
    input: object,
    options?: CallOptions,
  ): Operation<T> {
    return start(
      this.runtime,
      `${this.#kind}.${verb}`,
      this.ref,
      input,
      options,
    ) as Operation<unknown> as Operation<T>;
  }
}

/** The rules that decide from which public IP private hosts reach the internet. Without `through`, it is every one of the gateway. */
export class SnatRules extends Rules<SnatRule, SnatSpec> {
  constructor(runtime: Runtime, ref: GatewayRef) {
    super('snat', runtime, ref);
  }

  list(options?: CallOptions): Listing<SnatRule> {
    return listed(this.runtime, options, async (cursor, call) =>
      resourceOf(this.runtime, 'snat', 'snat.rules').list(this.ref, cursor, call),
    );
  }

  /** Adds a public IP to a rule, without restating the rule. */
  addAddress(id: string, address: string, options?: CallOptions): Operation<SnatRule> {
    return this.start('replace', { id, addAddress: address }, options);
  }

  /** Removes a public IP from a rule. The last one cannot go: the rule would have no public IP. */
  removeAddress(id: string, address: string, options?: CallOptions): Operation<SnatRule> {
    return this.start('replace', { id, removeAddress: address }, options);
  }
}

/** The rules that forward a public port to a private host. */
export class DnatRules extends Rules<DnatRule, DnatSpecInput> {
  constructor(runtime: Runtime, ref: GatewayRef) {
    super('dnat', runtime, ref);
  }

  list(options?: CallOptions): Listing<DnatRule> {
    return listed(this.runtime, options, async (cursor, call) =>
      resourceOf(this.runtime, 'dnat', 'dnat.rules').list(this.ref, cursor, call),
    );
  }
}
