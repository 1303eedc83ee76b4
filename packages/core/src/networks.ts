import type { CallOptions } from './call.ts';
import { followPages, Listing } from './listing.ts';
import type { Network, Subnet } from './model/network.ts';
import { facetOf } from './mutations/define.ts';
import { type Runtime, readCall } from './runtime.ts';
import { freeze } from './snapshot.ts';

/** The networks gateways can stand in. Read only. */
export class Networks {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  list(options?: CallOptions): Listing<Network> {
    return new Listing(() =>
      followPages(async (cursor) => {
        const facet = facetOf(this.#runtime, 'networks', 'networks.list');
        return freeze(await facet.list(cursor, readCall(this.#runtime, options)));
      }),
    );
  }

  subnets(network: string, options?: CallOptions): Listing<Subnet> {
    return new Listing(() =>
      followPages(async (cursor) => {
        const facet = facetOf(this.#runtime, 'networks', 'networks.list');
        return freeze(await facet.subnets(network, cursor, readCall(this.#runtime, options)));
      }),
    );
  }
}
