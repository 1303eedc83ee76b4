import { GatewayAddresses } from './addresses.ts';
import { BandwidthPackages } from './bandwidth-packages.ts';
import type { CallOptions } from './call.ts';
import type { Driver, OptionalResources } from './driver.ts';
import type { Listing } from './listing.ts';
import type { Billing, Term } from './model/billing.ts';
import type { CascadeOptions, DeletionPlan } from './model/deletion.ts';
import type { Gateway } from './model/gateway.ts';
import type { GatewayOptions } from './model/gateway-options.ts';
import type { GatewayUpdate } from './model/gateway-update.ts';
import type { Route } from './model/network.ts';
import type { Readiness } from './model/readiness.ts';
import type { SizeRequest } from './model/size.ts';
import { requireMethod, resourceOf } from './mutations/define.ts';
import { planDeletion } from './mutations/delete-gateway.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { DnatRules, SnatRules } from './rules.ts';
import { check } from './runtime/check.ts';
import { listed } from './runtime/listed.ts';
import { readinessOf } from './runtime/readiness.ts';
import { type Runtime, readCall, writeCall } from './runtime/runtime.ts';
import { freeze, snapshotOf } from './runtime/snapshot.ts';
import { type Milestone, milestoneSchema, waitForGateway } from './runtime/wait-for-gateway.ts';

/** A handle on one gateway. Making it sends nothing; it acts, and answers with snapshots. */
export class GatewayHandle {
  readonly ref: GatewayRef;
  readonly addresses: GatewayAddresses;
  readonly snat: SnatRules;
  readonly dnat: DnatRules;
  readonly bandwidth: BandwidthPackages;
  readonly #runtime: Runtime;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.ref = ref;
    this.addresses = new GatewayAddresses(runtime, ref);
    this.snat = new SnatRules(runtime, ref);
    this.dnat = new DnatRules(runtime, ref);
    this.bandwidth = new BandwidthPackages(runtime, ref);
    this.#runtime = runtime;
  }

  async get(options?: CallOptions): Promise<Gateway> {
    const { driver, alias } = this.#runtime;
    return snapshotOf(alias, await driver.gateways.get(this.ref, readCall(this.#runtime, options)));
  }

  /** Whether it can carry traffic, and what stands in its way: reads its rules, and its routes where somebody has to make them. */
  async readiness(options?: CallOptions): Promise<Readiness> {
    const call = readCall(this.#runtime, options);
    const gateway = await this.#runtime.driver.gateways.get(this.ref, call);
    return freeze(await readinessOf(this.#runtime, gateway, call));
  }

  /**
   * Waits until it is available, until it is ready to carry traffic, or until it is gone. Answers the gateway as it was read last, and
   * nothing when it is gone.
   */
  wait(options: CallOptions & { readonly until: 'gone' }): Promise<undefined>;
  wait(options: CallOptions & { readonly until: Exclude<Milestone, 'gone'> }): Promise<Gateway>;
  async wait({
    until,
    ...options
  }: CallOptions & { readonly until: Milestone }): Promise<Gateway | undefined> {
    const milestone = check<Milestone>(milestoneSchema, until, 'until');
    const call = writeCall(this.#runtime, options);
    const gateway = await waitForGateway(this.#runtime, this.ref, milestone, call);
    return gateway && snapshotOf(this.#runtime.alias, gateway);
  }

  /** The routes that lead to it, on clouds that tell. */
  routes(options?: CallOptions): Listing<Route> {
    return listed(this.#runtime, options, async (cursor, call) => {
      const networks = resourceOf(this.#runtime, 'networks', 'networks.routes');
      const list = requireMethod(this.#runtime, 'networks.routes', networks, 'routes');
      return list(this.ref, cursor, call);
    });
  }

  /**
   * Brings it to what is asked, in the fewest requests: what is so already needs none. The size changes first, protection is taken off
   * last. Resumed or repeated, it goes on with what is left.
   */
  update(change: GatewayUpdate, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.update', this.ref, change, options);
  }

  rename(name: string, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.change', this.ref, { name }, options);
  }

  describe(description: string, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.change', this.ref, { description }, options);
  }

  /** Limits what all its public addresses together send, in Mbit/s, on clouds that limit a gateway as a whole. */
  limitOutbound(outboundMbps: number, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.change', this.ref, { outboundMbps }, options);
  }

  /** Sets switches of the gateway, on clouds that have them; what is left out stays as it is. */
  configure(options: GatewayOptions, call?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.change', this.ref, { options }, call);
  }

  /** To a size the cloud sells, or the smallest one that carries `atLeast` so many connections. Changes what it costs. */
  resize(size: SizeRequest, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.resize', this.ref, { size }, options);
  }

  /** To the cloud's newer generation of gateways; `subnet` is where it will stand. */
  convert(options?: CallOptions & { readonly subnet?: string }): Operation<Gateway> {
    return start(this.#runtime, 'gateways.convert', this.ref, { subnet: options?.subnet }, options);
  }

  /** Turns protection from deletion on or off. */
  protect(on = true, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.protect', this.ref, { on }, options);
  }

  /** Adds tags, and changes those it already has. */
  tag(tags: Readonly<Record<string, string>>, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.tag', this.ref, { tags }, options);
  }

  /**
   * Refused while it is protected or paid ahead. `cascade` also removes its rules, detaches its addresses and deletes its bandwidth
   * packages, in as few requests as the cloud allows; `release` releases addresses too. Resumed or repeated, it goes on with what is
   * left. With `dryRun` it changes nothing, and answers what would go and what of it the cloud takes along.
   */
  delete(
    options: CallOptions & CascadeOptions & { readonly cascade: true; readonly dryRun: true },
  ): Promise<DeletionPlan>;
  delete(options?: CallOptions & CascadeOptions & { readonly dryRun?: false }): Operation<void>;
  delete(
    options: CallOptions & CascadeOptions & { readonly dryRun?: boolean } = {},
  ): Operation<void> | Promise<DeletionPlan> {
    const { cascade = false, release, dryRun, ...call } = options;
    const input = { cascade, ...(release !== undefined && { release }) };
    if (!dryRun) return start(this.#runtime, 'gateways.delete', this.ref, input, call);
    return planDeletion({ runtime: this.#runtime, key: this.ref }, input, readCall(this.#runtime, call));
  }

  async billing(options?: CallOptions): Promise<Billing> {
    const { driver } = this.#runtime;
    const call = readCall(this.#runtime, options);
    const billing = driver.billing
      ? driver.billing.read(this.ref, call)
      : driver.gateways.get(this.ref, call);
    const answer = await billing;
    return freeze('billing' in answer ? answer.billing : answer);
  }

  /**
   * Spends money: extends a prepaid gateway. Settles with the expiry read back. `expiring` is the expiry you decided on, as an
   * ISO 8601 date and time. When it has changed since then, the renewal fails with `failed-precondition` and this call pays
   * nothing. With a token of yours the outcome is then `unknown`: an earlier call with that token may have paid.
   */
  renew(term: Term, options?: CallOptions & { readonly expiring?: string }): Operation<Billing> {
    const expiring = options?.expiring;
    const input = { term, ...(expiring !== undefined && { expiring }) };
    return start(this.#runtime, 'billing.renew', this.ref, input, options);
  }
}

/** What a handle offers only when its cloud has the facet. */
interface FacetMembers {
  snat: 'snat';
  dnat: 'dnat';
  billing: 'renew' | 'billing';
  bandwidth: 'bandwidth';
  networks: 'routes';
}

type Absent<D extends Driver> = {
  [F in keyof FacetMembers]: D extends Pick<OptionalResources, F> ? never : FacetMembers[F];
}[keyof FacetMembers];

/** A handle as its cloud's type shows it: what the cloud lacks does not compile. */
export type HandleOf<D extends Driver> = Driver extends D ? GatewayHandle : Omit<GatewayHandle, Absent<D>>;
