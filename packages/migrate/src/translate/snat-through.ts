import type { DocumentedSnat } from '../document.ts';
import { blocking, type Gap, lossy, type Reason, type Translated } from '../gap.ts';
import type { SnatContext } from './snat-context.ts';

/** The public IPs of a rule, as the source names them. `every`: those of the gateway, where a cloud does not let rules choose. */
export type Through = readonly string[] | 'every';

/** Rules keep naming source addresses. `undefined` when none of them is left. */
export function translateThrough(
  { through }: DocumentedSnat,
  where: string,
  what: string,
  context: SnatContext,
): Translated<Through | undefined> {
  const left = through.filter((ip) => !context.dropped.has(ip));
  if (left.length === 0)
    return { value: undefined, gaps: [blocking('snat-through', where, what, allDropped)] };
  const gone = through.filter((ip) => context.dropped.has(ip));
  const dropped =
    gone.length === 0
      ? []
      : [lossy('snat-through', `${where}.through`, `SNAT through ${gone.join(', ')}`, someDropped)];
  const { value, gaps } = context.target.capabilities.features['snat.through'].supported
    ? chosen(left, where, context)
    : unchosen(left, where, context);
  return { value, gaps: [...dropped, ...gaps] };
}

const allDropped: Reason = {
  why: 'the mapping drops every public IP of the rule',
  remedy: 'keep one of them, or set `accept: [snat-through]`',
};

const someDropped: Reason = {
  why: 'the mapping drops it',
  remedy: 'no action needed if intended; the rule keeps its other public IPs',
};

function chosen(left: readonly string[], where: string, context: SnatContext): Translated<Through> {
  const { target } = context;
  const fact = target.capabilities.features['snat.through'];
  const most = fact.supported ? fact.maximum : undefined;
  if (most !== undefined && left.length > most) {
    const why = `${target.alias}: a rule takes ${most} public IPs`;
    const remedy = `name fewer in the document, or keep only the first ${most}: \`accept: [snat-through]\``;
    return { value: left.slice(0, most), gaps: [narrowed(left, where, { why, remedy })] };
  }
  if (!fact.supported || !fact.shared || shareBandwidth(left, context)) return { value: left, gaps: [] };
  const why = `${target.alias}: all public IPs of a rule must be in one shared bandwidth`;
  const remedy =
    'set target public IPs in one shared bandwidth under `addresses`, or keep only the first: `accept: [snat-through]`';
  return { value: left.slice(0, 1), gaps: [narrowed(left, where, { why, remedy })] };
}

function shareBandwidth(ips: readonly string[], { sharedBandwidth }: SnatContext): boolean {
  const groups = new Set(ips.map((ip) => sharedBandwidth.get(ip)));
  return ips.length === 1 || (groups.size === 1 && !groups.has(undefined));
}

function unchosen(
  left: readonly string[],
  where: string,
  { target, kept }: SnatContext,
): Translated<Through> {
  if (kept.every((ip) => left.includes(ip))) return { value: 'every', gaps: [] };
  const fact = target.capabilities.features['snat.through'];
  const why = fact.supported ? '' : `${target.alias}: ${fact.reason}`;
  const remedy =
    'drop the other public IPs in the mapping, or let the rule use all: `accept: [snat-through]`';
  return { value: 'every', gaps: [narrowed(left, where, { why, remedy })] };
}

const narrowed = (left: readonly string[], where: string, reason: Reason): Gap =>
  blocking('snat-through', `${where}.through`, `SNAT through only ${left.join(', ')}`, reason);
