import { NatError } from '@polynat/core';
import type { Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';

const quota = () => new NatError('quota-exceeded', 'no more of these');

export function describeAccounts(harness: EngineHarness): void {
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
