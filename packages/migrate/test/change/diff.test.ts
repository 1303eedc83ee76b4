import { type DnatRule, type DnatSpec, dnatKey, type SnatRule, type SnatSpec } from '@polynat/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DnatTables, diffDnat, diffSnat, type SnatTables } from '../../src/change/diff.ts';
import { overlappingPairs, portClaims } from '../../src/claims.ts';

const standing = { state: 'available', providerState: 'ok', native: null } as const;

const dnat = (
  from: number,
  to = from,
  host = '10.0.0.7',
  protocol: DnatSpec['protocol'] = 'tcp',
): DnatSpec => ({
  protocol,
  public: { address: '1.1.1.1', ports: protocol === 'any' ? 'any' : { from, to } },
  private: { address: host, ports: protocol === 'any' ? 'any' : { from, to } },
});

const asDnatRules = (specs: readonly DnatSpec[]): DnatRule[] =>
  specs.map((spec, index) => ({ id: `d${index}`, ...spec, ...standing }));

const diffOfDnat = (
  current: readonly DnatSpec[],
  desired: readonly DnatSpec[],
  more: Partial<DnatTables> = {},
) =>
  diffDnat({
    current: asDnatRules(current),
    desired,
    inPlace: true,
    freed: new Set(),
    breaksPorts: () => false,
    ...more,
  });

const snat = (cidr: string, through: readonly string[] = ['1.1.1.1']): SnatSpec => ({
  source: { cidr },
  through,
});

const diffOfSnat = (
  current: readonly SnatSpec[],
  desired: readonly SnatSpec[],
  more: Partial<SnatTables> = {},
) =>
  diffSnat({
    current: current.map((spec, index): SnatRule => ({ id: `s${index}`, through: [], ...spec, ...standing })),
    desired,
    network: {},
    inPlace: true,
    keepsSource: false,
    chooses: true,
    freed: new Set(),
    ...more,
  });

const nothing = { clear: [], replace: [], add: [], remove: [] };

describe('affinity of an SNAT rule', () => {
  const rule = snat('10.0.1.0/24');
  const [on, off] = [
    { ...rule, affinity: true },
    { ...rule, affinity: false },
  ];

  it('is changed where the document says otherwise', () => {
    expect(diffOfSnat([off], [on]).replace.map(({ rule: wanted }) => wanted.affinity)).toEqual([true]);
    expect(diffOfSnat([on], [off]).replace).toHaveLength(1);
  });

  it('is left as it is where the document does not set it, and where it is so', () => {
    for (const standing of [on, off]) expect(diffOfSnat([standing], [rule])).toEqual(nothing);
    expect(diffOfSnat([on], [on])).toEqual(nothing);
  });
});

describe('two tables of rules', () => {
  it('that say the same differ in nothing, in whatever order', () => {
    expect(diffOfDnat([dnat(1), dnat(2)], [dnat(2), dnat(1)])).toEqual(nothing);
    expect(diffOfSnat([snat('10.0.0.0/24', ['a', 'b'])], [snat('10.0.0.0/24', ['b', 'a'])])).toEqual(nothing);
  });

  it('differ in rules to add and rules to remove', () => {
    expect(diffOfDnat([dnat(1)], [dnat(2)])).toEqual({
      ...nothing,
      add: [dnat(2)],
      remove: [{ id: 'd0', before: dnat(1) }],
    });
  });

  it('differ in rules that are replaced in place', () => {
    const other = dnat(1, 1, '10.0.0.8');
    expect(diffOfDnat([dnat(1)], [other])).toEqual({
      ...nothing,
      replace: [{ id: 'd0', before: dnat(1), rule: other }],
    });
  });

  it('do not differ by a name the document does not give', () => {
    expect(diffOfDnat([{ ...dnat(1), name: 'auto' }], [dnat(1)])).toEqual(nothing);
    expect(diffOfDnat([dnat(1)], [{ ...dnat(1), name: 'web' }]).replace).toHaveLength(1);
  });

  it('do not differ by addresses where rules do not choose them', () => {
    const plain = { source: { cidr: '10.0.0.0/24' } };
    expect(diffOfSnat([snat('10.0.0.0/24')], [plain], { chooses: false })).toEqual(nothing);
  });
});

describe('a new rule that claims what an old one has', () => {
  it('takes its place', () => {
    const wider = dnat(80, 90);
    expect(diffOfDnat([dnat(80, 85)], [wider])).toEqual({
      ...nothing,
      replace: [{ id: 'd0', before: dnat(80, 85), rule: wider }],
    });
    expect(diffOfSnat([snat('10.0.0.0/25')], [snat('10.0.0.0/24')]).replace).toHaveLength(1);
  });

  it('change only the addresses of a rule where a rule keeps its source', () => {
    const more = { keepsSource: true };
    const moved = diffOfSnat([snat('10.0.0.0/24')], [snat('10.0.0.0/24', ['2.2.2.2'])], more);
    expect(moved).toMatchObject({ clear: [], replace: [{ id: 's0' }], add: [], remove: [] });
    const wider = diffOfSnat([snat('10.0.0.0/25')], [snat('10.0.0.0/24')], more);
    expect(wider).toMatchObject({ clear: [{ id: 's0' }], replace: [], add: [snat('10.0.0.0/24')] });
  });

  it('has to wait until all but one of them are gone', () => {
    const wider = dnat(80, 90);
    expect(diffOfDnat([dnat(80), dnat(81)], [wider])).toEqual({
      ...nothing,
      clear: [{ id: 'd1', before: dnat(81) }],
      replace: [{ id: 'd0', before: dnat(80), rule: wider }],
    });
  });

  it('comes after what it shares the old one with', () => {
    expect(diffOfSnat([snat('10.0.0.0/24')], [snat('10.0.0.0/25'), snat('10.0.0.128/25')])).toEqual({
      ...nothing,
      replace: [{ id: 's0', before: snat('10.0.0.0/24'), rule: snat('10.0.0.0/25') }],
      add: [snat('10.0.0.128/25')],
    });
  });

  it('needs it gone first where the cloud replaces nothing in place', () => {
    expect(diffOfDnat([dnat(80, 85)], [dnat(80, 90)], { inPlace: false })).toEqual({
      ...nothing,
      clear: [{ id: 'd0', before: dnat(80, 85) }],
      add: [dnat(80, 90)],
    });
    expect(diffOfDnat([dnat(80)], [dnat(80, 80, '10.0.0.8')], { inPlace: false })).toMatchObject({
      clear: [{ id: 'd0' }],
      add: [dnat(80, 80, '10.0.0.8')],
    });
  });

  it('is found across protocols', () => {
    expect(
      diffOfDnat([dnat(80), dnat(81, 81, '10.0.0.7', 'udp')], [dnat(1, 1, '10.0.0.7', 'any')]),
    ).toMatchObject({
      clear: [{ id: 'd1' }],
      replace: [{ id: 'd0' }],
    });
  });
});

describe('a rule on an address that leaves before another comes', () => {
  it('goes first, also when it is to stay otherwise', () => {
    const freed = new Set(['1.1.1.1']);
    const [before, after] = [snat('10.0.0.0/24'), snat('10.0.0.0/24', ['2.2.2.2'])];
    expect(diffOfSnat([before], [after], { freed })).toEqual({
      ...nothing,
      clear: [{ id: 's0', before }],
      add: [after],
    });
    expect(diffOfDnat([dnat(80)], [], { freed })).toEqual({
      ...nothing,
      clear: [{ id: 'd0', before: dnat(80) }],
    });
  });

  it('is told how to come back, should the change be rolled back', () => {
    const { remove } = diffOfDnat([dnat(80)], [], { breaksPorts: (ip) => ip === '1.1.1.1' });
    expect(remove).toEqual([{ id: 'd0', before: { ...dnat(80), portBreak: true } }]);
  });
});

const range = fc
  .tuple(
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 0, max: 4 }),
    fc.constantFrom('10.0.0.1', '10.0.0.2'),
  )
  .map(([from, more, host]) => dnat(from, from + more, host));
const overlap = (left: DnatSpec, right: DnatSpec): boolean =>
  overlappingPairs([...portClaims('l', left), ...portClaims('r', right)]).length > 0;
const table = fc.uniqueArray(range, { maxLength: 8, comparator: overlap });

describe('any two tables', () => {
  it('become each other without two rules ever claiming one port', () => {
    fc.assert(
      fc.property(table, table, fc.boolean(), (before, after, inPlace) => {
        const { clear, replace, add, remove } = diffOfDnat(before, after, { inPlace });
        const rules = new Map(asDnatRules(before).map((rule) => [rule.id, rule as DnatSpec]));
        const mustFit = (spec: DnatSpec, own?: string) => {
          for (const [id, other] of rules) if (id !== own) expect(overlap(spec, other)).toBe(false);
        };
        for (const { id } of clear) expect(rules.delete(id)).toBe(true);
        for (const { id, rule } of replace) mustFit(rule, id);
        for (const { id, rule } of replace) rules.set(id, rule);
        for (const [index, rule] of add.entries()) {
          for (const { id } of remove) expect(overlap(rule, rules.get(id) ?? dnat(60_000))).toBe(false);
          mustFit(rule);
          rules.set(`new-${index}`, rule);
        }
        for (const { id } of remove) expect(rules.delete(id)).toBe(true);
        const meaning = (specs: Iterable<DnatSpec>) =>
          [...specs].map((one) => `${dnatKey(one)} ${one.private.address}`).sort();
        expect(meaning(rules.values())).toEqual(meaning(after));
      }),
      { numRuns: 500 },
    );
  });
});
