import type { Page, Receipt } from '@polynat/core';
import { type Call, type GatewayKey, NatError } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { pageOf } from './paging.ts';
import { usable } from './standing.ts';
import { passing, type Work } from './work.ts';
import { belongingTo, gatewayOf, type StoredGateway, type StoredRule } from './world.ts';

/** What differs between the two kinds of rules. */
export interface RuleBook<Asked, Standing, Rule> {
  readonly kind: 'snat' | 'dnat';
  readonly rules: Map<string, StoredRule<Standing>>;
  readonly perGateway: number | undefined;
  /** The spec as it will stand, or a refusal. `others` are the rules it has to live with, `replaced` the one it takes the place of. */
  readonly accept: (
    gateway: StoredGateway,
    spec: Asked,
    others: readonly StoredRule<Standing>[],
    replaced?: StoredRule<Standing>,
  ) => Standing;
  readonly view: (rule: StoredRule<Standing>) => Rule;
}

export interface RuleFacet<Asked, Rule> {
  list(key: GatewayKey, cursor: string | undefined, call: Call): Promise<Page<Rule>>;
  get(key: GatewayKey, id: string, call: Call): Promise<Rule | undefined>;
  add(key: GatewayKey, spec: Asked, call: Call): Promise<Receipt<Rule>>;
  addAll(
    key: GatewayKey,
    specs: readonly Asked[],
    call: Call,
  ): Promise<Receipt<readonly (Rule | NatError)[]>>;
  replace(key: GatewayKey, id: string, spec: Asked, call: Call): Promise<Receipt<Rule>>;
  remove(key: GatewayKey, id: string, call: Call): Promise<Receipt<void>>;
}

export function ruleFacet<Asked, Standing, Rule>(
  context: DriverContext,
  book: RuleBook<Asked, Standing, Rule>,
): RuleFacet<Asked, Rule> {
  const {
    requests,
    account: { world },
  } = context;
  const { kind, rules, view } = book;

  return {
    list: (key, cursor, call) =>
      requests.read(`${kind}.list`, key, call, () =>
        pageOf(belongingTo(rules.values(), gatewayOf(world, key).id), cursor, context.pageSize, view),
      ),

    get: (key, id, call) =>
      requests.read(`${kind}.get`, key, call, () => {
        const rule = belongingTo(rules.values(), gatewayOf(world, key).id).find((one) => one.id === id);
        return rule && view(rule);
      }),

    add: (key, spec, call) => {
      const begin = (): Work<Rule> => {
        const added = insertAll(context, book, key, [spec]);
        return appear(book, added, () => only(added.map(view)));
      };
      return requests.write({ mutation: `${kind}.add`, key, intent: spec, begin }, call);
    },

    addAll: (key, specs, call) => {
      const begin = (): Work<readonly Rule[]> => {
        const added = insertAll(context, book, key, specs);
        return appear(book, added, () => added.map(view));
      };
      return requests.write({ mutation: `${kind}.addAll`, key, intent: specs, begin }, call);
    },

    replace: (key, id, spec, call) => {
      const begin = (): Work<Rule> => {
        const gateway = usable(context, key);
        const rule = ruleOf(book, gateway, id);
        const others = belongingTo(rules.values(), gateway.id).filter((other) => other.id !== id);
        const accepted = book.accept(gateway, spec, others, rule);
        const finish = () => Object.assign(rule, { spec: accepted });
        return passing(rule, appearing, { seen: 'updating', finish, result: () => view(rule) });
      };
      return requests.write({ mutation: `${kind}.replace`, key, intent: { id, spec }, begin }, call);
    },

    remove: (key, id, call) => {
      const begin = (): Work<void> => {
        const rule = ruleOf(book, gatewayOf(world, key), id);
        const finish = () => rules.delete(id);
        return passing(rule, leaving, { seen: 'deleting', finish, result: () => undefined });
      };
      return requests.write({ mutation: `${kind}.remove`, key, intent: { id }, begin }, call);
    },
  };
}

const appearing = { during: 'pending', after: 'available' } as const;
const leaving = { during: 'deleting', after: 'deleting' } as const;

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new NatError('internal', 'the rule that was added is missing');
  return item;
}

/** All of them or, when one is refused, none. */
function insertAll<Asked, Standing, Rule>(
  context: DriverContext,
  book: RuleBook<Asked, Standing, Rule>,
  key: GatewayKey,
  specs: readonly Asked[],
): StoredRule<Standing>[] {
  const gateway = usable(context, key);
  const standing = belongingTo(book.rules.values(), gateway.id);
  mustHaveRoom(book, standing.length, specs.length);
  const added: StoredRule<Standing>[] = [];
  for (const spec of specs) {
    const accepted = book.accept(gateway, spec, [...standing, ...added]);
    const numbered = context.account.world.number(book.kind);
    added.push({ ...numbered, gateway: gateway.id, spec: accepted, state: 'pending' });
  }
  for (const rule of added) book.rules.set(rule.id, rule);
  return added;
}

function appear<Asked, Standing, Rule, T>(
  { rules }: RuleBook<Asked, Standing, Rule>,
  added: readonly StoredRule<Standing>[],
  result: () => T,
): Work<T> {
  return {
    seen: 'pending',
    finish: () => {
      for (const rule of added) rule.state = 'available';
    },
    undo: () => {
      for (const { id } of added) rules.delete(id);
    },
    result,
  };
}

function mustHaveRoom<Asked, Standing, Rule>(
  { kind, perGateway }: RuleBook<Asked, Standing, Rule>,
  standing: number,
  joining: number,
): void {
  if (perGateway === undefined || standing + joining <= perGateway) return;
  const words = kind.toUpperCase();
  throw new NatError(
    'quota-exceeded',
    `a gateway holds ${perGateway} ${words} rules, and this one has ${standing}`,
    {
      remedy: 'remove rules it does not need',
    },
  );
}

function ruleOf<Asked, Standing, Rule>(
  { rules, kind }: RuleBook<Asked, Standing, Rule>,
  gateway: StoredGateway,
  id: string,
): StoredRule<Standing> {
  const rule = rules.get(id);
  if (rule?.gateway === gateway.id) return rule;
  throw new NatError('not-found', `gateway ${gateway.id} has no ${kind.toUpperCase()} rule ${id}`, {
    field: 'id',
  });
}
