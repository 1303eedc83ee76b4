import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';

export function describeListing(harness: EngineHarness): void {
  describe('the list of runs', () => {
    it('shows every run with its state, oldest first, also to a process that knows no procedure', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew bad', new NatError('forbidden', 'not you'));
        const { engine } = bench.boot(async (run, input) => run.do(renew(String(input))));
        for (const [id, input] of [
          ['z', 'good'],
          ['a', 'bad'],
          ['Ünï/código', 'good'],
        ] as const) {
          await bench.clock.advance(1_000);
          await (await engine.start('plan', input, { id })).wait();
        }
        const { engine: reader } = bench.boot(async () => null);
        const { runs: listed, unreadable } = await reader.list();
        expect(unreadable).toEqual([]);
        expect(listed.map(({ id, state }) => [id, state])).toEqual([
          ['z', 'done'],
          ['a', 'failed'],
          ['Ünï/código', 'done'],
        ]);
        expect((await reader.list({ state: 'failed' })).runs.map(({ id }) => id)).toEqual(['a']);
        expect(await reader.get('a')).toMatchObject({ input: 'bad', outcome: { state: 'failed' } });
      });
    });

    it('says so when there is no such run', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async () => null);
        expect(await engine.get('r')).toBeUndefined();
        const asks = [
          () => engine.resume('r'),
          () => engine.rollBack('r'),
          () => engine.stop('r'),
          () => engine.unlock('r'),
        ];
        for (const ask of asks) {
          await expect(ask()).rejects.toMatchObject({ code: 'not-found' });
        }
      });
    });

    it('refuses to register a handler or a version twice', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async () => null);
        expect(() => engine.operation('renew', { run: async () => null })).toThrow('have a handler already');
        expect(() => engine.procedure('plan', 1, async () => null)).toThrow('version 1 already');
      });
    });
  });
}
