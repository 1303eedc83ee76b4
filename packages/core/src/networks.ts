import type { CallOptions } from './call.ts';
import type { Listing } from './listing.ts';
import type { Network, Subnet } from './model/network.ts';
import { resourceOf } from './mutations/define.ts';
import { listed } from './runtime/listed.ts';
import type { Runtime } from './runtime/runtime.ts';

/** The networks gateways can stand in. Read only. */
export class Networks {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  list(options?: CallOptions): Listing<Network> {
    return listed(this.#runtime, options, async (cursor, call) =>
      resourceOf(this.#runtime, 'networks', 'networks.list').list(cursor, call),
    );
  }

  subnets(network: string, options?: CallOptions): Listing<Subnet> {
    return listed(this.#runtime, options, async (cursor, call) =>
      resourceOf(this.#runtime, 'networks', 'networks.list').subnets(network, cursor, call),
    );
  }
}
