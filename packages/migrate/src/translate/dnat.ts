import { type DnatSpec, describePorts, type Ports, portCount } from '@polynat/core';
import type { DocumentedDnat, GatewayDocument } from '../document.ts';
import type { Gap, Translated } from '../gap.ts';
import { fitName } from './gateway.ts';
import { gap, lacking, type Target } from './target.ts';

/** A range is written out port by port up to this length where a cloud has no ranges; longer ones would flood its table. */
const longestWrittenOut = 64;

/** DNAT rules in the target's terms; a range may become a rule per port, and `any` one rule per protocol. */
export function translateDnat({ dnat }: GatewayDocument, target: Target): Translated<readonly DnatSpec[]> {
  const rules = dnat.map((rule, index) => translateRule(rule, `dnat.${index}`, target));
  const value = rules.flatMap((rule) => rule.value);
  return { value, gaps: [...rules.flatMap((rule) => rule.gaps), ...countGap(value.length, target)] };
}

function translateRule(rule: DocumentedDnat, where: string, target: Target): Translated<readonly DnatSpec[]> {
  const what = `the DNAT rule ${describe(rule)}`;
  const none = lacking(target, 'dnat.rules');
  if (none) return refuse('dnat', where, what, none);
  const name = translateName(rule, where, target);
  const named: DnatSpec = {
    protocol: rule.protocol,
    public: rule.public,
    private: rule.private,
    ...name.value,
  };
  const spread = spreadProtocol(named, where, what, target);
  const written = spread.value.map((single) => spreadPorts(single, where, what, target));
  return {
    value: written.flatMap(({ value }) => value),
    gaps: [...name.gaps, ...spread.gaps, ...written.flatMap(({ gaps }) => gaps)],
  };
}

function spreadProtocol(
  rule: DnatSpec,
  where: string,
  what: string,
  target: Target,
): Translated<readonly DnatSpec[]> {
  const none = rule.protocol === 'any' ? lacking(target, 'dnat.any') : undefined;
  if (!none) return { value: [rule], gaps: [] };
  if (lacking(target, 'dnat.ranges')) return refuse('dnat-protocol', where, what, none);
  const every = { from: 1, to: 65535 };
  const value = (['tcp', 'udp'] as const).map((protocol) => ({
    ...rule,
    protocol,
    public: { ...rule.public, ports: every },
    private: { ...rule.private, ports: every },
  }));
  const remedy = 'it becomes one rule for TCP and one for UDP; other protocols no longer arrive';
  return { value, gaps: [gap('dnat-protocol', 'lossy', where, what, { why: none.why, remedy })] };
}

function spreadPorts(
  rule: DnatSpec,
  where: string,
  what: string,
  target: Target,
): Translated<readonly DnatSpec[]> {
  const { public: outside, private: inside } = rule;
  if (outside.ports === 'any' || inside.ports === 'any') return { value: [rule], gaps: [] };
  const count = portCount(outside.ports);
  const unequal = portCount(inside.ports) !== count ? lacking(target, 'dnat.ranges.unequal') : undefined;
  if (unequal) return refuse('dnat-ports', where, what, unequal);
  const noRanges = count > 1 || portCount(inside.ports) > 1 ? lacking(target, 'dnat.ranges') : undefined;
  if (!noRanges) return { value: [rule], gaps: [] };
  if (count > longestWrittenOut) return refuse('dnat-ports', where, what, noRanges);
  return { value: portByPort(rule, outside.ports, inside.ports), gaps: [] };
}

function portByPort(
  rule: DnatSpec,
  outside: Exclude<Ports, 'any'>,
  inside: Exclude<Ports, 'any'>,
): readonly DnatSpec[] {
  return Array.from({ length: portCount(outside) }, (_, offset) => ({
    ...rule,
    public: { ...rule.public, ports: single(outside.from + offset) },
    private: { ...rule.private, ports: single(inside.from + offset) },
  }));
}

const single = (port: number): Ports => ({ from: port, to: port });

function translateName(
  rule: DocumentedDnat,
  where: string,
  target: Target,
): Translated<Pick<DnatSpec, 'name'>> {
  if (rule.name === undefined) return { value: {}, gaps: [] };
  const fact = target.capabilities.features['dnat.names'];
  if (fact.supported && fact.names.pattern.test(rule.name)) return { value: { name: rule.name }, gaps: [] };
  const fitted = fact.supported ? fitName(rule.name, fact.names) : undefined;
  const why = fact.supported
    ? `${target.alias}: it must ${fact.names.words}`
    : `${target.alias}: ${fact.reason}`;
  const remedy = fitted === undefined ? 'it is left out' : `it becomes "${fitted}"`;
  const lost = gap('rule-name', 'lossy', `${where}.name`, `the name "${rule.name}"`, { why, remedy });
  return { value: fitted === undefined ? {} : { name: fitted }, gaps: [lost] };
}

function refuse(
  kind: Gap['kind'],
  where: string,
  what: string,
  reason: { readonly why: string; readonly remedy: string },
): Translated<readonly DnatSpec[]> {
  return { value: [], gaps: [gap(kind, 'blocking', where, what, reason)] };
}

const describe = ({ protocol, public: outside, private: inside }: DocumentedDnat): string =>
  `${protocol} ${outside.address}:${describePorts(outside.ports)} → ${inside.address}:${describePorts(inside.ports)}`;

function countGap(count: number, { alias, capabilities }: Target): readonly Gap[] {
  const fact = capabilities.features['dnat.rules'];
  if (!fact.supported || fact.perGateway === undefined || count <= fact.perGateway) return [];
  const why = `${alias} holds ${fact.perGateway} on a gateway`;
  const remedy = 'merge rules in the document, ask the provider to raise the quota, or split the gateway';
  return [gap('rule-count', 'blocking', 'dnat', `${count} DNAT rules`, { why, remedy })];
}
