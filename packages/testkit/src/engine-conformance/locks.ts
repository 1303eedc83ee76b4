import type { Engine } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { gate, gated } from './gate.ts';

const passing = (engine: Engine) => engine.operation('gate', { run: async () => null });

export function describeLocks(harness: EngineHarness): void {
  describe('locks', () => {
    it('keep other runs out until the run ends', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        const first = await engine.start('plan', 1, { id: 'r', locks: ['source', 'target'] });
        const refusal = { code: 'conflict', held: { run: 'r', lock: 'target', working: true } };
        const refused = engine.start('plan', 2, { id: 's', locks: ['target', 'third'] });
        await expect(refused).rejects.toMatchObject(refusal);
        expect((await engine.list()).runs.map(({ id }) => id)).toEqual(['r']);
        door.open();
        await first.wait();
        const second = await engine.start('plan', 2, { id: 's', locks: ['target', 'third'] });
        expect(await second.wait()).toMatchObject({ state: 'done' });
      });
    });

    it('go to exactly one of many who want them', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const engines = [1, 2, 3].map(() => bench.boot(gated).engine);
        for (const engine of engines) engine.operation('gate', { run: () => door.pass().then(() => null) });
        const starts = engines.map((engine, index) =>
          engine.start('plan', index, { id: `r${index}`, locks: ['b', 'a'] }),
        );
        const settled = await Promise.allSettled(starts);
        const winners = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(winners).toHaveLength(1);
        door.open();
        await Promise.all(winners.map((handle) => handle.wait()));
      });
    });

    it('can be freed by hand, after which the run must win them back', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine, store } = bench.boot(gated, { at: 7, ending: 'before' });
        passing(engine);
        void engine.start('plan', null, { id: 'r', locks: ['gateway'] });
        await store.died;
        const { engine: second } = bench.boot(gated);
        second.operation('gate', { run: () => door.pass().then(() => null) });
        await second.unlock('r');
        const other = await second.start('plan', null, { id: 's', locks: ['gateway'] });
        await expect(second.resume('r')).rejects.toMatchObject({ code: 'conflict', held: { run: 's' } });
        expect(await second.get('r')).toMatchObject({ state: 'suspended' });
        door.open();
        await other.wait();
        expect(await (await second.resume('r')).wait()).toMatchObject({ state: 'done' });
      });
    });

    it('are taken from a process that still works only by force, and that process then stops', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        const handle = await engine.start('plan', null, { id: 'r', locks: ['gateway'] });
        await door.reached;
        const { engine: second } = bench.boot(gated);
        passing(second);
        await expect(second.unlock('r')).rejects.toMatchObject({ code: 'conflict' });
        await second.unlock('r', { force: true });
        const other = await second.start('plan', null, { id: 's', locks: ['gateway'] });
        expect(await other.wait()).toMatchObject({ state: 'done' });
        door.open();
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
        expect(bench.cloud.calls).toHaveLength(1);
      });
    });
  });
}
