import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import table from '../../errors/tencent-vpc.json' with { type: 'json' };
import { codes } from '../../src/clouds/tencent-vpc/errors.ts';
import { operations } from '../../src/clouds/tencent-vpc/operations/index.ts';
import documented from '../fixtures/tencent-vpc/documented-errors.json' with { type: 'json' };
import { scenarios } from './scenarios/index.ts';
import { situation, validRequest } from './situation.ts';

const row = z.union([
  // Common errors are tried on one operation in place of all.
  z.strictObject({
    operation: z.string(),
    as: z.string().optional(),
    code: z.string(),
    reachable: z.string(),
  }),
  z.strictObject({ operation: z.string(), code: z.string(), notModelled: z.string().min(10) }),
  // An operation that is not emulated has one row for all of its codes.
  z.strictObject({ operation: z.string(), notModelled: z.string().min(10) }),
]);
const rows = z.array(row).parse(table);
const reachable = rows.flatMap((each) => ('reachable' in each ? [each] : []));
const absent = rows.flatMap((each) => ('code' in each ? [] : [each.operation]));

const listed = (operation: string) =>
  rows.flatMap((each) => (each.operation === operation && 'code' in each ? [each.code] : []));

describe('the error table of Tencent VPC', () => {
  it.each(reachable)('$operation answers $code in the scenario $reachable', (each) => {
    expect(scenarios[each.reachable]?.(each.as ?? each.operation)).toBe(each.code);
  });

  it.each(Object.entries(documented.operations))(
    'has a row for every code documented for %s',
    (operation, documentedCodes) => {
      if (absent.includes(operation)) expect(operations.has(operation)).toBe(false);
      else expect(listed(operation).toSorted()).toEqual(documentedCodes.toSorted());
    },
  );

  it('has a row for every common error', () => {
    expect(listed('any').toSorted()).toEqual(documented.common.toSorted());
  });

  it('is about every emulated operation', () => {
    expect([...operations.keys()].filter((name) => listed(name).length === 0)).toEqual([]);
  });

  it('uses every scenario it can tell', () => {
    const used = new Set(reachable.map((each) => each.reachable));
    expect(Object.keys(scenarios).filter((name) => !used.has(name))).toEqual([]);
  });

  it('has a row for every code the state can answer with', () => {
    const told = new Set(rows.flatMap((each) => ('code' in each ? [each.code] : [])));
    const own = [...operations.values()].flatMap((operation) => Object.values(operation.codes));
    expect([...Object.values(codes), ...own].filter((code) => !told.has(code))).toEqual([]);
  });

  it.each([...operations.keys()])(
    'starts its scenarios for %s from a request that is accepted',
    (operation) => {
      const at = situation();
      const answer = at.vpc.call(operation, validRequest(operation, at));
      expect(answer.Error).toBeUndefined();
      at.vpc.pass(600);
      expect(() => at.vpc.cloud.checkInvariants()).not.toThrow();
    },
  );
});
