import type { Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';

export function describeTime(harness: EngineHarness): void {
  describe('time', () => {
    it('slept through by one process is not slept again by the next', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => {
          const before = await run.now('before');
          await run.sleep('a day', 86_400_000);
          return { before, after: await run.now('after') };
        };
        const { engine, store } = bench.boot(procedure, { at: 6, ending: 'before' });
        const start = bench.clock.now();
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        await bench.clock.advance(3_600_000);
        const handle = await bench.boot(procedure).engine.resume('r');
        const output = { before: start, after: expect.any(Number) };
        expect(await handle.wait()).toMatchObject({ state: 'done', output });
        expect(bench.clock.now()).toBeGreaterThanOrEqual(start + 86_400_000);
        expect(bench.clock.now()).toBeLessThan(start + 86_400_000 + 7_200_000);
      });
    });

    it('may be longer than any timer of the system', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => {
          await run.sleep('a quarter', 90 * 86_400_000);
          return null;
        });
        const before = bench.clock.now();
        const longest: number[] = [];
        const sleep = bench.clock.sleep.bind(bench.clock);
        bench.clock.sleep = (milliseconds, signal) => {
          longest.push(milliseconds);
          return sleep(milliseconds, signal);
        };
        await (await engine.start('plan', null, { id: 'r' })).wait();
        expect(bench.clock.now()).toBe(before + 90 * 86_400_000);
        expect(Math.max(...longest)).toBeLessThan(2 ** 31);
      });
    });

    it('that `sleep` cannot measure suspends the run', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => {
          await run.sleep('nap', Number.NaN);
          return null;
        });
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason: { field: 'nap' } });
      });
    });
  });
}
