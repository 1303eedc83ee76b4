import type { Call } from '@polynat/core';
import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { definitions, done, gone, pending, type Resource } from '../src/index.ts';
import { pollerOf } from '../src/work.ts';
import { failureFrom } from './inside.ts';

interface Context {
  readonly rules: ReadonlyMap<string, string>;
}

const { work, snat } = definitions<Context>();

const added = work({
  kind: 'snat.added',
  formerly: ['rule-added'],
  subject: z.object({ id: z.string() }),
  poll: async ({ rules }, { id }) => {
    const cidr = rules.get(id);
    if (cidr === undefined) return pending('not listed yet');
    const rule = { id, source: { cidr }, through: [], state: 'available', providerState: 'up', native: id };
    return done({ ...rule, state: 'available' as const });
  },
});

const removed = work({
  kind: 'snat.removed',
  subject: z.object({ id: z.string() }),
  poll: async ({ rules }, { id }) => (rules.has(id) ? pending('still listed') : gone),
});

const clock = manualClock();
const call: Call = {
  signal: new AbortController().signal,
  deadline: clock.now() + 60_000,
  token: 'a-token',
};

describe('a receipt', () => {
  const context = { rules: new Map([['rule-1', '10.0.0.0/24']]) };
  const poll = pollerOf({ kind: 'volcano', region: 'etna' }, context, [added, removed]);

  it('carries the subject, the request id in either spelling, and the task', () => {
    expect(added.receipt({ id: 'rule-1' }, { RequestId: 'r-1', task: '7' })).toEqual({
      kind: 'snat.added',
      subject: { id: 'rule-1' },
      requestId: 'r-1',
      task: '7',
    });
    expect(added.receipt({ id: 'rule-1' }, { requestId: 'r-2' }).requestId).toBe('r-2');
    expect(added.receipt({ id: 'rule-1' })).toEqual({ kind: 'snat.added', subject: { id: 'rule-1' } });
  });

  it('is polled by the work that left it, from another process too', async () => {
    const stored = JSON.parse(JSON.stringify(added.receipt({ id: 'rule-1' })));
    expect(await poll(stored, call)).toMatchObject({ type: 'done', value: { id: 'rule-1' } });
    expect(await poll(removed.receipt({ id: 'rule-1' }), call)).toEqual(pending('still listed'));
    expect(await poll(removed.receipt({ id: 'rule-2' }), call)).toEqual(gone);
  });

  it('of a former kind is polled by the work that has taken its place', async () => {
    const former = { kind: 'rule-added', subject: { id: 'rule-1' } };
    expect(await poll(former, call)).toMatchObject({ type: 'done', value: { id: 'rule-1' } });
  });

  it.each(['gateway.created', 'constructor', ''])('of the unknown kind "%s" is refused', async (kind) => {
    const error = await failureFrom(poll({ kind, subject: {} }, call));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'kind', outcome: 'none' });
    expect(error.message).toContain(`unknown receipt kind "${kind}" on volcano`);
  });

  it('whose subject another program wrote is refused with the field', async () => {
    const error = await failureFrom(poll({ kind: 'snat.added', subject: { id: 7 } }, call));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'id' });
  });
});

describe('a resource', () => {
  it('that leaves a receipt of a work outside of its list does not compile', () => {
    const wrong: Resource<Context, unknown> = snat([added], () => ({
      list: async () => ({ items: [] }),
      add: async () => added.receipt({ id: 'rule-1' }),
      // @ts-expect-error: the list of works leaves `removed` out
      remove: async (_key, id) => removed.receipt({ id }),
    }));
    expect(wrong.works.map(({ kind }) => kind)).toEqual(['snat.added']);
  });
});
