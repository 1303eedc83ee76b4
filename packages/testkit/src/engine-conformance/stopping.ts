import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';
import { gate, gated } from './gate.ts';

export function describeStopping(harness: EngineHarness): void {
  describe('stopping', () => {
    it('lets what is under way end, starts nothing more, and another process can go on', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const seen: unknown[] = [];
        const { engine } = bench.boot(async (run) => {
          seen.push(await run.do({ name: 'gate', kind: 'gate', args: null }));
          return run.do(renew('after'));
        });
        engine.operation('gate', { run: () => door.pass().then(() => 'kept') });
        await engine.start('plan', null, { id: 'r', locks: ['gateway'] });
        await door.reached;
        const stopping = engine.stop('r');
        await bench.clock.sleep(60_000);
        expect(await engine.get('r')).toMatchObject({ state: 'running' });
        door.open();
        expect(await stopping).toMatchObject({ state: 'suspended', reason: { code: 'aborted' } });
        expect(seen).toEqual([]);
        expect(bench.cloud.calls).toEqual([]);
        const { engine: second } = bench.boot(gated);
        const steps = [{ name: 'gate', state: 'done', result: 'kept' }];
        expect(await second.get('r')).toMatchObject({ state: 'suspended', steps });
        expect(await (await second.resume('r')).wait()).toMatchObject({ state: 'done' });
      });
    });

    it('interrupts a handler that listens, which is no failure: it starts again under the same token', async () => {
      await onBench(harness, async (bench) => {
        const tokens: string[] = [];
        const door = gate();
        const { engine } = bench.boot(gated);
        engine.operation('gate', {
          run: async (_args, { signal, token }) => {
            tokens.push(token);
            await door.pass(signal);
            return null;
          },
        });
        await engine.start('plan', null, { id: 'r' });
        await door.reached;
        expect(await engine.stop('r')).toMatchObject({ state: 'suspended' });
        door.open();
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
        expect(tokens).toHaveLength(2);
        expect(tokens[1]).toBe(tokens[0]);
      });
    });

    it('is what closing the engine does to every run', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        engine.operation('gate', { run: (_args, { signal }) => door.pass(signal).then(() => null) });
        const handles = await Promise.all(['r', 's'].map((id) => engine.start('plan', null, { id })));
        const closing = engine.close();
        for (const handle of handles) expect(await handle.wait()).toMatchObject({ state: 'suspended' });
        await closing;
        expect(bench.cloud.calls).toEqual([]);
      });
    });

    it('is not mistaken for a failure when a handler answers it with an error of its own', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        engine.operation('gate', {
          run: async (_args, { signal }) => {
            await door.pass(signal).catch((cause: unknown) => {
              throw new NatError('timeout', 'gave up', { cause });
            });
            return null;
          },
        });
        await engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
        await door.reached;
        expect(await engine.stop('r')).toMatchObject({ state: 'suspended', reason: { code: 'aborted' } });
        door.open();
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
      });
    });
  });
}
