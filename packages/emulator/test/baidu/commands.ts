import fc from 'fast-check';

/**
 * What a random client does, as data. Numbers that stand for a gateway, an address or a rule are places in the model's
 * lists, taken modulo their length, so that most commands hit something that exists and some hit what is gone.
 */
export type Command =
  | {
      readonly kind: 'create';
      readonly enhanced: boolean;
      readonly size: number;
      readonly vpc: number;
      readonly addresses: readonly number[];
      readonly months: number;
      readonly protect: boolean;
    }
  | {
      readonly kind: 'bind' | 'unbind';
      readonly gateway: number;
      readonly use: Use;
      readonly addresses: readonly number[];
    }
  | { readonly kind: 'resize'; readonly gateway: number; readonly units: number }
  | { readonly kind: 'rename'; readonly gateway: number; readonly name: string }
  | { readonly kind: 'protect'; readonly gateway: number; readonly on: boolean }
  | { readonly kind: 'renew'; readonly gateway: number; readonly months: number }
  | { readonly kind: 'release'; readonly gateway: number }
  | {
      readonly kind: 'addSnat';
      readonly gateway: number;
      readonly addresses: readonly number[];
      readonly source: number;
    }
  | {
      readonly kind: 'addDnat';
      readonly gateway: number;
      readonly address: number;
      readonly protocol: 'TCP' | 'UDP' | 'all';
      readonly port: number;
      readonly length: number;
    }
  | { readonly kind: 'dropSnat' | 'dropDnat'; readonly gateway: number; readonly rule: number }
  | { readonly kind: 'buy' }
  | { readonly kind: 'discard'; readonly address: number }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'wait'; readonly days: number }
  | {
      readonly kind: 'garbage';
      readonly method: string;
      readonly path: string;
      readonly query: string;
      readonly text: string;
      readonly authorization: string | undefined;
    };

export type Use = 'snat' | 'dnat' | 'both';

const place = fc.nat({ max: 40 });
const use = fc.constantFrom<Use>('snat', 'dnat', 'both', 'both');
const few = fc.oneof(
  place.map((one) => [one]),
  fc.uniqueArray(place, { minLength: 2, maxLength: 4 }),
);
const gateway = place;

const create = fc.record({
  kind: fc.constant('create' as const),
  enhanced: fc.boolean(),
  size: fc.integer({ min: 1, max: 3 }),
  vpc: fc.nat({ max: 1 }),
  addresses: fc.oneof(fc.constant([]), fc.uniqueArray(place, { maxLength: 3 })),
  months: fc.constantFrom(0, 0, 1, 12),
  protect: fc.constantFrom(false, false, true),
});

const pathPiece = fc.constantFrom(
  'v1',
  'v2',
  'nat',
  'eip',
  'vpc',
  'snatRule',
  'dnatRule',
  'batchCreate',
  '%zz',
  '',
  'x',
);
const garbage = fc.record({
  kind: fc.constant('garbage' as const),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
  path: fc.array(pathPiece, { maxLength: 4 }).map((pieces) => `/${pieces.join('/')}`),
  query: fc.constantFrom('', 'bind', 'resize=%20', 'maxKeys=0', 'a=b&a', 'clientToken=%ff', 'bind&unbind'),
  text: fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '{', '[]', '{"name":1}', '{"natId":"nat-1"}')),
  authorization: fc.oneof(fc.constant(undefined), fc.string(), fc.constant('bce-auth-v1/a/b/c/d/e')),
});

export const command: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: create, weight: 4 },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom('bind' as const, 'unbind' as const),
      gateway,
      use,
      addresses: few,
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('resize' as const),
      gateway,
      units: fc.integer({ min: 0, max: 4 }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('rename' as const),
      gateway,
      name: fc.constantFrom('good', 'a/b.c-d_e', '', '1bad', 'no blank'),
    }),
    weight: 1,
  },
  { arbitrary: fc.record({ kind: fc.constant('protect' as const), gateway, on: fc.boolean() }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('renew' as const),
      gateway,
      months: fc.constantFrom(1, 2, 10, 36),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('release' as const), gateway }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('addSnat' as const),
      gateway,
      addresses: few,
      source: fc.nat({ max: 5 }),
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('addDnat' as const),
      gateway,
      address: place,
      protocol: fc.constantFrom<'TCP' | 'UDP' | 'all'>('TCP', 'UDP', 'all'),
      port: fc.integer({ min: 0, max: 12 }),
      length: fc.integer({ min: 0, max: 3 }),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom('dropSnat' as const, 'dropDnat' as const),
      gateway,
      rule: fc.nat({ max: 5 }),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ kind: fc.constant('buy' as const) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('discard' as const), address: place }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('repeat' as const) }), weight: 2 },
  {
    arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(0, 0, 0, 1, 1, 8, 31) }),
    weight: 1,
  },
  { arbitrary: garbage, weight: 3 },
);
