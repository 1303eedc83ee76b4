import {
  type Cidr,
  contains,
  kindOfSource,
  parseCidr,
  type SnatSource,
  type SnatSourceKind,
} from '@polynat/core';
import type { Reason } from '../gap.ts';
import type { SnatContext, TargetSubnet } from './snat-context.ts';
import { lacking } from './target.ts';

/** The same private IPs in kinds of sources that the target takes; `undefined` when there is none. */
export function translateSource(source: SnatSource, context: SnatContext): readonly SnatSource[] | undefined {
  if ('network' in source) return wholeNetwork(context);
  if ('hosts' in source) return hosts(source.hosts, context);
  if ('subnet' in source) return subnet(source, context);
  return block(source.cidr, context);
}

/** Why there is none. */
export function whyNone(source: SnatSource, context: SnatContext): Reason {
  if ('subnet' in source && !('hosts' in source) && isPart(source, context) && isMoved(source, context))
    return partMoved(source, context);
  const { target } = context;
  const kind = kindOfSource(source);
  const why = lacking(target, `snat.source.${kind}`)?.why;
  const remedy =
    kind === 'subnet'
      ? 'set the target subnet under `subnets` in the mapping, or the CIDR block of the source subnet in the document'
      : 'create subnets on the target that cover exactly these private IPs, or change the rule in the document';
  return { why: why ?? `${target.alias}: no source there covers exactly these private IPs`, remedy };
}

function partMoved({ subnet: id, cidr }: SubnetSource, { mapping }: SnatContext): Reason {
  return {
    why: `the rule covers only ${cidr} of ${id}, and the mapping moves that subnet to ${mapping.subnets?.[id]}`,
    remedy:
      'set the source of the rule in the document to its CIDR block on the target, or leave the rule out: `accept: [snat-source]`',
  };
}

const takes = ({ target }: SnatContext, kind: SnatSourceKind): boolean =>
  target.capabilities.features[`snat.source.${kind}`].supported;

function wholeNetwork(context: SnatContext): readonly SnatSource[] | undefined {
  if (takes(context, 'network')) return [{ network: 'whole' }];
  const blocks = (context.network.cidrs ?? []).map((cidr) => block(cidr, context));
  if (blocks.length === 0 || blocks.includes(undefined)) return undefined;
  return blocks.flatMap((found) => found ?? []);
}

function hosts(ips: readonly string[], context: SnatContext): readonly SnatSource[] | undefined {
  if (takes(context, 'hosts')) return placedHosts(ips, context);
  if (takes(context, 'cidr')) return ips.map((ip) => ({ cidr: `${ip}/32` }));
  return undefined;
}

/** Clouds that want to know the subnet of hosts join them one by one, and list them so. */
function placedHosts(
  ips: readonly string[],
  { target, subnets }: SnatContext,
): readonly SnatSource[] | undefined {
  const fact = target.capabilities.features['snat.source.hosts'];
  if (!fact.supported) return [{ hosts: ips }];
  const { perRule = ips.length } = fact;
  if (fact.subnet === 'unused') return inGroups(ips, perRule).map((group) => ({ hosts: group }));
  const homes = ips.map((ip) => subnets.find((candidate) => holds(candidate.block, parseCidr(ip))));
  if (homes.includes(undefined)) return undefined;
  return ips.map((ip, index) => ({ hosts: [ip], subnet: homes[index]?.id ?? '' }));
}

const inGroups = (ips: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ips.length / size) }, (_, group) =>
    ips.slice(group * size, (group + 1) * size),
  );

type SubnetSource = Extract<SnatSource, { readonly subnet: string; readonly hosts?: never }>;

function subnet(source: SubnetSource, context: SnatContext): readonly SnatSource[] | undefined {
  const { named, same, cidr } = counterpartOf(source, context);
  if (named !== undefined && !same && context.target.networks) return undefined;
  if (cidr !== undefined && isPart(source, context))
    return isMoved(source, context) ? undefined : block(cidr, context);
  const id = named ?? same?.id;
  if (takes(context, 'subnet') && id !== undefined) return [{ subnet: id, ...(same && { cidr: same.cidr }) }];
  const existing = named === undefined ? cidr : (same?.cidr ?? cidr);
  return existing === undefined ? undefined : block(existing, context);
}

/** The target subnet the mapping names for a source subnet, or the one with the same block. */
function counterpartOf(source: SubnetSource, { network, mapping, subnets }: SnatContext) {
  const cidr = source.cidr ?? network.subnets?.[source.subnet];
  const named = mapping.subnets?.[source.subnet];
  const same = subnets.find((candidate) =>
    named === undefined ? candidate.cidr === cidr : candidate.id === named,
  );
  return { cidr, named, same };
}

/** Whether a rule covers only a part of its subnet, or may do so where the subnet's CIDR block is not known. */
function isPart(source: SubnetSource, context: SnatContext): boolean {
  const own = context.network.subnets?.[source.subnet];
  if (source.cidr === undefined || own !== undefined) return source.cidr !== undefined && source.cidr !== own;
  const { named, same } = counterpartOf(source, context);
  const wanted = parseCidr(source.cidr);
  return named !== undefined && (!same || !wanted || lengthOf(same.block) > lengthOf(wanted));
}

/** Whether the mapping gives the subnet another block, so that it is not known which part of it is meant. */
function isMoved(source: SubnetSource, context: SnatContext): boolean {
  const { named, same } = counterpartOf(source, context);
  return (
    named !== undefined && named !== source.subnet && same?.cidr !== context.network.subnets?.[source.subnet]
  );
}

function block(cidr: string, context: SnatContext): readonly SnatSource[] | undefined {
  if (takes(context, 'cidr')) return [{ cidr }];
  const wanted = parseCidr(cidr);
  const { whole, subnets } = context;
  if (takes(context, 'network') && whole.length > 0 && whole.every((one) => holds(wanted, one)))
    return [{ network: 'whole' }];
  const inside = subnets.filter((candidate) => holds(wanted, candidate.block));
  if (takes(context, 'subnet') && wanted && coversExactly(wanted, inside))
    return inside.map(({ id, cidr: own }) => ({ subnet: id, cidr: own }));
  const isHost = wanted?.prefix === 32;
  return takes(context, 'hosts') && isHost ? placedHosts([cidr.slice(0, -3)], context) : undefined;
}

const holds = (outer: Cidr | undefined, inner: Cidr | undefined): boolean =>
  outer !== undefined && inner !== undefined && contains(outer, inner);

/** Subnets of one network never overlap, so sizes that add up leave no hole. */
const coversExactly = (wanted: Cidr, inside: readonly TargetSubnet[]): boolean =>
  inside.reduce((sum, { block: own }) => sum + lengthOf(own), 0) === lengthOf(wanted);

const lengthOf = ({ first, last }: Cidr): number => last - first + 1;
