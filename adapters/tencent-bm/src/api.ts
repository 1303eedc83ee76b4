import type { Call, GatewayRecord, Network, Page, PublicAddress, Subnet } from '@polynat/core';
import type { Accepted, Verdict } from '@polynat/tencent';
import type { Payment } from './codec/address.ts';
import type { Join } from './codec/snat.ts';

/** What names a gateway in every write: its network has to stand beside it. */
export interface FullKey {
  readonly region: string;
  readonly network: string;
  readonly id: string;
}

interface NewGateway {
  readonly name: string;
  readonly network: string;
  readonly connections: number;
  readonly addresses: readonly string[];
}

interface GatewayQuery {
  readonly id?: string;
  readonly network?: string | undefined;
  /** A part of the name. */
  readonly name?: string | undefined;
}

interface AddressQuery {
  readonly ids?: readonly string[];
  readonly ips?: readonly string[];
  readonly network?: string;
  /** Only addresses nothing uses. */
  readonly free?: boolean | undefined;
}

/** What the resources need of the API, said once for both generations. What a generation lacks is absent. */
export interface BmApi {
  gateways(query: GatewayQuery, cursor: string | undefined, call: Call): Promise<Page<GatewayRecord>>;
  create(order: NewGateway, call: Call): Promise<Accepted>;
  rename?(key: FullKey, name: string, call: Call): Promise<Accepted>;
  resize(key: FullKey, connections: number, call: Call): Promise<Accepted>;
  delete(key: FullKey, call: Call): Promise<Accepted>;

  attach(key: FullKey, ip: string, call: Call): Promise<Accepted>;
  detach(key: FullKey, ip: string, call: Call): Promise<Accepted>;

  joins(key: FullKey, call: Call): Promise<readonly Join[]>;
  joinSubnet(key: FullKey, subnet: string, call: Call): Promise<Accepted>;
  /** However it joined. */
  leaveSubnet(key: FullKey, subnet: string, call: Call): Promise<Accepted>;
  joinHosts?(key: FullKey, subnet: string, hosts: readonly string[], call: Call): Promise<Accepted>;
  leaveHosts?(key: FullKey, subnet: string, hosts: readonly string[], call: Call): Promise<Accepted>;

  addresses(query: AddressQuery, cursor: string | undefined, call: Call): Promise<Page<PublicAddress>>;
  allocate(
    network: string,
    payment: Payment,
    call: Call,
  ): Promise<Accepted & { readonly ids: readonly string[] }>;
  release(id: string, call: Call): Promise<Accepted>;

  networks(cursor: string | undefined, call: Call): Promise<Page<Network>>;
  subnets(network: string, cursor: string | undefined, call: Call): Promise<Page<Subnet>>;

  /** How a task of gateways stands; `undefined` for a number no page explains. */
  gatewayTask(task: string, call: Call): Promise<Verdict | undefined>;
  addressTask(task: string, call: Call): Promise<Verdict | undefined>;
}
