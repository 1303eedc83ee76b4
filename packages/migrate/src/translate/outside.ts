import { type Cidr, contains, describeDnat, describeSource, parseCidr, type SnatSource } from '@polynat/core';
import type { GatewayDocument } from '../document.ts';
import { blocking, type Gap } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

/** Rules about private IPs that the target's VPC does not have: most clouds refuse them, and no traffic would match. */
export function outsideGaps(
  { snat, dnat, gateway }: GatewayDocument,
  mapping: Mapping,
  target: Target,
): readonly Gap[] {
  const whole = target.cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
  if (whole.length === 0) return [];
  const known = gateway.network.subnets ?? {};
  const leaving = snat.flatMap(({ source }, index) =>
    blocksOf(source, known, mapping).every((block) => isInside(block, whole))
      ? []
      : [outside(`snat.${index}`, `the SNAT rule for ${describeSource(source)}`, mapping, target)],
  );
  const entering = dnat.flatMap((rule, index) =>
    isInside(rule.private.address, whole)
      ? []
      : [outside(`dnat.${index}`, `the DNAT rule ${describeDnat(rule)}`, mapping, target)],
  );
  return [...leaving, ...entering];
}

/** The blocks a source keeps on the target; those of a subnet that has a counterpart there change with it. */
function blocksOf(
  source: SnatSource,
  known: Readonly<Record<string, string>>,
  { subnets = {} }: Mapping,
): readonly string[] {
  if ('hosts' in source) return source.hosts;
  if ('network' in source) return [];
  if (!('subnet' in source)) return [source.cidr];
  const block = subnets[source.subnet] === undefined ? (source.cidr ?? known[source.subnet]) : undefined;
  return block === undefined ? [] : [block];
}

function isInside(text: string, whole: readonly Cidr[]): boolean {
  const block = parseCidr(text);
  return block === undefined || whole.some((one) => contains(one, block));
}

function outside(where: string, what: string, { network }: Mapping, { alias, cidrs }: Target): Gap {
  const why = `${network.vpc} on ${alias} has the CIDR blocks ${cidrs.join(', ')}`;
  const remedy =
    'change the rule in the document, choose another VPC, or, where VPCs are connected, set `accept: [network]`';
  return blocking('network', where, what, { why, remedy });
}
