import { type Cidr, parseCidr, type SnatSource } from '@polynat/core';

/** From which public IPs a range of private IPs leaves. Ranges are sorted and do not overlap. */
export interface EgressStretch {
  readonly first: number;
  readonly last: number;
  /** Sorted. */
  readonly through: readonly string[];
}

export interface EgressRule {
  readonly source: SnatSource;
  readonly through: readonly string[];
}

/** What sources mean, where a rule says so only by id. */
export interface NetworkBlocks {
  readonly cidrs?: readonly string[];
  readonly subnets?: Readonly<Record<string, string>>;
}

export interface Egress {
  readonly stretches: readonly EgressStretch[];
  /** Rules whose private IPs are not known, since the CIDR block of their subnet or VPC is not. */
  readonly unknown: readonly EgressRule[];
}

/**
 * Computes, for every private IP, from which public IPs its traffic leaves. Blocks either nest or are apart, so one sweep with a stack of open
 * blocks is enough; the narrowest block wins, and equal blocks share.
 */
export function egressOf(rules: readonly EgressRule[], network: NetworkBlocks): Egress {
  const unknown: EgressRule[] = [];
  const blocks: Block[] = [];
  for (const rule of rules) {
    const found = blocksOf(rule.source, network);
    if (found) for (const block of found) blocks.push({ ...block, through: rule.through });
    else unknown.push(rule);
  }
  return { stretches: join(sweep(mergeEqual(blocks))), unknown };
}

interface Block extends Cidr {
  readonly through: readonly string[];
}

function blocksOf(source: SnatSource, { cidrs, subnets }: NetworkBlocks): readonly Cidr[] | undefined {
  if ('hosts' in source) return parsed(source.hosts);
  if ('network' in source) return cidrs && cidrs.length > 0 ? parsed(cidrs) : undefined;
  if (!('subnet' in source)) return parsed([source.cidr]);
  const known = source.cidr ?? subnets?.[source.subnet];
  return known === undefined ? undefined : parsed([known]);
}

function parsed(texts: readonly string[]): readonly Cidr[] | undefined {
  const blocks = texts.map((text) => parseCidr(text));
  return blocks.every((block) => block !== undefined) ? blocks : undefined;
}

/** Sorted so that a block comes right before those inside it; equal blocks become one with the public IPs of all. */
function mergeEqual(blocks: readonly Block[]): readonly Block[] {
  const sorted = [...blocks].sort((left, right) => left.first - right.first || left.prefix - right.prefix);
  const merged: Block[] = [];
  for (const block of sorted) {
    const last = merged.at(-1);
    const same = last?.first === block.first && last.prefix === block.prefix;
    if (last && same) merged[merged.length - 1] = { ...last, through: [...last.through, ...block.through] };
    else merged.push(block);
  }
  return merged.map((block) => ({ ...block, through: [...new Set(block.through)].sort() }));
}

function sweep(blocks: readonly Block[]): readonly EgressStretch[] {
  const stretches: EgressStretch[] = [];
  const open: Block[] = [];
  let position = 0;
  const emitUntil = (end: number) => {
    const top = open.at(-1);
    if (top && position <= end) stretches.push({ first: position, last: end, through: top.through });
    position = Math.max(position, end + 1);
  };
  const closeBefore = (start: number) => {
    for (let top = open.at(-1); top && top.last < start; top = open.at(-1)) {
      emitUntil(top.last);
      open.pop();
    }
  };
  for (const block of blocks) {
    closeBefore(block.first);
    if (open.length > 0) emitUntil(block.first - 1);
    position = block.first;
    open.push(block);
  }
  closeBefore(Number.POSITIVE_INFINITY);
  return stretches;
}

/** Neighbouring stretches that leave alike are one, so that equal meaning has one form. */
function join(stretches: readonly EgressStretch[]): readonly EgressStretch[] {
  const joined: EgressStretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    const continues = last?.last === stretch.first - 1 && sameList(last.through, stretch.through);
    if (last && continues) joined[joined.length - 1] = { ...last, last: stretch.last };
    else joined.push(stretch);
  }
  return joined;
}

export const sameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((item, index) => item === right[index]);
