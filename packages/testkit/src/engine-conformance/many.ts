import { NatError } from '@polynat/core';
import type { Json, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { attach, renew } from './cloud.ts';

const quota = () => new NatError('quota-exceeded', 'no more of these');

const names = ['a', 'b', 'c', 'd'];

/** The outcomes as text, such as `done` or `failed quota-exceeded`. */
const working =
  (stopAfter?: number): Procedure =>
  async (run): Promise<Json> => {
    const options = { concurrency: 1, ...(stopAfter !== undefined && { stopAfter }) };
    const outcomes = await run.allSettled(names.map(renew), options);
    return outcomes.map((outcome) =>
      outcome.state === 'failed' ? `failed ${outcome.failure.code}` : outcome.state,
    );
  };

export function describeMany(harness: EngineHarness): void {
  describe('many operations that do not depend on each other', () => {
    it('are all tried, and each failure stays with its own', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew b', quota());
        const { engine } = bench.boot(working());
        const handle = await engine.start('plan', null, { id: 'r' });
        const output = ['done', 'failed quota-exceeded', 'done', 'done'];
        expect(await handle.wait()).toEqual({ state: 'done', output });
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(names);
      });
    });

    it('are no longer started after as many failures as were allowed', async () => {
      await onBench(harness, async (bench) => {
        for (const name of ['a', 'c']) bench.cloud.refusals.set(`renew ${name}`, quota());
        const { engine } = bench.boot(working(2));
        const handle = await engine.start('plan', null, { id: 'r' });
        const output = ['failed quota-exceeded', 'done', 'failed quota-exceeded', 'not-run'];
        expect(await handle.wait()).toEqual({ state: 'done', output });
      });
    });

    it('are gone on with in another process, none of them twice', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew b', quota());
        const { engine, store } = bench.boot(working(), { at: 6, ending: 'after' });
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        bench.cloud.refusals.clear();
        const handle = await bench.boot(working()).engine.resume('r');
        const output = ['done', 'failed quota-exceeded', 'done', 'done'];
        expect(await handle.wait()).toEqual({ state: 'done', output });
        expect(new Set(bench.cloud.calls.map(({ token }) => token)).size).toBe(names.length);
      });
    });

    it('are at most as many at a time as was asked for', async () => {
      await onBench(harness, async (bench) => {
        let [now, most] = [0, 0];
        const { engine } = bench.boot(async (run) => {
          const wait = (name: string) => ({ name, kind: 'wait', args: null });
          await run.allSettled(names.map(wait), { concurrency: 3 });
          return null;
        });
        engine.operation('wait', {
          run: async () => {
            now += 1;
            most = Math.max(most, now);
            await bench.clock.sleep(1_000);
            now -= 1;
            return null;
          },
        });
        expect(await (await engine.start('plan', null, { id: 'r' })).wait()).toMatchObject({ state: 'done' });
        expect(most).toBe(3);
      });
    });
  });

  describe('a step', () => {
    it('shows when it began and ended, how often it was tried, and the ids of its requests', async () => {
      await onBench(harness, async (bench) => {
        let tries = 0;
        const { engine } = bench.boot(async (run) => {
          await run.do({ name: 'w', kind: 'wait', args: null });
          return run.do(attach('rule'));
        });
        engine.operation('wait', {
          run: async (_args, { noteRequest }) => {
            tries += 1;
            await bench.clock.sleep(2_000);
            const provider = { cloud: 'shop', requestId: 'R-1' };
            if (tries === 1) throw new NatError('unavailable', 'later', { retryable: true, provider });
            noteRequest('R-2');
            return null;
          },
        });
        const begun = bench.clock.now();
        await (await engine.start('plan', null, { id: 'r' })).wait();
        const [step, tracked] = (await engine.get('r'))?.steps ?? [];
        expect(step).toMatchObject({ startedAt: begun, tries: 2, requests: ['R-1', 'R-2'] });
        expect(step?.endedAt).toBeGreaterThanOrEqual(begun + 4_000);
        expect(tracked).toMatchObject({ startedAt: step?.endedAt, tries: 1, requests: [] });
      });
    });

    it('shows when it was undone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.do(attach('rule')));
        bench.cloud.refusals.set('renew x', quota());
        engine.procedure('plan', 2, async (run) => {
          await run.do(attach('rule'));
          return run.do(renew('x'));
        });
        await (await engine.start('plan', null, { id: 'r' })).wait();
        await bench.clock.advance(60_000);
        const at = bench.clock.now();
        await (await engine.rollBack('r')).wait();
        expect((await engine.get('r'))?.steps[0]).toMatchObject({ state: 'undone', undoneAt: at });
      });
    });
  });

  describe('a run for an account', () => {
    const accounts = { shop: '1001', search: 'abc' };
    const failing: Procedure = async (run) => run.do(renew('x'));

    it('is resumed and rolled back for that account, in any process', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew x', quota());
        const { engine } = bench.boot(failing);
        await (await engine.start('plan', null, { id: 'r', accounts })).wait();
        const { engine: next } = bench.boot(failing);
        expect(await next.get('r')).toMatchObject({ accounts });
        expect(await (await next.resume('r', { accounts })).wait()).toMatchObject({ state: 'failed' });
        expect(await (await next.rollBack('r', { accounts })).wait()).toMatchObject({ state: 'rolled-back' });
      });
    });

    it('is refused under another one, before anything is done', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew x', quota());
        const { engine } = bench.boot(failing);
        await (await engine.start('plan', null, { id: 'r', accounts })).wait();
        const { engine: next } = bench.boot(failing);
        const others = { accounts: { ...accounts, search: 'xyz' } };
        const refusal = {
          code: 'failed-precondition',
          field: 'accounts.search',
          message: expect.stringContaining('account abc of search, which is account xyz now'),
        };
        const calls = bench.cloud.calls.length;
        await expect(next.resume('r', others)).rejects.toMatchObject(refusal);
        await expect(next.rollBack('r', others)).rejects.toMatchObject(refusal);
        await expect(next.start('plan', null, { id: 'r', ...others })).rejects.toMatchObject(refusal);
        expect(bench.cloud.calls).toHaveLength(calls);
        expect(await next.get('r')).toMatchObject({ state: 'failed' });
      });
    });

    it('is resumed also by whoever does not say for which account', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew x', quota());
        const { engine } = bench.boot(failing);
        await (await engine.start('plan', null, { id: 'r', accounts })).wait();
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'failed' });
      });
    });
  });
}
