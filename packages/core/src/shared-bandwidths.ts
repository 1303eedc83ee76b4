import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import type { LabelChange } from './model/gateway.ts';
import {
  isMeantBandwidth,
  type SharedBandwidth,
  type SharedBandwidthFilter,
  type SharedBandwidthSpec,
  sharedBandwidthFilterSchema,
} from './model/shared-bandwidth.ts';
import { sharingOf } from './mutations/shared-bandwidth.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import { check } from './runtime/check.ts';
import { listedWhere } from './runtime/listed.ts';
import { describeFilter, onlyOne } from './runtime/only-one.ts';
import { type Runtime, readCall } from './runtime/runtime.ts';
import { freeze } from './runtime/snapshot.ts';

/** Bandwidth that public addresses of several gateways draw from together. Addresses are named by their IP or their allocation id. */
export class SharedBandwidths {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  list(filter: SharedBandwidthFilter = {}, options?: CallOptions): Listing<SharedBandwidth> {
    const meant = check<SharedBandwidthFilter>(sharedBandwidthFilterSchema, filter, 'filter');
    return listedWhere(
      this.#runtime,
      options,
      async (cursor, call) => sharingOf(this.#runtime).list(cursor, call),
      (bandwidth) => isMeantBandwidth(bandwidth, meant),
    );
  }

  async get(id: string, options?: CallOptions): Promise<SharedBandwidth> {
    return freeze(await sharingOf(this.#runtime).get(id, readCall(this.#runtime, options)));
  }

  /** Exactly one: `not-found` when there is none, `conflict` with the ids of all when there are several. */
  async find(filter: SharedBandwidthFilter, options?: CallOptions): Promise<SharedBandwidth> {
    const found = await this.list(filter, options).toArray();
    return onlyOne(found, describeFilter('shared bandwidth', filter), ({ id }) => id);
  }

  /** Buys it; it costs from now on, with and without addresses. */
  create(spec: SharedBandwidthSpec, options?: CallOptions): Operation<SharedBandwidth> {
    return start(this.#runtime, 'sharedBandwidth.create', undefined, spec, options);
  }

  change(id: string, change: LabelChange, options?: CallOptions): Operation<SharedBandwidth> {
    return start(this.#runtime, 'sharedBandwidth.change', undefined, { id, ...change }, options);
  }

  resize(id: string, bandwidthMbps: number, options?: CallOptions): Operation<SharedBandwidth> {
    return start(this.#runtime, 'sharedBandwidth.resize', undefined, { id, bandwidthMbps }, options);
  }

  /** Settles when all of them draw from it. One that does already stays as it is; one of another shared bandwidth is a `conflict`. */
  join(id: string, addresses: readonly string[], options?: CallOptions): Operation<SharedBandwidth> {
    return start(this.#runtime, 'sharedBandwidth.join', undefined, { id, addresses }, options);
  }

  /** The addresses stay in the account and on their gateways, each with bandwidth of its own again. */
  leave(id: string, addresses: readonly string[], options?: CallOptions): Operation<void> {
    return start(this.#runtime, 'sharedBandwidth.leave', undefined, { id, addresses }, options);
  }

  /** Refused while addresses draw from it. With `cascade` they leave it first; none is released. */
  delete(id: string, options: CallOptions & { readonly cascade?: boolean } = {}): Operation<void> {
    const { cascade = false, ...call } = options;
    return start(this.#runtime, 'sharedBandwidth.delete', undefined, { id, cascade }, call);
  }
}
