import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import table from '../../errors/baidu.json' with { type: 'json' };
import { createTestCloud } from './client.ts';
import { scenarios } from './error-scenarios.ts';

const row = z.union([
  z.strictObject({
    code: z.string(),
    status: z.int(),
    message: z.string(),
    reachable: z.string(),
  }),
  z.strictObject({
    code: z.string(),
    status: z.int(),
    message: z.string().optional(),
    notModelled: z.string().min(20),
  }),
]);

const rows = z.array(row).parse(table);
const reachable = rows.flatMap((each) => ('reachable' in each ? [each] : []));

describe('the table of errors', () => {
  test.each(reachable)('$code: $reachable', ({ code, status, message, reachable: name }) => {
    const cloud = createTestCloud();

    const answer = scenarios[name]?.(cloud);

    expect(answer).toMatchObject({ code, status, message });
    expect(answer?.json.requestId).toBe(answer?.reply.headers['x-bce-request-id']);
    expect(Object.keys(answer?.json ?? {})).toEqual(['code', 'message', 'requestId']);
    cloud.cloud.checkInvariants();
  });

  test('names every scenario once', () => {
    expect(reachable.map(({ reachable: name }) => name).sort()).toEqual(Object.keys(scenarios).sort());
  });
});
