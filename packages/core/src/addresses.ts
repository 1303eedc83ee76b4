import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import {
  type AddressFilter,
  type AddressSpec,
  type AttachFor,
  addressFilterSchema,
  isMeantAddress,
  type PublicAddress,
} from './model/address.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { check } from './runtime/check.ts';
import { listedWhere } from './runtime/listed.ts';
import { describeFilter, onlyOne } from './runtime/only-one.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The public addresses of a cloud account. */
export class Addresses {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  list(filter: AddressFilter = {}, options?: CallOptions): Listing<PublicAddress> {
    return listAddresses(this.#runtime, filter, options);
  }

  /** Exactly one address: `not-found` when there is none, `conflict` with all of them when there are several. */
  find(filter: AddressFilter, options?: CallOptions): Promise<PublicAddress> {
    return findAddress(this.list(filter, options), filter);
  }

  /** Buys an address; it costs from now on, attached or not. */
  allocate(spec: AddressSpec = {}, options?: CallOptions): Operation<PublicAddress> {
    return start(this.#runtime, 'addresses.allocate', undefined, spec, options);
  }

  /** Gives an address back. By its ip or its allocation id. */
  release(address: string, options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'addresses.release', undefined, { address }, options);
  }
}

/** What can be asked of the addresses of one gateway. */
type OfGateway = Omit<AddressFilter, 'gateway' | 'free'>;

/** The public addresses of one gateway. Addresses are named by their ip or their allocation id. */
export class GatewayAddresses {
  readonly #runtime: Runtime;
  readonly #ref: GatewayRef;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.#runtime = runtime;
    this.#ref = ref;
  }

  list(filter: OfGateway = {}, options?: CallOptions): Listing<PublicAddress> {
    return listAddresses(this.#runtime, { ...filter, gateway: this.#ref.id }, options);
  }

  find(filter: OfGateway, options?: CallOptions): Promise<PublicAddress> {
    return findAddress(this.list(filter, options), filter);
  }

  /** Settles when rules can use the address. `purpose` matters on clouds that keep separate pools. */
  attach(
    address: string,
    options?: CallOptions & { readonly purpose?: AttachFor },
  ): Operation<PublicAddress> {
    const purpose = options?.purpose ?? 'any';
    return start(this.#runtime, 'addresses.attach', this.#ref, { address, purpose }, options);
  }

  detach(address: string, options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'addresses.detach', this.#ref, { address }, options);
  }

  /** Replaces an address: first the new one, then the old one goes. Where a cloud cannot, a `notice` tells of the gap. */
  swap(
    from: string,
    to: string,
    options?: CallOptions & { readonly purpose?: AttachFor },
  ): Operation<PublicAddress> {
    const purpose = options?.purpose ?? 'any';
    return start(this.#runtime, 'addresses.swap', this.#ref, { from, to, purpose }, options);
  }
}

function listAddresses(
  runtime: Runtime,
  filter: AddressFilter,
  options?: CallOptions,
): Listing<PublicAddress> {
  const { addresses, use, ...sent } = check<AddressFilter>(addressFilterSchema, filter, 'filter');
  const here = { ...(addresses && { addresses }), ...(use && { use }) };
  return listedWhere(
    runtime,
    options,
    (cursor, call) => runtime.driver.addresses.list(sent, cursor, call),
    (address) => isMeantAddress(address, here),
  );
}

const findAddress = async (listing: Listing<PublicAddress>, filter: AddressFilter): Promise<PublicAddress> =>
  onlyOne(await listing.toArray(), describeFilter('public IP', filter), ({ ip }) => ip);
