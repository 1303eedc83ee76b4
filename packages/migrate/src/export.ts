import {
  type BandwidthPackage,
  type CallOptions,
  type Clock,
  type Clouds,
  type DnatRule,
  type Gateway,
  type GatewayRef,
  type Listing,
  type PublicAddress,
  type Size,
  type SizeFacts,
  type SnatRule,
  sameSize,
} from '@polynat/core';
import type { DocumentedDnat, DocumentedNetwork, DocumentedSnat, GatewayDocument } from './document.ts';
import { readDocument } from './document-text.ts';

/** Reads a gateway with everything that belongs to it. Only reads; safe on production. */
export async function exportGateway(
  nat: Clouds,
  ref: GatewayRef | string,
  { clock, ...options }: CallOptions & { readonly clock?: Pick<Clock, 'now'> } = {},
): Promise<GatewayDocument> {
  const handle = nat.gateway(ref);
  const cloud = nat.cloud(handle.ref.cloud);
  const gateway = await handle.get(options);
  const [addresses, snat, dnat, bandwidth, network] = await Promise.all([
    handle.addresses.list(options).toArray(),
    listWhere(cloud.can('snat.rules'), () => handle.snat.list(options)),
    listWhere(cloud.can('dnat.rules'), () => handle.dnat.list(options)),
    listWhere(cloud.can('bandwidth.packages'), () => handle.bandwidth.list(options)),
    documentNetwork(nat, gateway, options),
  ]);
  return readDocument({
    polynat: 1,
    gateway: { ...documentGateway(gateway, cloud.capabilities.sizes, cloud.kind, clock), network },
    addresses: addresses.map(documentAddress),
    snat: snat.map(documentSnat),
    dnat: dnat.map(documentDnat),
    bandwidth: bandwidth.map(documentBandwidth),
  });
}

const listWhere = async <T>(present: boolean, list: () => Listing<T>): Promise<T[]> =>
  present ? list().toArray() : [];

function documentGateway(
  gateway: Gateway,
  sizes: SizeFacts,
  cloud: string,
  clock: Pick<Clock, 'now'> = Date,
) {
  const { name, description, size, generation, billing, tags, ref } = gateway;
  const connections = connectionsOf(size, sizes);
  return {
    name,
    ...(description && { description }),
    origin: { ref: `${ref}`, cloud, read: new Date(clock.now()).toISOString() },
    size,
    ...(connections !== undefined && { connections }),
    ...(generation !== undefined && { generation }),
    billing,
    ...(gateway.protected !== undefined && { protected: gateway.protected }),
    tags,
  };
}

export function connectionsOf(size: Size, { offers, units }: SizeFacts): number | undefined {
  if ('connections' in size) return size.connections;
  if ('units' in size) return units?.connectionsPerUnit && size.units * units.connectionsPerUnit;
  return offers.find((offer) => sameSize(offer.size, size))?.connections;
}

async function documentNetwork(
  nat: Clouds,
  { ref, placement }: Gateway,
  options: CallOptions,
): Promise<DocumentedNetwork> {
  const cloud = nat.cloud(ref.cloud);
  if (!cloud.can('networks.list')) return placement;
  const [networks, subnets] = await Promise.all([
    cloud.networks.list(options).toArray(),
    cloud.networks.subnets(placement.vpc, options).toArray(),
  ]);
  const cidrs = networks.find(({ id }) => id === placement.vpc)?.cidrs;
  return {
    ...placement,
    ...(cidrs && cidrs.length > 0 && { cidrs }),
    subnets: Object.fromEntries(subnets.map(({ id, cidr }) => [id, cidr])),
  };
}

const documentAddress = ({ ip, bandwidthMbps, sharedBandwidth }: PublicAddress) => ({
  ip,
  ...(bandwidthMbps !== undefined && bandwidthMbps > 0 && { bandwidthMbps }),
  ...(sharedBandwidth !== undefined && { sharedBandwidth }),
});

export const documentSnat = ({
  name,
  source,
  through,
}: Pick<SnatRule, 'name' | 'source' | 'through'>): DocumentedSnat => ({
  ...(name && { name }),
  source,
  through,
});

export const documentDnat = (
  rule: Pick<DnatRule, 'name' | 'protocol' | 'public' | 'private'>,
): DocumentedDnat => ({
  ...(rule.name && { name: rule.name }),
  protocol: rule.protocol,
  public: rule.public,
  private: rule.private,
});

const documentBandwidth = ({ name, bandwidthMbps, addresses }: BandwidthPackage) => ({
  name,
  bandwidthMbps,
  addresses: addresses.map(({ ip }) => ip),
});
