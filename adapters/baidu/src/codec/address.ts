import { providerSettings, type UsualSettings } from '@polynat/adapter-kit';
import {
  type AddressUse,
  type DnatRule,
  type Metering,
  meterings,
  type PublicAddress,
  type SnatRule,
} from '@polynat/core';
import type { EipModel } from '../operations/addresses.ts';
import type { NatModel } from '../operations/gateways.ts';
import { generationOf } from './size.ts';
import { decodeAddressState } from './state.ts';

type Bound = Pick<NatModel, 'id' | 'natType' | 'spec' | 'eips' | 'dnatEips' | 'bindEips'>;

/**
 * The addresses of a gateway and what each serves, in the order they are told. A normal gateway keeps pools for SNAT and DNAT; an
 * enhanced one has a single pool that serves both. Since February 2026 `bindEips` repeats the addresses of normal gateways
 * (https://cloud.baidu.com/doc/VPC/s/Mjwvyuj7m).
 */
export function usesOf(nat: Bound): ReadonlyMap<string, AddressUse> {
  const uses = new Map<string, AddressUse>();
  for (const ip of nat.eips) uses.set(ip, 'snat');
  for (const ip of nat.dnatEips) uses.set(ip, uses.has(ip) ? 'both' : 'dnat');
  const onlyPool = generationOf(nat) === 'enhanced' ? 'both' : undefined;
  for (const ip of nat.bindEips) uses.set(ip, onlyPool ?? uses.get(ip) ?? 'snat');
  return uses;
}

/** A gateway tells nothing of its addresses but that they are bound. */
export const decodeBound = (nat: Bound, uses = usesOf(nat)): readonly PublicAddress[] =>
  [...uses].map(([ip, use]) => ({
    ip,
    use,
    gateway: nat.id,
    state: 'available',
    providerState: 'binded',
    native: ip,
  }));

export function decodeEip(eip: EipModel, use: AddressUse = 'idle'): PublicAddress {
  const holder = holderOf(eip);
  return {
    ip: eip.eip,
    ...(eip.eipId && { id: eip.eipId }),
    use,
    ...(holder && { gateway: holder }),
    ...(eip.bandwidthInMbps !== undefined && { bandwidthMbps: eip.bandwidthInMbps }),
    ...decodeMetering(eip.billingMethod),
    ...(eip.shareGroupId && { sharedBandwidth: eip.shareGroupId }),
    ...providerSettings(eip, usualSettings),
    state: decodeAddressState(eip.status),
    providerState: eip.status ?? '',
    native: eip,
  };
}

/** Defaults of ApplyForEip (https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv). */
const usualSettings: UsualSettings = {
  name: undefined,
  paymentTiming: 'Postpaid',
  routeType: 'BGP',
  deleteProtect: false,
  resourceGroupId: undefined,
  tags: undefined,
};

export const encodeMetering = { traffic: 'ByTraffic', bandwidth: 'ByBandwidth' } as const;

/** Empty for a prepaid address. */
export function decodeMetering(word: string | undefined): { readonly meteredBy?: Metering } {
  const meteredBy = meterings.find((way) => encodeMetering[way] === word);
  return meteredBy === undefined ? {} : { meteredBy };
}

/** What addresses of a single pool serve is told by nothing but the rules that name them. */
export function usesByRules(
  ips: Iterable<string>,
  snat: readonly Pick<SnatRule, 'through'>[],
  dnat: readonly Pick<DnatRule, 'public'>[],
): ReadonlyMap<string, AddressUse> {
  const leaving = new Set(snat.flatMap(({ through }) => through));
  const entering = new Set(dnat.map(({ public: outside }) => outside.address));
  const useOf = (ip: string): AddressUse => {
    if (leaving.has(ip)) return entering.has(ip) ? 'both' : 'snat';
    return entering.has(ip) ? 'dnat' : 'idle';
  };
  return new Map([...ips].map((ip) => [ip, useOf(ip)]));
}

/** The NAT gateway an address is bound to. */
export const holderOf = ({ instanceType, instanceId }: EipModel): string | undefined =>
  instanceType?.toUpperCase() === 'NAT' && instanceId ? instanceId : undefined;

export type Pool = 'eips' | 'dnatEips' | 'bindEips';

const poolOfUse: Readonly<Record<AddressUse, readonly Pool[]>> = {
  snat: ['eips'],
  dnat: ['dnatEips'],
  both: ['eips', 'dnatEips'],
  idle: [],
};

/** The pools an address has to leave to be free. */
export function poolsHolding(nat: Bound, ip: string): readonly Pool[] {
  const use = usesOf(nat).get(ip);
  if (use === undefined) return [];
  return generationOf(nat) === 'enhanced' ? ['bindEips'] : poolOfUse[use];
}
