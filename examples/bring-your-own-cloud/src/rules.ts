import type { Call } from '@polynat/core';
import type { Facets } from './facets.ts';
import type { RuleModel } from './operations/schema.ts';

/** Every rule of a gateway, page by page. */
export async function rulesOf(
  { client }: Facets,
  gateway: string,
  call: Call,
): Promise<readonly RuleModel[]> {
  const rules: RuleModel[] = [];
  let after: string | null | undefined;
  do {
    const answer = await client.call('ListRules', { gateway, ...(after && { after }) }, call);
    rules.push(...answer.rules);
    after = answer.next;
  } while (after);
  return rules;
}
