import { mayUseAlias, mayUseNetwork, type Principal } from '@polynat/access';
import {
  type BandwidthPackage,
  type Billing,
  type Clouds,
  type DnatRule,
  type Gateway,
  GatewayRef,
  type Listing,
  type NatError,
  type Network,
  type PublicAddress,
  type Readiness,
  type Route,
  type SharedBandwidth,
  type SnatRule,
  type Subnet,
} from '@polynat/core';
import { absent } from '../refusal.ts';
import type { Aged, SharedReads } from './shared-reads.ts';

export interface ReadOptions {
  /** Ask the cloud anew. */
  readonly refresh?: boolean;
}

/** What several clouds answered, and what the others failed with. */
export interface Gathered<T> {
  readonly items: readonly T[];
  readonly failures: readonly { readonly cloud: string; readonly error: NatError }[];
  /** When each cloud was read, in milliseconds since 1970. */
  readonly readAt: Readonly<Record<string, number>>;
}

/** Lists that belong to one gateway. */
export interface GatewayLists {
  readonly snat: SnatRule;
  readonly dnat: DnatRule;
  readonly addresses: PublicAddress;
  readonly bandwidth: BandwidthPackage;
  readonly routes: Route;
}

/** What a principal may see of the clouds. What lies outside the scope is as if it did not exist. */
export class CloudReads {
  readonly #nat: Clouds;
  readonly #shared: SharedReads;

  constructor(nat: Clouds, shared: SharedReads) {
    this.#nat = nat;
    this.#shared = shared;
  }

  /** The aliases within the scope. */
  aliases(principal: Principal): readonly string[] {
    return this.#nat.aliases.filter((alias) => mayUseAlias(principal, alias));
  }

  requireAlias(principal: Principal, alias: string): void {
    if (!this.aliases(principal).includes(alias)) throw absent(`cloud "${alias}"`);
  }

  /** Gateways of all clouds, or of one. */
  async gateways(
    principal: Principal,
    { cloud, refresh = false }: ReadOptions & { readonly cloud?: string } = {},
  ): Promise<Gathered<Gateway>> {
    if (cloud !== undefined) this.requireAlias(principal, cloud);
    const items: Gateway[] = [];
    const failures: { readonly cloud: string; readonly error: NatError }[] = [];
    const readAt: Record<string, number> = {};
    const asked = cloud === undefined ? this.aliases(principal) : [cloud];
    const answers = asked.map(async (alias) => {
      const list = () => this.#nat.cloud(alias).gateways.list().toArray();
      const answer = await this.#shared
        .read(`${alias} gateways`, refresh, list)
        .catch((error: NatError) => error);
      return { alias, answer };
    });
    for (const { alias, answer } of await Promise.all(answers)) {
      if ('code' in answer) {
        failures.push({ cloud: alias, error: answer });
        continue;
      }
      readAt[alias] = answer.readAt;
      for (const gateway of answer.value)
        if (mayUseNetwork(principal, gateway.placement.vpc)) items.push(gateway);
    }
    return { items, failures, readAt };
  }

  /** The network decides, as the cloud tells it: one that a ref claims proves nothing. */
  async gateway(
    principal: Principal,
    ref: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<Gateway>> {
    const { cloud } = GatewayRef.parse(ref);
    this.requireAlias(principal, cloud);
    const get = () => this.#nat.gateway(ref).get();
    const aged = await this.#shared.read(`${cloud} gateway ${ref}`, refresh, get);
    if (!mayUseNetwork(principal, aged.value.placement.vpc)) throw absent(`gateway ${ref}`);
    return aged;
  }

  async list<N extends keyof GatewayLists>(
    principal: Principal,
    ref: string,
    name: N,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<readonly GatewayLists[N][]>> {
    const { value } = await this.gateway(principal, ref);
    const lists: { readonly [L in keyof GatewayLists]: () => Listing<GatewayLists[L]> } = {
      snat: () => this.#nat.gateway(ref).snat.list(),
      dnat: () => this.#nat.gateway(ref).dnat.list(),
      addresses: () => this.#nat.gateway(ref).addresses.list(),
      bandwidth: () => this.#nat.gateway(ref).bandwidth.list(),
      routes: () => this.#nat.gateway(ref).routes(),
    };
    return this.#shared.read(`${value.ref.cloud} ${name} of ${ref}`, refresh, () => lists[name]().toArray());
  }

  async billing(
    principal: Principal,
    ref: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<Billing>> {
    const { value } = await this.gateway(principal, ref);
    const read = () => this.#nat.gateway(ref).billing();
    return this.#shared.read(`${value.ref.cloud} billing of ${ref}`, refresh, read);
  }

  async readiness(
    principal: Principal,
    ref: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<Readiness>> {
    const { value } = await this.gateway(principal, ref);
    const read = () => this.#nat.gateway(ref).readiness();
    return this.#shared.read(`${value.ref.cloud} readiness of ${ref}`, refresh, read);
  }

  /** With networks in the scope: the public IPs of the gateways in them. */
  async addresses(
    principal: Principal,
    alias: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<readonly PublicAddress[]>> {
    this.requireAlias(principal, alias);
    const list = () => this.#nat.cloud(alias).addresses.list().toArray();
    const aged = await this.#shared.read(`${alias} addresses`, refresh, list);
    if (!principal.scope?.networks) return aged;
    const { items } = await this.gateways(principal, { cloud: alias });
    const own = new Set(items.map(({ ref }) => ref.id));
    const visible = aged.value.filter(({ gateway }) => gateway !== undefined && own.has(gateway));
    return { ...aged, value: visible };
  }

  /** With networks in the scope: those that a public IP of theirs draws from. */
  async sharedBandwidths(
    principal: Principal,
    alias: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<readonly SharedBandwidth[]>> {
    this.requireAlias(principal, alias);
    const list = () => this.#nat.cloud(alias).bandwidth.list().toArray();
    const aged = await this.#shared.read(`${alias} shared bandwidths`, refresh, list);
    if (!principal.scope?.networks) return aged;
    const { value } = await this.addresses(principal, alias, { refresh });
    const own = new Set(value.map(({ ip }) => ip));
    return { ...aged, value: aged.value.filter(({ addresses }) => addresses.some(({ ip }) => own.has(ip))) };
  }

  async networks(
    principal: Principal,
    alias: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<readonly Network[]>> {
    this.requireAlias(principal, alias);
    const list = () => this.#nat.cloud(alias).networks.list().toArray();
    const aged = await this.#shared.read(`${alias} networks`, refresh, list);
    return { ...aged, value: aged.value.filter(({ id }) => mayUseNetwork(principal, id)) };
  }

  async subnets(
    principal: Principal,
    alias: string,
    network: string,
    { refresh = false }: ReadOptions = {},
  ): Promise<Aged<readonly Subnet[]>> {
    this.requireAlias(principal, alias);
    if (!mayUseNetwork(principal, network)) throw absent(`network ${network}`);
    const list = () => this.#nat.cloud(alias).networks.subnets(network).toArray();
    return this.#shared.read(`${alias} subnets of ${network}`, refresh, list);
  }
}
