import { type Call, type DnatRule, type GatewayKey, NatError, type Page, type SnatRule } from '@polynat/core';
import { decodeDnat } from '../codec/dnat.ts';
import { decodeSnat } from '../codec/snat.ts';
import { type Facets, isDenied } from '../settling/idle.ts';
import { requireProgress } from './progress.ts';

interface Listed {
  readonly id: string;
}

type List<Rule> = (key: GatewayKey, cursor: string | undefined, call: Call) => Promise<Page<Rule>>;

/** The rules with these ids, in their order. Rules cannot be read one by one, so the list is searched until all are found. */
export async function findRules<Rule extends Listed>(
  list: List<Rule>,
  key: GatewayKey,
  ids: readonly string[],
  call: Call,
): Promise<readonly Rule[]> {
  const found = new Map<string, Rule>();
  let cursor: string | undefined;
  do {
    const page = await list(key, cursor, call);
    for (const rule of page.items) if (ids.includes(rule.id)) found.set(rule.id, rule);
    requireProgress(page.next, cursor);
    cursor = page.next;
  } while (cursor !== undefined && found.size < ids.length);
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** A batch is all or nothing; an answer with fewer ids than rules tells that something is wrong. */
export function requireAll(ids: readonly string[], count: number, operation: string): string[] {
  if (ids.length === count) return [...ids];
  throw new NatError('protocol', `${operation} answered ${ids.length} ids for ${count} rules`, {
    provider: { cloud: 'baidu', operation },
    outcome: 'unknown',
    remedy: 'list the rules of the gateway before adding them again',
  });
}

interface RulePage<Model> {
  readonly rules: readonly Model[];
  readonly isTruncated?: boolean | undefined;
  readonly nextMarker?: string | undefined;
}

export async function readSnat({ client }: Facets, natId: string, call: Call): Promise<readonly SnatRule[]> {
  const rules = await everyRule((place) => client.call('ListSnatRule', { natId, ...place }, call));
  return rules.map(decodeSnat);
}

export async function readDnat({ client }: Facets, natId: string, call: Call): Promise<readonly DnatRule[]> {
  const rules = await everyRule((place) => client.call('ListDnatRule', { natId, ...place }, call));
  return rules.map(decodeDnat);
}

type ReadPage<Model> = (place: { readonly marker?: string }) => Promise<RulePage<Model>>;

async function everyRule<Model>(read: ReadPage<Model>): Promise<readonly Model[]> {
  const all: Model[] = [];
  let marker: string | undefined;
  do {
    const page = await read(marker === undefined ? {} : { marker });
    all.push(...page.rules);
    const next = page.isTruncated ? page.nextMarker : undefined;
    requireProgress(next, marker);
    marker = next;
  } while (marker);
  return all;
}

/**
 * A rule that clashes with one that stands is refused with the same code as everything else a gateway will not do; a look at the
 * standing rules tells.
 */
export async function explainingClash<T, Rule extends Listed>(
  add: () => Promise<T>,
  standing: () => Promise<readonly Rule[]>,
  clashes: (rule: Rule) => boolean,
): Promise<T> {
  try {
    return await add();
  } catch (thrown) {
    if (!isDenied(thrown)) throw thrown;
    const other = (await standing()).find(clashes);
    if (other === undefined) throw thrown;
    throw new NatError('already-exists', `rule ${other.id} stands in its place`, {
      remedy: 'replace that rule, or remove it first',
      cause: thrown,
      ...(thrown.provider && { provider: thrown.provider }),
    });
  }
}
