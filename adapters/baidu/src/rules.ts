import { done, failed, gone, itemsOf, notListedYet, pending } from '@polynat/adapter-kit';
import { type DnatRule, NatError, type Page, type PollResult, type SnatRule } from '@polynat/core';
import { isDenied } from './context.ts';

type Rule = SnatRule | DnatRule;
type ReadPage<R> = (cursor: string | undefined) => Promise<Page<R>>;

interface RulePage<Model> {
  readonly rules: readonly Model[];
  readonly isTruncated?: boolean | undefined;
  readonly nextMarker?: string | undefined;
}

/** A page of rules as the API tells it. */
export const rulesOf = <Model, R>(
  { rules, isTruncated, nextMarker }: RulePage<Model>,
  decode: (model: Model) => R,
): Page<R> => ({ items: rules.map(decode), ...(isTruncated && nextMarker && { next: nextMarker }) });

/** The rules with these ids, in their order. Rules cannot be read one by one, so the list is searched until all are found. */
export async function findRules<R extends Rule>(
  read: ReadPage<R>,
  ids: readonly string[],
): Promise<readonly R[]> {
  const found = new Map<string, R>();
  for await (const rule of itemsOf(read)) {
    if (ids.includes(rule.id)) found.set(rule.id, rule);
    if (found.size === ids.length) break;
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Of states the documents do not name, nothing is known but that the rule is listed: that has to do. */
export function rulePresent<R extends Rule>(rule: R | undefined): PollResult<R> {
  if (rule === undefined) return notListedYet;
  const { id, state, providerState } = rule;
  if (state === 'failed' || state === 'deleting') {
    return failed(
      new NatError('internal', `rule ${id} is in state ${providerState}`, {
        remedy: 'remove it and add it again',
      }),
    );
  }
  return state === 'pending' ? pending(providerState) : done(rule);
}

/** Each rule of a batch comes to an end of its own. */
export function rulesPresent<R extends Rule>(
  rules: readonly R[],
  count: number,
): PollResult<readonly (R | NatError)[]> {
  if (rules.length < count) return pending(`${rules.length} of ${count} rules`);
  const ends: (R | NatError)[] = [];
  for (const rule of rules) {
    const result = rulePresent(rule);
    if (result.type === 'pending') return result;
    ends.push(result.type === 'done' ? result.value : result.error.with({ outcome: 'unknown' }));
  }
  return done(ends);
}

export function ruleChanged<R extends Rule>(
  rule: R | undefined,
  id: string,
  shows: (rule: R) => boolean,
): PollResult<R> {
  if (rule === undefined)
    return failed(new NatError('not-found', `rule ${id} was removed while it was being changed`));
  return shows(rule) ? rulePresent(rule) : pending('the old rule');
}

export const ruleGone = (rules: readonly Rule[] | undefined): PollResult<void> =>
  rules === undefined || rules.length === 0 ? gone : pending('still listed');

/** A batch is all or nothing; an answer with fewer ids than rules tells that something is wrong. */
export function requireAll(ids: readonly string[], count: number, operation: string): string[] {
  if (ids.length === count) return [...ids];
  throw new NatError('protocol', `${operation} answered ${ids.length} ids for ${count} rules`, {
    provider: { cloud: 'baidu', operation },
    outcome: 'unknown',
    remedy: 'list the rules of the gateway before adding them again',
  });
}

/**
 * A rule that clashes with another is refused with the same code as everything else that a gateway will not do. The rules of the
 * gateway tell which one it was.
 */
export async function withConflictDetails<Answer, R extends Rule>(
  add: () => Promise<Answer>,
  read: ReadPage<R>,
  clashes: (rule: R) => boolean,
): Promise<Answer> {
  try {
    return await add();
  } catch (thrown) {
    if (!isDenied(thrown)) throw thrown;
    for await (const rule of itemsOf(read)) {
      if (clashes(rule)) throw conflictWith(rule, thrown);
    }
    throw thrown;
  }
}

const conflictWith = ({ id }: Rule, cause: NatError): NatError =>
  new NatError('already-exists', `rule ${id} stands in its place`, {
    remedy: 'replace that rule, or remove it first',
    cause,
    ...(cause.provider && { provider: cause.provider }),
  });
