import { type Call, type GatewayKey, NatError, type Page } from '@polynat/core';

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
