import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import { type Gateway, type GatewayFilter, type GatewaySpec, gatewayFilterSchema } from './model/gateway.ts';
import { start } from './mutations/start.ts';
import type { Operation } from './operation.ts';
import { check } from './runtime/check.ts';
import { listedAs } from './runtime/listed.ts';
import type { Runtime } from './runtime/runtime.ts';
import { snapshotOf } from './runtime/snapshot.ts';

/** The gateways of one cloud. */
export class Gateways {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  list(filter: GatewayFilter = {}, options?: CallOptions): Listing<Gateway> {
    const { driver, alias } = this.#runtime;
    const wanted = check<GatewayFilter>(gatewayFilterSchema, filter, 'filter');
    return listedAs(
      this.#runtime,
      options,
      (cursor, call) => driver.gateways.list(wanted, cursor, call),
      (record) => snapshotOf(alias, record),
    );
  }

  /** Orders a gateway. It costs from the moment the cloud accepts. */
  create(spec: GatewaySpec, options?: CallOptions): Operation<Gateway> {
    return start(this.#runtime, 'gateways.create', undefined, spec, options);
  }
}
