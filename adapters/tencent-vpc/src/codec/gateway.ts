import { providerSettings, type UsualSettings } from '@polynat/adapter-kit';
import type {
  AddressUse,
  Billing,
  GatewayOrder,
  GatewayQuery,
  GatewayRecord,
  GatewayState,
  Size,
} from '@polynat/core';
import { decodeInstant } from '@polynat/tencent';
import type { NatModel } from '../operations/gateways.ts';
import { capacities } from '../operations/schema.ts';
import { decodeBound } from './address.ts';

/** `NatProductVersion`: 1 is traditional, 2 standard. */
export type Generation = 'traditional' | 'standard';

export const generationOf = ({ NatProductVersion }: NatModel): Generation =>
  NatProductVersion === 2 ? 'standard' : 'traditional';

/** https://cloud.tencent.com/document/api/215/15824#NatGateway */
const states: Readonly<Record<string, GatewayState>> = {
  PENDING: 'creating',
  AVAILABLE: 'available',
  UPDATING: 'updating',
  DELETING: 'deleting',
  PENDFAILURE: 'failed',
  DELETEFAILURE: 'failed',
  DENIED: 'suspended',
};

/** A suspended gateway may be listed as available. */
const statesOf = (wanted: GatewayState): readonly string[] =>
  Object.entries(states)
    .filter(([word, state]) => state === wanted || (wanted === 'suspended' && word === 'AVAILABLE'))
    .map(([word]) => word);

/** The API takes ids or conditions, never both. */
export function encodeQuery({ ids, network, name, state, tags }: GatewayQuery) {
  if (ids !== undefined) return { NatGatewayIds: [...ids] };
  const conditions = {
    'vpc-id': network === undefined ? [] : [network],
    'nat-gateway-name': name === undefined ? [] : [name],
    'nat-state': state === undefined ? [] : [...statesOf(state)],
    'tag-key': (tags ?? []).map(({ key }) => key),
  };
  const Filters = Object.entries(conditions)
    .filter(([, Values]) => Values.length > 0)
    .map(([Name, Values]) => ({ Name, Values }));
  return Filters.length === 0 ? {} : { Filters };
}

/** A gateway that is banned or in arrears is listed as available all the same. */
function decodeState(nat: NatModel): Pick<GatewayRecord, 'state' | 'providerState'> {
  const { State = 'no state' } = nat;
  const status = statusOf(nat);
  if (State === 'AVAILABLE' && status !== 'good')
    return { state: 'suspended', providerState: `${State}, ${status}` };
  return { state: states[State] ?? 'unknown', providerState: State };
}

function statusOf({ NetworkState, RestrictState }: NatModel): Billing['status'] {
  if (RestrictState === 'RESTRICTED') return 'security-locked';
  return NetworkState === 'INSUFFICIENT' ? 'arrears-locked' : 'good';
}

/** The smallest gateway, for orders that do not care. */
const [smallest] = capacities;

/** A standard gateway scales by itself and is billed by what it carries; a traditional one has a number of connections. */
export const decodeSize = (nat: NatModel): Size =>
  generationOf(nat) === 'standard'
    ? { metered: true }
    : { connections: nat.MaxConcurrentConnection ?? smallest };

function encodeSize(size: Size | undefined) {
  if (size && 'metered' in size) return { NatProductVersion: 2 };
  return { NatProductVersion: 1, MaxConcurrentConnection: connectionsIn(size) };
}

export const connectionsIn = (size: Size | undefined): number =>
  size && 'connections' in size ? size.connections : smallest;

/** The size that an order leads to; one that does not say gets the smallest. */
export const orderedSize = (size: Size | undefined): Size =>
  size && 'metered' in size ? size : { connections: connectionsIn(size) };

export function decodeGateway(nat: NatModel, region: string): GatewayRecord {
  const { NatGatewayId: id, NatGatewayName, VpcId = '', Zone, DeletionProtectionEnabled } = nat;
  const created = decodeInstant(nat.CreatedTime);
  const uses = usesOf(nat);
  return {
    key: { region, id },
    name: NatGatewayName ?? '',
    ...decodeState(nat),
    placement: { vpc: VpcId, ...(Zone && { zone: Zone }) },
    size: decodeSize(nat),
    ...(nat.InternetMaxBandwidthOut !== undefined && { outboundMbps: nat.InternetMaxBandwidthOut }),
    ...(nat.PublicAddressAffinity !== undefined && { options: { affinity: nat.PublicAddressAffinity } }),
    generation: generationOf(nat),
    addresses: nat.PublicIpAddressSet.map((bound) => decodeBound(bound, id, uses.get(bound.PublicIpAddress))),
    billing: {
      mode: 'on-demand',
      meteredBy: generationOf(nat) === 'standard' ? 'usage' : 'spec',
      status: statusOf(nat),
    },
    ...(DeletionProtectionEnabled !== undefined && { protected: DeletionProtectionEnabled }),
    tags: Object.fromEntries(nat.TagSet.map(({ Key, Value = '' }) => [Key, Value])),
    ...(created !== undefined && { created }),
    ...providerSettings(nat, usualSettings),
    native: nat,
  };
}

/** Defaults of new gateways (https://cloud.tencent.com/document/api/215/15824#NatGateway). */
const usualSettings: UsualSettings = { ICMPProxy: true, StrictSnatMode: false };

/** What the public IPs of a gateway serve, as its rules tell. Sources without a rule leave through all of them. */
export function usesOf(nat: NatModel): ReadonlyMap<string, AddressUse> {
  const snat = new Set(nat.SourceIpTranslationNatRuleSet.flatMap((rule) => rule.PublicIpAddresses));
  const dnat = new Set(nat.DestinationIpPortTranslationNatRuleSet.map((rule) => rule.PublicIpAddress));
  const ips = nat.PublicIpAddressSet.map(({ PublicIpAddress }) => PublicIpAddress);
  return new Map(ips.map((ip) => [ip, useOf(snat.has(ip), dnat.has(ip))]));
}

function useOf(snat: boolean, dnat: boolean): AddressUse {
  if (snat) return dnat ? 'both' : 'snat';
  return dnat ? 'dnat' : 'idle';
}

export const encodeOrder = (order: GatewayOrder) => ({
  NatGatewayName: order.name ?? '',
  VpcId: order.network.vpc,
  PublicIpAddresses: [...(order.addresses ?? [])],
  ...encodeSize(order.size),
  ...(order.outboundMbps !== undefined && { InternetMaxBandwidthOut: order.outboundMbps }),
  ...(order.network.zone !== undefined && { Zone: order.network.zone }),
  ...(order.protected && { DeletionProtectionEnabled: true }),
  ...(order.tags && { Tags: Object.entries(order.tags).map(([Key, Value]) => ({ Key, Value })) }),
});
