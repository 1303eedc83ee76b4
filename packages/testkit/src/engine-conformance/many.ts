import { NatError } from '@polynat/core';
import type { Json, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';
import { gate } from './gate.ts';

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
        const together = gate();
        const { engine } = bench.boot(async (run) => {
          const wait = (name: string) => ({ name, kind: 'wait', args: null });
          await run.allSettled(names.map(wait), { concurrency: 3 });
          return null;
        });
        engine.operation('wait', {
          run: async () => {
            now += 1;
            most = Math.max(most, now);
            if (now === 3) together.open();
            await together.pass();
            now -= 1;
            return null;
          },
        });
        expect(await (await engine.start('plan', null, { id: 'r' })).wait()).toMatchObject({ state: 'done' });
        expect(most).toBe(3);
      });
    });
  });
}
