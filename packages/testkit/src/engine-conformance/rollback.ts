import { NatError } from '@polynat/core';
import type { Procedure, RunHandle } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type Bench, type EngineHarness, type EngineProcess, onBench } from './bench.ts';
import { attach, create, renew } from './cloud.ts';

const migrate: Procedure = async (run) => {
  await run.do(create('gateway'));
  await run.all(['one', 'two', 'three'].map(attach), { concurrency: 3 });
  await run.do(renew('gateway'));
  return run.do(renew('refused'));
};

const forbidden = new NatError('forbidden', 'not you');

/** A run that has done everything but its last operation. */
async function failed(bench: Bench): Promise<EngineProcess> {
  bench.cloud.refusals.set('renew refused', forbidden);
  const process = bench.boot(migrate);
  await (await process.engine.start('plan', null, { id: 'r', locks: ['gateway'] })).wait();
  return process;
}

async function undoneNames(handle: RunHandle): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const event of handle.events()) if (event.type === 'undone') names.push(event.name);
  return names;
}

export function describeRollback(harness: EngineHarness): void {
  describe('rolling back', () => {
    it('undoes in strictly reverse order, also what ran side by side', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        const handle = await engine.rollBack('r');
        expect(await handle.wait()).toMatchObject({ state: 'rolled-back', failure: { code: 'forbidden' } });
        const expected = ['attach three', 'attach two', 'attach one', 'create gateway'];
        expect(await undoneNames(handle)).toEqual(expected);
        expect(bench.cloud.things).toEqual([]);
        expect(await engine.get('r')).toMatchObject({ state: 'rolled-back', direction: 'back' });
      });
    });

    it('frees the locks, and starting or rolling back again changes nothing', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        await (await engine.rollBack('r')).wait();
        const calls = bench.cloud.calls.length;
        for (const again of [() => engine.rollBack('r'), () => engine.resume('r'), () => engine.stop('r')]) {
          await again();
        }
        expect(await (await engine.rollBack('r')).wait()).toMatchObject({ state: 'rolled-back' });
        expect(bench.cloud.calls).toHaveLength(calls);
        bench.cloud.refusals.clear();
        const next = await engine.start('plan', null, { id: 's', locks: ['gateway'] });
        expect(await next.wait()).toMatchObject({ state: 'done' });
      });
    });

    it('takes what is gone already as undone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        bench.cloud.things.splice(0);
        expect(await (await engine.rollBack('r')).wait()).toMatchObject({ state: 'rolled-back' });
      });
    });

    it('fails with a list of what is left when something cannot be undone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        bench.cloud.refusals.set('remove one', forbidden);
        const handle = await engine.rollBack('r');
        const left = [
          { name: 'create gateway', kind: 'create', args: 'gateway', result: { id: 'id-gateway' } },
          { name: 'attach one', kind: 'attach', args: 'one', result: { id: 'id-one' } },
        ];
        const stuck = { state: 'rollback-failed', left, failure: { code: 'forbidden' } };
        expect(await handle.wait()).toMatchObject(stuck);
        expect(bench.cloud.things.toSorted()).toEqual(['gateway', 'one']);
        expect(await engine.get('r')).toMatchObject({ state: 'rollback-failed', outcome: stuck });
        expect(
          await (await engine.start('plan', null, { id: 'r', locks: ['gateway'] })).wait(),
        ).toMatchObject(stuck);
      });
    });

    it('goes on where it failed', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        bench.cloud.refusals.set('remove one', forbidden);
        await (await engine.rollBack('r')).wait();
        bench.cloud.refusals.clear();
        const handle = await engine.rollBack('r');
        expect(await undoneNames(handle)).toEqual(['attach one', 'create gateway']);
        expect(await handle.wait()).toMatchObject({ state: 'rolled-back' });
      });
    });

    it('leaves alone what the caller has taken back by hand', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        bench.cloud.refusals.set('remove one', forbidden);
        await (await engine.rollBack('r')).wait();
        const handle = await engine.rollBack('r', { handled: ['attach one'] });
        expect(await undoneNames(handle)).toEqual(['create gateway']);
        expect(await handle.wait()).toMatchObject({ state: 'rolled-back' });
      });
    });

    it('refuses names the run has never heard of', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = await failed(bench);
        const refused = engine.rollBack('r', { handled: ['attach ten'] });
        await expect(refused).rejects.toMatchObject({ code: 'invalid-argument', field: 'handled' });
      });
    });

    it('refuses a run that is done', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(migrate);
        await (await engine.start('plan', null, { id: 'r' })).wait();
        await expect(engine.rollBack('r')).rejects.toMatchObject({ code: 'failed-precondition' });
      });
    });

    it('hands the undo what was returned, also when that was null', async () => {
      await onBench(harness, async (bench) => {
        const undone: unknown[] = [];
        bench.cloud.refusals.set('renew refused', forbidden);
        const { engine } = bench.boot(async (run) => {
          await run.do({ name: 'x', kind: 'quiet', args: { n: 1 } });
          return run.do(renew('refused'));
        });
        engine.operation('quiet', {
          run: async () => null,
          undo: async (args, result) => void undone.push([args, result]),
        });
        const handle = await engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
        expect(await handle.wait()).toMatchObject({ state: 'rolled-back' });
        expect(undone).toEqual([[{ n: 1 }, null]]);
      });
    });

    it('follows a failure by itself when the run was started so', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew refused', forbidden);
        const { engine } = bench.boot(migrate);
        const handle = await engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
        expect(await handle.wait()).toMatchObject({ state: 'rolled-back', failure: { code: 'forbidden' } });
        expect(bench.cloud.things).toEqual([]);
      });
    });

    it('looks up an operation that was under way when the process died', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => run.do(attach('one'));
        const { engine, store } = bench.boot(procedure, { at: 5, ending: 'before' });
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        expect(bench.cloud.things).toEqual(['one']);
        const handle = await bench.boot(procedure).engine.rollBack('r');
        expect(await handle.wait()).toEqual({ state: 'rolled-back' });
        expect(bench.cloud.things).toEqual([]);
      });
    });

    it('never guesses about an operation that cannot be looked up', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => run.do(create('gateway'));
        const { engine, store } = bench.boot(procedure, { at: 5, ending: 'before' });
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        const { engine: next } = bench.boot(procedure);
        const left = [{ name: 'create gateway', kind: 'create', args: 'gateway' }];
        expect(await (await next.rollBack('r')).wait()).toMatchObject({ state: 'rollback-failed', left });
        const handle = await next.rollBack('r', { handled: ['create gateway'] });
        expect(await handle.wait()).toEqual({ state: 'rolled-back' });
      });
    });
  });
}
