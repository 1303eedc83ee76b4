import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { attach, renew } from './cloud.ts';

const quota = () => new NatError('quota-exceeded', 'no more of these');

export function describeSteps(harness: EngineHarness): void {
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
}
