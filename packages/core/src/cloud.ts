import { Addresses } from './addresses.ts';
import type { CallOptions } from './call.ts';
import type { Capabilities, Feature } from './capabilities.ts';
import type { Driver, OptionalResources } from './driver.ts';
import { NatError } from './errors.ts';
import { GatewayHandle, type HandleOf } from './gateway.ts';
import { Gateways } from './gateways.ts';
import { readingOnly } from './guards/read-only.ts';
import { CloudInventory } from './inventory.ts';
import type { AccountIdentity } from './model/account.ts';
import type { Availability } from './model/availability.ts';
import { Networks } from './networks.ts';
import { GatewayRef } from './ref.ts';
import { type Runtime, readCall } from './runtime/runtime.ts';
import { SharedBandwidths } from './shared-bandwidths.ts';

/** One cloud, seen portably under the alias its owner gave it. */
export class Cloud<D extends Driver = Driver> {
  readonly alias: string;
  readonly gateways: Gateways;
  readonly addresses: Addresses;
  /** Bandwidth that addresses of several gateways share; that of one gateway is at its handle. */
  readonly bandwidth: SharedBandwidths;
  readonly networks: Networks;
  readonly inventory: CloudInventory;
  /** The provider's own API, where the adapter opens it. */
  readonly native: D['native'];
  readonly #runtime: Runtime<D>;

  constructor(runtime: Runtime<D>) {
    this.alias = runtime.alias;
    this.gateways = new Gateways(runtime);
    this.addresses = new Addresses(runtime);
    this.bandwidth = new SharedBandwidths(runtime);
    this.networks = new Networks(runtime);
    this.inventory = new CloudInventory(runtime);
    const native = runtime.driver.native as D['native'];
    this.native = runtime.readOnly ? readingOnly(native, runtime.alias) : native;
    this.#runtime = runtime;
  }

  get kind(): string {
    return this.#runtime.driver.kind;
  }

  get region(): string {
    return this.#runtime.driver.region;
  }

  /** What this cloud can do, with limits; what it cannot, with the reason and the remedy. */
  get capabilities(): Capabilities {
    return this.#runtime.driver.capabilities;
  }

  can(feature: Feature): boolean {
    return this.capabilities.features[feature].supported;
  }

  /**
   * The account that the credentials belong to, asked anew each time; `undefined` where nothing tells it. Where the id comes from the
   * key, another key of the same account looks different: see `by`.
   */
  async account(options?: CallOptions): Promise<AccountIdentity | undefined> {
    return this.#runtime.driver.account?.(readCall(this.#runtime, options));
  }

  /** What the account can still get, so that an order which must fail is not begun. `{}` where the cloud tells nothing. */
  async availability(options?: CallOptions): Promise<Availability> {
    const { driver } = this.#runtime;
    if (!this.can('account.availability')) return {};
    return (await driver.availability?.(readCall(this.#runtime, options))) ?? {};
  }

  /** A handle; sends nothing. The id alone will do on clouds that need no more to name a gateway. */
  gateway(ref: GatewayRef | string): HandleOf<D> {
    const handle = new GatewayHandle(this.#runtime, this.#own(ref));
    return handle as HandleOf<D>;
  }

  #own(ref: GatewayRef | string): GatewayRef {
    const named = typeof ref === 'string' && !ref.includes(':') ? `${this.alias}:${this.region}/${ref}` : ref;
    const own = GatewayRef.from(named);
    if (own.cloud === this.alias && own.region === this.region) return own;
    if (own.cloud === this.alias) {
      throw new NatError(
        'invalid-argument',
        `${own} is in ${own.region}, and "${this.alias}" works in ${this.region}`,
        {
          field: 'ref',
          remedy: 'set up another alias for that region',
        },
      );
    }
    throw new NatError('invalid-argument', `${own} belongs to cloud "${own.cloud}", not to "${this.alias}"`, {
      field: 'ref',
      remedy: `take the handle from nat.use('${own.cloud}') or nat.gateway(ref)`,
    });
  }
}

/** What a cloud offers only when its driver has the facet. */
interface FacetMembers {
  networks: 'networks';
  sharedBandwidth: 'bandwidth';
}

type Absent<D extends Driver> = {
  [F in keyof FacetMembers]: D extends Pick<OptionalResources, F> ? never : FacetMembers[F];
}[keyof FacetMembers];

/** A cloud as its driver's type shows it: facets the driver lacks are absent. */
export type CloudOf<D extends Driver> = Driver extends D
  ? Cloud<D>
  : [Absent<D>] extends [never]
    ? Cloud<D>
    : Omit<Cloud<D>, Absent<D>>;
