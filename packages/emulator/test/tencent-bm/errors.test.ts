import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import table from '../../errors/tencent-bm.json' with { type: 'json' };
import { moduleCodes } from '../../src/clouds/tencent-bm/v2/errors.ts';
import { codes } from '../../src/clouds/tencent-bm/v3/errors.ts';
import { scenarios, situation, validRequest } from './scenarios.ts';
import { scenariosV3 } from './scenarios-v3.ts';

const row = z.union([
  z.strictObject({ operation: z.string(), code: z.number(), name: z.string(), reachable: z.string() }),
  z.strictObject({ operation: z.literal('v3'), code: z.string(), reachable: z.string() }),
  z.strictObject({
    operation: z.string(),
    code: z.union([z.number(), z.string()]),
    name: z.string().optional(),
    notModelled: z.string().min(10),
  }),
]);
const rows = z.array(row).parse(table);
const reachable = rows.flatMap((each) => ('name' in each && 'reachable' in each ? [each] : []));
const reachableV3 = rows.flatMap((each) => (!('name' in each) && 'reachable' in each ? [each] : []));

/** Error rows of each action's page (cloud.tencent.com/document/product/386). */
const documented: Readonly<Record<string, readonly number[]>> = {
  CreateBmNatGateway: [10001, -3047, -3030, 13006, 13010, 13011, 13012, 13013, 13015],
  DeleteBmNatGateway: [-3047, 13014],
  DescribeBmNatGateway: [-3047, 13014],
  UpgradeBmNatGateway: [-3047, 13014],
  EipBindBmNatGateway: [-3047, 13014, 13010, 13011, 13013, 13015],
  EipUnBindBmNatGateway: [-3047, 13014, 13010, 13011, 13008],
  SubnetBindBmNatGateway: [10001, -3047, -3030, 13014, 13012],
  SubnetUnBindBmNatGateway: [10001, -3047, -3030, 13014],
  BindIpsToBmNatGateway: [10001, -3047, -3030, 13014, 13012],
  UnbindIpsToBmNatGateway: [10001, -3047, -3030, 13014],
  DescribeBmNatBindSubnets: [-3047, 13014],
  DescribeBmNatPartSubnetBindIps: [-3047, 13014],
  QueryBmNatGatewayProductionStatus: [9001, 10001],
};

describe('the error table of Tencent BM', () => {
  it.each(reachable)('$operation answers $code $name in the scenario $reachable', (each) => {
    const scenario = scenarios[each.reachable];
    expect(scenario?.(each.operation)).toEqual({ code: each.code, name: each.name });
  });

  it.each(Object.entries(documented))(
    'has a reachable row for every error the page of %s lists',
    (operation, codes) => {
      const listed = reachable.filter((each) => each.operation === operation).map(({ code }) => code);
      expect(listed.toSorted()).toEqual(codes.toSorted());
    },
  );

  it.each(reachableV3)('answers $code in version 3 in the scenario $reachable', (each) => {
    expect(scenariosV3[each.reachable]?.()).toBe(each.code);
  });

  it('uses every scenario it can tell', () => {
    const used = new Set([...reachable, ...reachableV3].map((each) => each.reachable));
    const told = Object.keys({ ...scenarios, ...scenariosV3 });
    expect(told.filter((name) => !used.has(name))).toEqual([]);
  });

  it('has a row for every code the state can answer with', () => {
    const told = new Set<number | string>(rows.map(({ code }) => code));
    expect(Object.values(moduleCodes).filter(({ code }) => !told.has(code))).toEqual([]);
    expect(Object.values(codes).filter((code) => !told.has(code))).toEqual([]);
  });

  it.each(Object.keys(documented))(
    'starts its scenarios for %s from a request that is accepted',
    (operation) => {
      const at = situation();
      expect(at.tencent.v2(operation, validRequest(operation, at))).toMatchObject({ code: 0, message: '' });
    },
  );
});
