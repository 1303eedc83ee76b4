import { NatError } from '@polynat/core';
import type { Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';

export function describeProcedures(harness: EngineHarness): void {
  describe('a procedure', () => {
    const throwing: readonly (readonly [string, Procedure])[] = [
      ['rejects', async () => Promise.reject(new NatError('failed-precondition', 'the source has changed'))],
      [
        'throws',
        () => {
          throw new NatError('failed-precondition', 'the source has changed');
        },
      ],
    ];

    it.each(throwing)('that %s by itself ends the run as failed', async (_how, procedure) => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(procedure);
        const handle = await engine.start('plan', null, { id: 'r' });
        const failure = {
          code: 'failed-precondition',
          message: '[failed-precondition] the source has changed',
        };
        expect(await handle.wait()).toEqual({
          state: 'failed',
          failure: expect.objectContaining(failure),
          operations: [],
        });
      });
    });
  });

  describe('versions of a procedure', () => {
    it('stay side by side: a run keeps the one it was started with, new runs take the highest', async () => {
      await onBench(harness, async (bench) => {
        const { engine, store } = bench.boot(async (run) => run.do(renew('old')), {
          at: 4,
          ending: 'before',
        });
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        const { engine: next } = bench.boot(async (run) => run.do(renew('old')));
        next.procedure('plan', 3, async (run) => run.do(renew('newest')));
        next.procedure('plan', 2, async (run) => run.do(renew('newer')));
        expect(await (await next.resume('r')).wait()).toEqual({ state: 'done', output: { renewed: 'old' } });
        const fresh = await next.start('plan', null, { id: 's' });
        expect(await fresh.wait()).toEqual({ state: 'done', output: { renewed: 'newest' } });
        expect(await next.get('s')).toMatchObject({ version: 3 });
      });
    });

    it('that are missing leave the run alone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async () => null);
        engine.procedure('plan', 2, async (run) => run.do({ name: 'x', kind: 'unknown', args: null }));
        await (await engine.start('plan', null, { id: 'r' })).wait();
        const { engine: older } = bench.boot(async () => null);
        await expect(older.resume('r')).rejects.toMatchObject({ code: 'failed-precondition' });
        await expect(older.start('nothing', null, { id: 's' })).rejects.toMatchObject({ field: 'procedure' });
        expect(await older.get('r')).toMatchObject({ state: 'suspended' });
      });
    });
  });
}
