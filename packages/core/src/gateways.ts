import type { ItemResult } from './batch.ts';
import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import type { Gateway, GatewaySpec } from './model/gateway.ts';
import { type GatewayFilter, gatewayFilterSchema } from './model/gateway-filter.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import { check } from './runtime/check.ts';
import { findGateway, listGateways } from './runtime/find-gateways.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The gateways of one cloud. */
export class Gateways {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The gateways to which everything in the filter applies; all without one. */
  list(filter: GatewayFilter = {}, options?: CallOptions): Listing<Gateway> {
    const wanted = check<GatewayFilter>(gatewayFilterSchema, filter, 'filter');
    return listGateways(this.#runtime, wanted, options);
  }

  /** Exactly one gateway: `not-found` when there is none, `conflict` with the refs of all when there are several. */
  find(filter: GatewayFilter, options?: CallOptions): Promise<Gateway> {
    return findGateway(this.list(filter, options), filter);
  }

  /** Orders a gateway. It costs from the moment the cloud accepts. */
  create(spec: GatewaySpec, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.create', undefined, spec, options);
  }

  /**
   * Orders several, one after the other. Completes to one result per gateway, in the order given, like `addAll` of rules: one that is
   * refused does not keep those behind it from being ordered, unless nothing further can succeed. Each has a token of its own, so that
   * the same token again, or another process that resumes it, orders none twice. No cloud orders several all or nothing.
   */
  createAll(specs: readonly GatewaySpec[], options?: CallOptions): Operation<readonly ItemResult<Gateway>[]> {
    return start(this.#runtime, 'gateways.createAll', undefined, { gateways: specs }, options);
  }
}
