import { type DnatSpec, describeDnat, type Fact, type Ports, portCount } from '@polynat/core';
import { overlappingPairs, portClaims } from '../claims.ts';
import type { DocumentedDnat, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy, type Reason, type Translated, together } from '../gap.ts';
import { droppedBy, type Mapping } from '../mapping.ts';
import { ruleName } from './names.ts';
import { countGap } from './rule-count.ts';
import { lacking, type Target } from './target.ts';

/** A range is written out port by port up to this length where a cloud has no ranges; longer ones would flood its table. */
const longestWrittenOut = 64;

/** A rule on its way through the translation, with its place in the document. */
interface Placed {
  readonly where: string;
  readonly what: string;
  readonly rule: DnatSpec;
}

type Stage = (placed: Placed, context: Context) => Translated<readonly Placed[]>;

interface Context {
  readonly target: Target;
  readonly dropped: ReadonlySet<string>;
  /** Public IPs that SNAT rules use. */
  readonly leaving: ReadonlySet<string>;
}

/** DNAT rules in the target's terms; a range may become a rule per port, and `any` one rule per protocol. */
export function translateDnat(
  { dnat, snat }: GatewayDocument,
  mapping: Mapping,
  target: Target,
): Translated<readonly DnatSpec[]> {
  const leaving = new Set(snat.flatMap(({ through }) => through));
  const context: Context = { target, dropped: droppedBy(mapping), leaving };
  const { value, gaps } = together(dnat.map((rule, index) => translateRule(rule, `dnat.${index}`, context)));
  return {
    value: value.map(({ rule }) => rule),
    gaps: [...gaps, ...overlapGaps(value), ...countGap('dnat', value.length, target)],
  };
}

const stages: readonly Stage[] = [requireRules, requireAddress, spreadProtocol, spreadPorts];

function translateRule(rule: DocumentedDnat, where: string, context: Context): Translated<readonly Placed[]> {
  const { target } = context;
  const { name: plain, ...plainRule } = rule;
  const begun: Translated<readonly Placed[]> = {
    value: [{ where, what: `the DNAT rule ${describeDnat(rule)}`, rule: plainRule }],
    gaps: [],
  };
  const { value, gaps } = stages.reduce((before, stage) => pass(before, stage, context), begun);
  if (value.length === 0) return { value, gaps };
  const name = ruleName(plain, where, target.alias, target.capabilities.features['dnat.names']);
  return {
    value: value.map((placed, part) => ({
      ...placed,
      rule: { ...placed.rule, ...name.of(part, value.length), ...sharing(placed.rule, context) },
    })),
    gaps: [...name.gaps, ...gaps],
  };
}

function pass(
  before: Translated<readonly Placed[]>,
  stage: Stage,
  context: Context,
): Translated<readonly Placed[]> {
  const after = together(before.value.map((placed) => stage(placed, context)));
  return { value: after.value, gaps: [...before.gaps, ...after.gaps] };
}

const keep = (value: readonly Placed[]): Translated<readonly Placed[]> => ({ value, gaps: [] });

const refuse = (kind: Gap['kind'], { where, what }: Placed, reason: Reason) => ({
  value: [],
  gaps: [blocking(kind, where, what, reason)],
});

function requireRules(placed: Placed, { target }: Context): Translated<readonly Placed[]> {
  const none = lacking(target, 'dnat.rules');
  return none ? refuse('dnat', placed, none) : keep([placed]);
}

function requireAddress(placed: Placed, { dropped }: Context): Translated<readonly Placed[]> {
  const { address } = placed.rule.public;
  if (!dropped.has(address)) return keep([placed]);
  const why = `the mapping drops ${address}`;
  return refuse('dnat', placed, { why, remedy: 'keep the public IP, or set `accept: [dnat]`' });
}

function spreadProtocol(placed: Placed, context: Context): Translated<readonly Placed[]> {
  const { rule, where, what } = placed;
  if (rule.protocol !== 'any') return keep([placed]);
  const none = lacking(context.target, 'dnat.any');
  if (!none) return requireOwnAddress(placed, context);
  if (lacking(context.target, 'dnat.ranges')) return refuse('dnat-protocol', placed, none);
  const every = { from: 1, to: 65535 };
  const value = (['tcp', 'udp'] as const).map((protocol) => ({
    ...placed,
    rule: {
      ...rule,
      protocol,
      public: { ...rule.public, ports: every },
      private: { ...rule.private, ports: every },
    },
  }));
  const remedy = 'it becomes one rule for TCP and one for UDP; other protocols are not forwarded';
  return { value, gaps: [lossy('dnat-protocol', where, what, { why: none.why, remedy })] };
}

/** A rule for every port may need its address for itself. */
function requireOwnAddress(placed: Placed, { target, leaving }: Context): Translated<readonly Placed[]> {
  const fact: Fact<'dnat.any'> = target.capabilities.features['dnat.any'];
  const { address } = placed.rule.public;
  if (!fact.supported || !fact.exclusive || !leaving.has(address)) return keep([placed]);
  const why = `${target.alias}: SNAT rules use ${address} too, and a rule for every port takes the whole public IP`;
  const remedy = 'name the ports in the document, or use another public IP in the SNAT rules';
  return refuse('dnat-protocol', placed, { why, remedy });
}

function spreadPorts(placed: Placed, { target }: Context): Translated<readonly Placed[]> {
  const { public: outside, private: inside } = placed.rule;
  if (outside.ports === 'any' || inside.ports === 'any') return keep([placed]);
  const count = portCount(outside.ports);
  const unequal = portCount(inside.ports) === count ? undefined : lacking(target, 'dnat.ranges.unequal');
  if (unequal) return refuse('dnat-ports', placed, unequal);
  const isRange = count > 1 || portCount(inside.ports) > 1;
  const noRanges = isRange ? lacking(target, 'dnat.ranges') : undefined;
  if (!noRanges) return keep([placed]);
  if (count > longestWrittenOut || portCount(inside.ports) !== count)
    return refuse('dnat-ports', placed, noRanges);
  return keep(portByPort(placed, outside.ports, inside.ports));
}

function portByPort(
  placed: Placed,
  outside: Exclude<Ports, 'any'>,
  inside: Exclude<Ports, 'any'>,
): readonly Placed[] {
  const { rule } = placed;
  return Array.from({ length: portCount(outside) }, (_, offset) => ({
    ...placed,
    rule: {
      ...rule,
      public: { ...rule.public, ports: single(outside.from + offset) },
      private: { ...rule.private, ports: single(inside.from + offset) },
    },
  }));
}

const single = (port: number): Ports => ({ from: port, to: port });

/** Where an address can serve both tables only if its ports may be taken from SNAT, say so. */
function sharing(rule: DnatSpec, { target, leaving }: Context): Pick<DnatSpec, 'portBreak'> {
  const { supported } = target.capabilities.features['dnat.port-break'];
  return supported && rule.protocol !== 'any' && leaving.has(rule.public.address) ? { portBreak: true } : {};
}

/** Two rules for one public port contradict each other; one gap for each rule that meets an earlier or wider one. */
function overlapGaps(placed: readonly Placed[]): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const [{ by: other }, { by }] of overlappingPairs(
    placed.flatMap((one) => portClaims(one, one.rule)),
  )) {
    const why = `${other.where} uses the same protocol, public IP and port`;
    const remedy = 'remove the port from one of the two rules in the document';
    gaps.set(by.where, blocking('dnat-overlap', by.where, by.what, { why, remedy }));
  }
  return [...gaps.values()];
}
