import { contains, describeSource, parseCidr, type SnatSource, type SnatSpec } from '@polynat/core';
import type { DocumentedNetwork, DocumentedSnat, GatewayDocument } from '../document.ts';
import type { Gap, Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { fitName } from './gateway.ts';
import { gap, lacking, type Target } from './target.ts';

/** SNAT rules in the target's terms; one rule may become several with the same meaning. */
export function translateSnat(
  { snat, gateway, addresses }: GatewayDocument,
  mapping: Mapping,
  target: Target,
): Translated<readonly SnatSpec[]> {
  const context: Context = {
    network: gateway.network,
    mapping,
    target,
    every: addresses.map(({ ip }) => ip),
  };
  const rules = snat.map((rule, index) => translateRule(rule, `snat.${index}`, context));
  const value = rules.flatMap((rule) => rule.value);
  return { value, gaps: [...rules.flatMap((rule) => rule.gaps), ...countGap(value.length, target)] };
}

interface Context {
  readonly network: DocumentedNetwork;
  readonly mapping: Mapping;
  readonly target: Target;
  /** Every address of the source. */
  readonly every: readonly string[];
}

function translateRule(
  rule: DocumentedSnat,
  where: string,
  context: Context,
): Translated<readonly SnatSpec[]> {
  const none = lacking(context.target, 'snat.rules');
  const what = `the SNAT rule for ${describeSource(rule.source)}`;
  if (none) return { value: [], gaps: [gap('snat-source', 'blocking', where, what, none)] };
  const sources = translateSource(rule.source, context);
  if (!sources) return { value: [], gaps: [sourceGap(rule.source, where, what, context)] };
  const through = translateThrough(rule, where, context);
  const value = sources.map((source, index) => ({
    source,
    ...through.value,
    ...nameOf(rule, where, sources.length > 1 ? index + 1 : 0, context.target).value,
  }));
  return { value, gaps: [...through.gaps, ...nameOf(rule, where, 0, context.target).gaps] };
}

/** The same inside addresses, said in kinds of sources the target takes; `undefined` when there is no way to say it. */
function translateSource(source: SnatSource, context: Context): readonly SnatSource[] | undefined {
  if ('network' in source) return wholeNetwork(context);
  if ('hosts' in source) return hosts(source.hosts, context);
  if ('subnet' in source) return subnet(source, context);
  return block(source.cidr, context);
}

const takes = ({ target }: Context, kind: 'cidr' | 'subnet' | 'hosts' | 'network'): boolean =>
  target.capabilities.features[`snat.source.${kind}`].supported;

function wholeNetwork(context: Context): readonly SnatSource[] | undefined {
  if (takes(context, 'network')) return [{ network: 'whole' }];
  const blocks = (context.network.cidrs ?? []).map((cidr) => block(cidr, context));
  if (blocks.length === 0 || blocks.some((found) => !found)) return undefined;
  return blocks.flatMap((found) => found ?? []);
}

function hosts(ips: readonly string[], context: Context): readonly SnatSource[] | undefined {
  if (takes(context, 'hosts')) return placedHosts(ips, context);
  if (takes(context, 'cidr')) return ips.map((ip) => ({ cidr: `${ip}/32` }));
  return undefined;
}

/** Clouds that take hosts may want to know the subnet they live in. */
function placedHosts(ips: readonly string[], { target }: Context): readonly SnatSource[] | undefined {
  const fact = target.capabilities.features['snat.source.hosts'];
  if (!fact.supported || fact.subnet === 'unused') return [{ hosts: ips }];
  const bySubnet = new Map<string, string[]>();
  for (const ip of ips) {
    const home = target.subnets.find(({ cidr }) => holds(cidr, `${ip}/32`));
    if (!home) return undefined;
    bySubnet.set(home.id, [...(bySubnet.get(home.id) ?? []), ip]);
  }
  return [...bySubnet].map(([id, members]) => ({ hosts: members, subnet: id }));
}

function subnet(
  source: { readonly subnet: string; readonly cidr?: string },
  context: Context,
): readonly SnatSource[] | undefined {
  const cidr = source.cidr ?? context.network.subnets?.[source.subnet];
  const named = context.mapping.subnets?.[source.subnet];
  const same = context.target.subnets.find((candidate) =>
    named ? candidate.id === named : candidate.cidr === cidr,
  );
  const id = named ?? same?.id;
  if (takes(context, 'subnet') && id !== undefined) {
    const known = same?.cidr;
    return [{ subnet: id, ...(known !== undefined && { cidr: known }) }];
  }
  return cidr === undefined ? undefined : block(cidr, context);
}

function block(cidr: string, context: Context): readonly SnatSource[] | undefined {
  if (takes(context, 'cidr')) return [{ cidr }];
  const { cidrs, subnets } = context.target;
  if (takes(context, 'network') && cidrs.length > 0 && cidrs.every((whole) => holds(cidr, whole)))
    return [{ network: 'whole' }];
  const inside = subnets.filter((candidate) => holds(cidr, candidate.cidr));
  if (takes(context, 'subnet') && inside.length > 0 && coversExactly(cidr, inside)) {
    return inside.map(({ id, cidr: own }) => ({ subnet: id, cidr: own }));
  }
  if (takes(context, 'hosts') && cidr.endsWith('/32')) return placedHosts([cidr.slice(0, -3)], context);
  return undefined;
}

const holds = (outer: string, inner: string): boolean => {
  const [wide, narrow] = [parseCidr(outer), parseCidr(inner)];
  return wide !== undefined && narrow !== undefined && contains(wide, narrow);
};

/** Subnets of one network never overlap, so sizes that add up leave no hole. */
function coversExactly(cidr: string, subnets: readonly { readonly cidr: string }[]): boolean {
  const length = (text: string) => {
    const parsed = parseCidr(text);
    return parsed ? parsed.last - parsed.first + 1 : 0;
  };
  return subnets.reduce((sum, own) => sum + length(own.cidr), 0) === length(cidr);
}

function sourceGap(source: SnatSource, where: string, what: string, { target }: Context): Gap {
  const kind =
    'hosts' in source ? 'hosts' : 'subnet' in source ? 'subnet' : 'network' in source ? 'network' : 'cidr';
  const lack = lacking(target, `snat.source.${kind}`);
  const why = lack?.why ?? `${target.alias}: nothing there covers exactly these addresses`;
  const remedy =
    kind === 'subnet'
      ? 'name the target subnet in the mapping under `subnets`, or the block of the source subnet in the document'
      : 'create subnets on the target that cover exactly these addresses, or change the rule in the document';
  return gap('snat-source', 'blocking', where, what, { why, remedy });
}

/** Rules keep naming source addresses; a cloud that does not choose per rule sends everything through all of them. */
function translateThrough(
  rule: DocumentedSnat,
  where: string,
  { target, every }: Context,
): Translated<Pick<SnatSpec, 'through'>> {
  const fact = target.capabilities.features['snat.through'];
  if (fact.supported && (fact.maximum === undefined || rule.through.length <= fact.maximum)) {
    return { value: { through: rule.through }, gaps: [] };
  }
  const what = `leaving only from ${rule.through.join(', ')}`;
  if (fact.supported) {
    const why = `${target.alias}: a rule takes ${fact.maximum} addresses`;
    const remedy = 'name fewer addresses in the document';
    return {
      value: { through: rule.through.slice(0, fact.maximum) },
      gaps: [gap('snat-through', 'blocking', `${where}.through`, what, { why, remedy })],
    };
  }
  if (every.every((ip) => rule.through.includes(ip))) return { value: {}, gaps: [] };
  const reason = { why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy };
  return { value: {}, gaps: [gap('snat-through', 'blocking', `${where}.through`, what, reason)] };
}

function nameOf(
  rule: DocumentedSnat,
  where: string,
  part: number,
  target: Target,
): Translated<Pick<SnatSpec, 'name'>> {
  const fact = target.capabilities.features['snat.names'];
  const plain = rule.name ?? (fact.supported && fact.required ? where.replace('.', '-') : undefined);
  if (plain === undefined) return { value: {}, gaps: [] };
  const what = `the name "${plain}"`;
  if (!fact.supported) {
    return {
      value: {},
      gaps: [
        gap('rule-name', 'lossy', `${where}.name`, what, {
          why: `${target.alias}: ${fact.reason}`,
          remedy: fact.remedy,
        }),
      ],
    };
  }
  const wanted = part > 0 ? `${plain}-${part}` : plain;
  if (fact.names.pattern.test(wanted)) return { value: { name: wanted }, gaps: [] };
  const fitted = fitName(wanted, fact.names);
  const reason = {
    why: `${target.alias}: it must ${fact.names.words}`,
    remedy: fitted ? `it becomes "${fitted}"` : 'it is left out',
  };
  return {
    value: fitted === undefined ? {} : { name: fitted },
    gaps: [gap('rule-name', 'lossy', `${where}.name`, what, reason)],
  };
}

function countGap(count: number, { alias, capabilities }: Target): readonly Gap[] {
  const fact = capabilities.features['snat.rules'];
  if (!fact.supported || fact.perGateway === undefined || count <= fact.perGateway) return [];
  const why = `${alias} holds ${fact.perGateway} on a gateway`;
  const remedy = 'merge rules in the document, ask the provider to raise the quota, or split the gateway';
  return [gap('rule-count', 'blocking', 'snat', `${count} SNAT rules`, { why, remedy })];
}
