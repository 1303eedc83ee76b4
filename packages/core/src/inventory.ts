import type { Call, CallOptions } from './call.ts';
import type { Page, ToldGateway, ToldRules } from './driver.ts';
import type { Listing } from './listing.ts';
import type { PublicAddress } from './model/address.ts';
import type { DnatRule } from './model/dnat-rule.ts';
import type { Gateway, GatewayRecord } from './model/gateway.ts';
import type { SnatRule } from './model/snat-rule.ts';
import { resourceOf } from './mutations/define.ts';
import { listed, listedAs, listedWhere } from './runtime/listed.ts';
import type { Runtime } from './runtime/runtime.ts';
import { freeze, snapshotOf } from './runtime/snapshot.ts';

export interface ListedGateway {
  readonly gateway: Gateway;
  /** Rules that the same answer tells; read those of a kind that is absent. A kind that the cloud does not have is empty. */
  readonly rules: ToldRules;
}

/**
 * All gateways of one cloud with their rules and addresses, in the fewest requests the cloud allows: for reading everything. For a few
 * gateways, a handle of each is cheaper.
 */
export class CloudInventory {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  gateways(options?: CallOptions): Listing<ListedGateway> {
    const { driver, alias } = this.#runtime;
    const none: ToldRules = { ...(driver.snat ? {} : { snat: [] }), ...(driver.dnat ? {} : { dnat: [] }) };
    return listedAs<ToldGateway, ListedGateway>(
      this.#runtime,
      options,
      (follow) => follow((cursor, call) => this.#page(cursor, call)),
      ({ rules, ...record }) => ({
        gateway: snapshotOf(alias, record),
        rules: freeze({ ...none, ...rules }),
      }),
    );
  }

  /** The public addresses that gateways hold. What each is used for, its gateway tells. */
  addresses(options?: CallOptions): Listing<PublicAddress> {
    const { inventory, addresses } = this.#runtime.driver;
    return listedWhere(
      this.#runtime,
      options,
      (cursor, call) => inventory?.addresses(cursor, call) ?? addresses.list({}, cursor, call),
      ({ gateway }) => gateway !== undefined,
    );
  }

  /** The SNAT rules of a gateway of `gateways()`. */
  snat({ ref, ...facts }: Gateway, options?: CallOptions): Listing<SnatRule> {
    const record: GatewayRecord = { key: ref, ...facts };
    const { inventory } = this.#runtime.driver;
    return listed(
      this.#runtime,
      options,
      async (cursor, call) =>
        inventory?.snat?.(record, cursor, call) ??
        resourceOf(this.#runtime, 'snat', 'snat.rules').list(ref, cursor, call),
    );
  }

  /** The DNAT rules of a gateway of `gateways()`. */
  dnat({ ref }: Gateway, options?: CallOptions): Listing<DnatRule> {
    return listed(this.#runtime, options, async (cursor, call) =>
      resourceOf(this.#runtime, 'dnat', 'dnat.rules').list(ref, cursor, call),
    );
  }

  async #page(cursor: string | undefined, call: Call): Promise<Page<ToldGateway>> {
    const { inventory, gateways } = this.#runtime.driver;
    if (inventory) return inventory.gateways(cursor, call);
    const page = await gateways.list({}, cursor, call);
    return { ...page, items: page.items.map((gateway) => ({ ...gateway, rules: {} })) };
  }
}
