import fc from 'fast-check';

/** What a random caller does next. Numbers pick from what exists at that moment; see run.ts. */
export type Command =
  | (Write & {
      readonly kind: 'create';
      readonly addresses: readonly number[];
      readonly auto: number;
      readonly whole: readonly number[];
      readonly parts: readonly PartPick[];
      readonly mode: number;
      readonly exclusive: number;
      readonly spec: number;
      readonly name: string;
    })
  | (Write & { readonly kind: 'delete' })
  | (Write & { readonly kind: 'upgrade'; readonly spec: number })
  | (Write & { readonly kind: 'rename'; readonly name: string })
  | (Write & { readonly kind: 'bind'; readonly addresses: readonly number[]; readonly auto: number })
  | (Write & { readonly kind: 'unbind'; readonly addresses: readonly number[] })
  | (Write & { readonly kind: 'join'; readonly whole: readonly number[] })
  | (Write & { readonly kind: 'leave'; readonly whole: readonly number[] })
  | (Write & { readonly kind: 'joinParts'; readonly parts: readonly PartPick[] })
  | (Write & { readonly kind: 'leaveParts'; readonly parts: readonly PartPick[] })
  | (Write & { readonly kind: 'order'; readonly count: number })
  | (Write & { readonly kind: 'release'; readonly addresses: readonly number[] })
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'poll'; readonly task: number }
  | { readonly kind: 'list'; readonly vpc: number; readonly offset: number; readonly limit: number }
  | { readonly kind: 'tampered'; readonly bit: number; readonly version: Version }
  | Garbage;

export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;
export type Version = 'v2' | 'v3';

interface Garbage {
  readonly kind: 'garbage';
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PartPick {
  readonly subnet: number;
  readonly ips: readonly number[];
}

interface Write {
  readonly vpc: number;
  readonly gateway: number;
  readonly version: Version;
  readonly fault: 'failed' | 'stuck' | 'out-of-stock' | undefined;
}

const pick = fc.nat(40);
const picks = fc.array(pick, { minLength: 1, maxLength: 2 });
/** 7 stands for an address outside every subnet. */
const serverIp = fc.constantFrom(0, 1, 0, 1, 0, 1, 2, 2, 7);
const part = fc.record({ subnet: pick, ips: fc.array(serverIp, { minLength: 1, maxLength: 3 }) });
const parts = fc.array(part, { minLength: 1, maxLength: 2 });
const whole = fc.array(pick, { minLength: 1, maxLength: 2 });
const spec = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(1_000_000, 3_000_000, 10_000_000) },
  { weight: 1, arbitrary: fc.constant(2_000_000) },
);
const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('shop', '网关_1', 'a', 'x'.repeat(25)) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(26), 'no-dash', 'a b', '') },
);
const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('failed' as const, 'stuck' as const, 'out-of-stock' as const) },
);

const write = {
  vpc: fc.nat(11),
  gateway: fc.nat(9),
  version: fc.constantFrom<Version>('v2', 'v3'),
  fault,
};

const garbage = fc.record({
  kind: fc.constant('garbage' as const),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'PATCH'),
  path: fc.constantFrom('/v2/index.php', '/v2/index.php/', '/'),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'Action=DescribeBmNatGateway&SecretId=',
      'Action=__proto__&SecretId=x',
      '{"a":',
      '%E4%B8',
      'ips.0.ipList.__proto__=1&Action=BindIpsToBmNatGateway',
    ),
  ),
  headers: fc.dictionary(
    fc.constantFrom('host', 'authorization', 'x-tc-action', 'x-tc-timestamp', 'x-tc-version', 'content-type'),
    fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('TC3-HMAC-SHA256 Credential=', 'DescribeNatGateways', '999999999999'),
    ),
  ),
});

export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      ...write,
      kind: fc.constant('create' as const),
      addresses: fc.array(pick, { maxLength: 2 }),
      auto: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 5),
      whole: fc.array(pick, { maxLength: 1 }),
      parts: fc.array(part, { maxLength: 1 }),
      mode: fc.constantFrom(0, 0, 0, 1),
      exclusive: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
      spec,
      name,
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...write, kind: fc.constant('delete' as const) }) },
  { weight: 2, arbitrary: fc.record({ ...write, kind: fc.constant('upgrade' as const), spec }) },
  { weight: 1, arbitrary: fc.record({ ...write, kind: fc.constant('rename' as const), name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...write,
      kind: fc.constant('bind' as const),
      addresses: picks,
      auto: fc.constantFrom(0, 0, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ...write, kind: fc.constant('unbind' as const), addresses: picks }) },
  {
    weight: 4,
    arbitrary: fc.record({ ...write, kind: fc.constantFrom('join' as const, 'leave' as const), whole }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...write,
      kind: fc.constantFrom('joinParts' as const, 'leaveParts' as const),
      parts,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ ...write, kind: fc.constant('order' as const), count: fc.constantFrom(1, 2, 21) }),
  },
  { weight: 1, arbitrary: fc.record({ ...write, kind: fc.constant('release' as const), addresses: picks }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 10, 30, 90) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('poll' as const), task: fc.nat(30) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      vpc: fc.nat(11),
      offset: fc.nat(4),
      limit: fc.nat(4),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tampered' as const),
      bit: fc.nat(200),
      version: fc.constantFrom<Version>('v2', 'v3'),
    }),
  },
  { weight: 2, arbitrary: garbage },
);
