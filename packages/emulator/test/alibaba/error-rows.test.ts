import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import rows from '../../errors/alibaba.json' with { type: 'json' };
import { entryScenarios } from './scenarios/entries.ts';
import { gatewayScenarios } from './scenarios/gateways.ts';
import { packageScenarios } from './scenarios/packages.ts';
import { parameterScenarios } from './scenarios/parameters.ts';
import { createStage } from './stage.ts';

const scenarios = { ...parameterScenarios, ...gatewayScenarios, ...entryScenarios, ...packageScenarios };

const row = { operation: z.string(), status: z.int(), code: z.string(), message: z.string() };
const table = z
  .array(
    z.union([
      z.strictObject({ ...row, reachable: z.string() }),
      z.strictObject({ ...row, notModelled: z.string().min(20) }),
    ]),
  )
  .parse(rows);
const reachable = table.flatMap((entry) => ('reachable' in entry ? [entry] : []));

describe('every documented error row is answered as printed', () => {
  test.each(reachable)('$operation: $reachable → $status $code', ({ operation, reachable, ...expected }) => {
    const stage = createStage();
    const { status, body } = (scenarios[reachable] ?? unknownScenario)(stage, operation);

    expect({ status, code: body.at('Code'), message: body.at('Message') }).toEqual(expected);
    stage.cloud.checkInvariants();
  });
});

function unknownScenario(): never {
  throw new Error('the table names a scenario that no file holds');
}

test('the table holds the 164 rows of the 24 operations, at least nine of ten of them reachable', () => {
  expect(table).toHaveLength(164);
  expect(new Set(table.map(({ operation }) => operation)).size).toBe(24);
  expect(reachable.length / table.length).toBeGreaterThanOrEqual(0.9);
});

test('every scenario is used by a row', () => {
  const used = new Set(reachable.map((entry) => entry.reachable));
  expect(Object.keys(scenarios).filter((name) => !used.has(name))).toEqual([]);
});

test.each([...new Set(table.map(({ operation }) => operation))])('%s succeeds on the stage', (operation) => {
  const stage = createStage();

  const { status, body } = stage.call(operation, stage.valid(operation));

  expect(body.at('Code')).toBeUndefined();
  expect(status).toBe(200);
  stage.pass(300);
  stage.cloud.checkInvariants();
});
