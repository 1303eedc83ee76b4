import { type Cidr, parseCidr } from '@polynat/core';
import type { DocumentedNetwork, GatewayDocument } from '../document.ts';
import { droppedBy, type Mapping, replacementsIn } from '../mapping.ts';
import type { Target } from './target.ts';

/** What the translation of every SNAT rule needs to know. */
export interface SnatContext {
  readonly target: Target;
  readonly mapping: Mapping;
  /** The network of the source. */
  readonly network: DocumentedNetwork;
  /** Blocks of the target's network and its subnets, read once. */
  readonly whole: readonly Cidr[];
  readonly subnets: readonly TargetSubnet[];
  /** Source addresses that have a counterpart. */
  readonly kept: readonly string[];
  readonly dropped: ReadonlySet<string>;
  /** The shared bandwidth of the public IP that replaces one of the source, where it has one. */
  readonly sharedBandwidth: ReadonlyMap<string, string>;
}

export interface TargetSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly block: Cidr;
}

export function snatContext(
  { gateway, addresses }: GatewayDocument,
  mapping: Mapping,
  target: Target,
): SnatContext {
  const dropped = droppedBy(mapping);
  return {
    target,
    mapping,
    network: gateway.network,
    whole: target.cidrs.flatMap((cidr) => parseCidr(cidr) ?? []),
    subnets: target.subnets.flatMap(({ id, cidr }) => withBlock(id, cidr)),
    kept: addresses.map(({ ip }) => ip).filter((ip) => !dropped.has(ip)),
    dropped,
    sharedBandwidth: sharedBandwidths(mapping, target),
  };
}

function withBlock(id: string, cidr: string): readonly TargetSubnet[] {
  const block = parseCidr(cidr);
  return block ? [{ id, cidr, block }] : [];
}

function sharedBandwidths(mapping: Mapping, { addresses: known = [] }: Target): ReadonlyMap<string, string> {
  const groups = new Map(known.map(({ ip, sharedBandwidth }) => [ip, sharedBandwidth]));
  return new Map(
    replacementsIn(mapping).flatMap(([sourceIp, ip]) => {
      const group = groups.get(ip);
      return group === undefined ? [] : [[sourceIp, group]];
    }),
  );
}
