import fc from 'fast-check';

/** What a random caller does next. Numbers pick from what exists at that moment; see picker.ts. */
export type Command =
  | (Write & {
      readonly kind: 'create';
      readonly vpc: number;
      readonly name: string;
      readonly version: 1 | 2;
      readonly connections: number | undefined;
      readonly eips: readonly number[];
      readonly count: number;
      readonly protected: boolean;
    })
  | (Write & { readonly kind: 'delete' })
  | (Write & {
      readonly kind: 'modify';
      readonly name: string;
      readonly bandwidth: number;
      readonly protected: boolean;
    })
  | (Write & { readonly kind: 'reset'; readonly connections: number })
  | (Write & { readonly kind: 'upgrade'; readonly checkOnly: boolean })
  | (Write & { readonly kind: 'associate'; readonly eips: readonly number[]; readonly count: number })
  | (Write & { readonly kind: 'disassociate'; readonly eips: readonly number[] })
  | (Write & { readonly kind: 'createDnat'; readonly rules: readonly DnatPick[] })
  | (Write & { readonly kind: 'modifyDnat'; readonly rule: number; readonly target: DnatPick })
  | (Write & { readonly kind: 'deleteDnat'; readonly rule: number; readonly otherHost: boolean })
  | (Write & { readonly kind: 'createSnat'; readonly source: number; readonly eips: readonly number[] })
  | (Write & { readonly kind: 'modifySnat'; readonly rule: number; readonly eips: readonly number[] })
  | (Write & { readonly kind: 'deleteSnat'; readonly rule: number })
  | (Write & { readonly kind: 'allocate'; readonly count: number })
  | (Write & { readonly kind: 'release'; readonly eips: readonly number[] })
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'list'; readonly vpc: number; readonly offset: number; readonly limit: number }
  | { readonly kind: 'poll'; readonly task: number }
  | { readonly kind: 'tampered'; readonly bit: number }
  | Garbage;

export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;
export type WriteCommand = Exclude<
  Command,
  { readonly kind: 'wait' | 'list' | 'poll' | 'tampered' | 'garbage' }
>;

export interface DnatPick {
  readonly protocol: 'TCP' | 'UDP';
  readonly eip: number;
  readonly port: number;
  readonly host: number;
}

export interface Garbage {
  readonly kind: 'garbage';
  readonly method: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Write {
  readonly gateway: number;
  readonly method: 'GET' | 'POST';
  readonly fault: 'failed' | 'stuck' | 'out-of-stock' | undefined;
}

const pick = fc.nat(30);
const eips = fc.array(pick, { minLength: 1, maxLength: 2 });
const rarely = <T>(usual: readonly T[], rare: readonly T[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );
const name = rarely(['shop', '网关 1', 'x'.repeat(60)], ['', 'x'.repeat(61)]);
const connections = rarely([1_000_000, 3_000_000, 10_000_000], [2_000_000]);
const count = fc.constantFrom(0, 0, 0, 1, 1, 2);

const write = {
  gateway: fc.nat(9),
  method: fc.constantFrom<'GET' | 'POST'>('GET', 'POST', 'POST'),
  fault: rarely([undefined], ['failed' as const, 'stuck' as const, 'out-of-stock' as const]),
};
const kind = <K extends Command['kind']>(value: K) => fc.constant(value);
const dnat = fc.record({
  protocol: fc.constantFrom<'TCP' | 'UDP'>('TCP', 'UDP'),
  eip: pick,
  port: fc.constantFrom(80, 443),
  host: fc.nat(6),
});

const garbage: fc.Arbitrary<Garbage> = fc.record({
  kind: kind('garbage'),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD'),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '{"Filters":',
      '{"NatGatewayIds":{"__proto__":1}}',
      'Filters.0.Values.__proto__=1',
      '[]',
      'null',
    ),
  ),
  headers: fc.dictionary(
    fc.constantFrom('authorization', 'x-tc-action', 'x-tc-timestamp', 'x-tc-version', 'content-type'),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('TC3-HMAC-SHA256 Credential=', 'DescribeNatGateways', '2017-03-12', '999999999999'),
    ),
  ),
});

const weighted: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
  [
    4,
    fc.record({
      ...write,
      kind: kind('create'),
      vpc: fc.nat(5),
      name,
      version: fc.constantFrom<1 | 2>(1, 1, 1, 2),
      connections: fc.oneof(fc.constant(undefined), connections),
      eips: fc.array(pick, { maxLength: 2 }),
      count,
      protected: fc.constantFrom(false, false, false, true),
    }),
  ],
  [2, fc.record({ ...write, kind: kind('delete') })],
  [
    2,
    fc.record({
      ...write,
      kind: kind('modify'),
      name,
      bandwidth: rarely([100, 200, 5000], [30]),
      protected: fc.constantFrom(false, false, false, true),
    }),
  ],
  [2, fc.record({ ...write, kind: kind('reset'), connections })],
  [1, fc.record({ ...write, kind: kind('upgrade'), checkOnly: fc.boolean() })],
  [4, fc.record({ ...write, kind: kind('associate'), eips: fc.array(pick, { maxLength: 2 }), count })],
  [3, fc.record({ ...write, kind: kind('disassociate'), eips })],
  [
    4,
    fc.record({ ...write, kind: kind('createDnat'), rules: fc.array(dnat, { minLength: 1, maxLength: 2 }) }),
  ],
  [2, fc.record({ ...write, kind: kind('modifyDnat'), rule: pick, target: dnat })],
  [
    2,
    fc.record({
      ...write,
      kind: kind('deleteDnat'),
      rule: pick,
      otherHost: fc.constantFrom(false, false, true),
    }),
  ],
  [4, fc.record({ ...write, kind: kind('createSnat'), source: fc.nat(9), eips })],
  [2, fc.record({ ...write, kind: kind('modifySnat'), rule: pick, eips })],
  [1, fc.record({ ...write, kind: kind('deleteSnat'), rule: pick })],
  [2, fc.record({ ...write, kind: kind('allocate'), count: fc.constantFrom(0, 1, 1, 2, 3) })],
  [2, fc.record({ ...write, kind: kind('release'), eips })],
  [6, fc.record({ kind: kind('wait'), seconds: fc.constantFrom(1, 5, 10, 60, 130) })],
  [2, fc.record({ kind: kind('list'), vpc: fc.nat(5), offset: fc.nat(3), limit: fc.nat(4) })],
  [2, fc.record({ kind: kind('poll'), task: pick })],
  [1, fc.record({ kind: kind('tampered'), bit: fc.nat(200) })],
  [2, garbage],
];

export const command: fc.Arbitrary<Command> = fc.oneof(
  ...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);
