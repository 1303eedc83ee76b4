import type { ItemResult } from './batch.ts';
import type { CallOptions } from './call.ts';
import type { DnatResource, SnatResource } from './driver.ts';
import { NatError } from './errors.ts';
import type { Listing } from './listing.ts';
import { isNewAddress, type RuleRemoval } from './model/address.ts';
import type { DnatRequest, DnatRule, DnatSpecInput } from './model/dnat-rule.ts';
import {
  type DnatFilter,
  dnatFilterSchema,
  isMeantDnat,
  isMeantSnat,
  type SnatFilter,
  snatFilterSchema,
} from './model/rule-filter.ts';
import type { SnatRequest, SnatRule, SnatSpec } from './model/snat-rule.ts';
import { resourceOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { check } from './runtime/check.ts';
import { listedWhere } from './runtime/listed.ts';
import { describeFilter, onlyOne } from './runtime/only-one.ts';
import { type Runtime, readCall } from './runtime/runtime.ts';
import { freeze } from './runtime/snapshot.ts';

/** A kind of rules: the name of the driver's resource, and the first word of its mutations. */
type RuleKind = 'snat' | 'dnat';

/** Options of a rule that needs an address which the gateway does not hold yet. */
interface Attaching {
  /** Attaches the public IPs that the rule names and the gateway does not hold. One that is leaving elsewhere is waited for. */
  readonly attach?: boolean;
}

/** Options of a rule whose addresses go with it. */
interface Detaching {
  /**
   * Detaches the public IPs that no other rule of the gateway uses: all of the rule, or those named. Name them where you repeat the
   * call under a token of yours: once the rule is gone, nothing tells which it used.
   */
  readonly detach: true | readonly string[];
}

/** The rules of one kind on one gateway. */
abstract class Rules<Rule extends { readonly id: string }, Spec, Request, Filter extends object> {
  /** The rules to which everything in the filter applies; all without one. */
  abstract list(filter?: Filter, options?: CallOptions): Listing<Rule>;
  readonly #kind: RuleKind;
  readonly #what: string;
  protected readonly runtime: Runtime;
  protected readonly ref: GatewayRef;

  constructor(kind: RuleKind, runtime: Runtime, ref: GatewayRef) {
    this.#kind = kind;
    this.#what = `${kind.toUpperCase()} rule`;
    this.runtime = runtime;
    this.ref = ref;
  }

  /** Exactly one rule: `not-found` when there is none, `conflict` with the ids of all when there are several. */
  async find(filter: Filter, options?: CallOptions): Promise<Rule> {
    const found = await this.list(filter, options).toArray();
    return onlyOne(found, describeFilter(this.#what, filter), ({ id }) => id);
  }

  async get(id: string, options?: CallOptions): Promise<Rule> {
    const found = await this.byId(id, options);
    if (found) return found;
    throw new NatError('not-found', `gateway ${this.ref.id} has no ${this.#what} ${id}`);
  }

  protected abstract byId(id: string, options?: CallOptions): Promise<Rule | undefined>;

  /**
   * Adds a rule. With `new` in place of a public IP it orders one, which costs from then on, and attaches it. A failure in between tells
   * what was bought and stays; the same token again goes on with it.
   */
  add(rule: Request, { attach = false, ...options }: CallOptions & Attaching = {}): Operation<Rule> {
    const verb = this.isOnDemand(rule, attach) ? 'addWithAddress' : 'add';
    return this.start(verb, { rule }, options);
  }

  /** Whether a public IP has to be ordered or attached for the rule. */
  protected abstract isOnDemand(rule: Spec | Request, attach: boolean): boolean;

  /**
   * Completes to one result per rule, in the order given, whether it was added or not. A rule that fails does not keep those behind it
   * from being tried, unless nothing further can succeed (aborted, out of time, wrong credentials): the rest is then not sent. In one
   * request where the cloud can; what the cloud refuses as a whole is then added one by one. `atomic` adds all or none, where the fact
   * `snat.addAll.atomic` or `dnat.addAll.atomic` says so. `valuesOf` throws unless all succeeded.
   *
   * Rules may need public IPs, as with `add`: each `new` orders one of its own, and `attach` attaches those that the rules name. They
   * are then added one by one. The error of a rule that fails tells what it bought or attached; the same token again goes on with that.
   */
  addAll(
    rules: readonly (Spec | Request)[],
    {
      attach = false,
      atomic = false,
      ...options
    }: CallOptions & Attaching & { readonly atomic?: boolean } = {},
  ): Operation<readonly ItemResult<Rule>[]> {
    const isOnDemand = rules.some((rule) => this.isOnDemand(rule, attach));
    const input = { rules, ...(atomic && { atomic }), ...(isOnDemand && attach && { attach }) };
    return this.start(isOnDemand ? 'addAllWithAddresses' : 'addAll', input, options);
  }

  replace(id: string, rule: Spec, options?: CallOptions): Operation<Rule> {
    return this.start('replace', { id, rule }, options);
  }

  remove(id: string, options: CallOptions & Detaching): Operation<RuleRemoval>;
  remove(id: string, options?: CallOptions): Operation<void>;
  remove(
    id: string,
    { detach, ...options }: CallOptions & Partial<Detaching> = {},
  ): Operation<RuleRemoval> | Operation<void> {
    return detach === undefined
      ? this.start<void>('remove', { id }, options)
      : this.start<RuleRemoval>('removeWithAddresses', { id, detach }, options);
  }

  /** Completes to one result per rule, in the order given, like `addAll`. No cloud removes several rules all or nothing. */
  removeAll(ids: readonly string[], options?: CallOptions): Operation<readonly ItemResult<void>[]> {
    return this.start('removeAll', { ids }, options);
  }

  /** The table of mutations knows what each verb completes with; the methods above repeat it for their kind of rule. */
  protected start<T>(
    verb:
      | 'add'
      | 'addWithAddress'
      | 'addAll'
      | 'addAllWithAddresses'
      | 'replace'
      | 'remove'
      | 'removeWithAddresses'
      | 'removeAll',
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
export class SnatRules extends Rules<SnatRule, SnatSpec, SnatRequest, SnatFilter> {
  constructor(runtime: Runtime, ref: GatewayRef) {
    super('snat', runtime, ref);
  }

  list(filter: SnatFilter = {}, options?: CallOptions): Listing<SnatRule> {
    const wanted = check<SnatFilter>(snatFilterSchema, filter, 'filter');
    return listedWhere(
      this.runtime,
      options,
      async (cursor, call) => this.#resource().list(this.ref, cursor, call),
      (rule) => isMeantSnat(rule, wanted),
    );
  }

  protected async byId(id: string, options?: CallOptions): Promise<SnatRule | undefined> {
    const snat = this.#resource();
    if (!snat.get) return this.list({ ids: [id] }, options).find((rule) => rule.id === id);
    const rule = await snat.get(this.ref, id, readCall(this.runtime, options));
    return rule && freeze(rule);
  }

  #resource(): SnatResource {
    return resourceOf(this.runtime, 'snat', 'snat.rules');
  }

  protected override isOnDemand({ through }: SnatSpec | SnatRequest, attach: boolean): boolean {
    return isNewAddress(through) || (attach && through !== undefined);
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
export class DnatRules extends Rules<DnatRule, DnatSpecInput, DnatRequest, DnatFilter> {
  constructor(runtime: Runtime, ref: GatewayRef) {
    super('dnat', runtime, ref);
  }

  list(filter: DnatFilter = {}, options?: CallOptions): Listing<DnatRule> {
    const wanted = check<DnatFilter>(dnatFilterSchema, filter, 'filter');
    return listedWhere(
      this.runtime,
      options,
      async (cursor, call) => this.#resource().list(this.ref, cursor, call),
      (rule) => isMeantDnat(rule, wanted),
    );
  }

  protected async byId(id: string, options?: CallOptions): Promise<DnatRule | undefined> {
    const dnat = this.#resource();
    if (!dnat.get) return this.list({ ids: [id] }, options).find((rule) => rule.id === id);
    const rule = await dnat.get(this.ref, id, readCall(this.runtime, options));
    return rule && freeze(rule);
  }

  #resource(): DnatResource {
    return resourceOf(this.runtime, 'dnat', 'dnat.rules');
  }

  protected override isOnDemand(
    { public: { address } }: DnatSpecInput | DnatRequest,
    attach: boolean,
  ): boolean {
    return isNewAddress(address) || attach;
  }
}
