import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import type { BandwidthPackage, BandwidthSpec } from './model/bandwidth.ts';
import type { LabelChange } from './model/gateway.ts';
import { resourceOf } from './mutations/define.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import type { GatewayRef } from './ref.ts';
import { listed } from './runtime/listed.ts';
import type { Runtime } from './runtime/runtime.ts';

/** Bandwidth bought together with addresses and shared by them. */
export class BandwidthPackages {
  readonly #runtime: Runtime;
  readonly #ref: GatewayRef;

  constructor(runtime: Runtime, ref: GatewayRef) {
    this.#runtime = runtime;
    this.#ref = ref;
  }

  list(options?: CallOptions): Listing<BandwidthPackage> {
    return listed(this.#runtime, options, async (cursor, call) =>
      resourceOf(this.#runtime, 'bandwidth', 'bandwidth.packages').list(this.#ref, cursor, call),
    );
  }

  create(spec: BandwidthSpec, options?: CallOptions): Operation<BandwidthPackage> {
    return start(this.#runtime, 'bandwidth.create', this.#ref, spec, options);
  }

  change(id: string, change: LabelChange, options?: CallOptions): Operation<BandwidthPackage> {
    return start(this.#runtime, 'bandwidth.change', this.#ref, { id, ...change }, options);
  }

  resize(id: string, bandwidthMbps: number, options?: CallOptions): Operation<BandwidthPackage> {
    return start(this.#runtime, 'bandwidth.resize', this.#ref, { id, bandwidthMbps }, options);
  }

  addAddresses(id: string, count: number, options?: CallOptions): Operation<BandwidthPackage> {
    return start(this.#runtime, 'bandwidth.addAddresses', this.#ref, { id, count }, options);
  }

  removeAddresses(
    id: string,
    addresses: readonly string[],
    options?: CallOptions,
  ): Operation<BandwidthPackage> {
    return start(this.#runtime, 'bandwidth.removeAddresses', this.#ref, { id, addresses }, options);
  }

  /** Turns the package's addresses into ordinary ones; the package is gone afterwards. */
  convert(id: string, options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'bandwidth.convert', this.#ref, { id }, options);
  }

  delete(id: string, options?: CallOptions & { readonly force?: boolean }): Operation<void> {
    return start(
      this.#runtime,
      'bandwidth.delete',
      this.#ref,
      { id, force: options?.force ?? false },
      options,
    );
  }
}
