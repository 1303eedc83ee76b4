import { NatError } from '@polynat/core';
import type { Engine, Procedure, RunOutcome, StartOptions } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type Bench, type EngineHarness, onBench } from './bench.ts';
import { attach, type CountingCloud, create, renew } from './cloud.ts';
import type { Fate } from './mortal-store.ts';

const migrate: Procedure = async (run) => {
  const gateway = await run.do(create('gateway'));
  const rules = await run.all(['one', 'two', 'three', 'four'].map(attach), { concurrency: 2 });
  await run.sleep('settle', 60_000);
  const at = await run.now('renewed at');
  const renewal = await run.do(renew('gateway'));
  return { gateway, rules, renewal, waited: at > 0 };
};

const migrateAndFail: Procedure = async (run) => {
  await run.do(create('gateway'));
  await run.all(['one', 'two', 'three'].map(attach), { concurrency: 2 });
  await run.do(renew('refused'));
  return null;
};

const options: StartOptions = { id: 'plan-1', locks: ['target', 'source'] };
const undoing: StartOptions = { ...options, onFailure: 'roll-back' };

/** Starts the run in a process with this fate, and waits for its end or its death. */
async function live(
  bench: Bench,
  procedure: Procedure,
  how: StartOptions,
  fate?: Fate,
): Promise<RunOutcome | 'died'> {
  const { engine, store } = bench.boot(procedure, fate);
  const ended = start(engine, how);
  return Promise.race([ended, store.died.then(() => 'died' as const)]);
}

async function start(engine: Engine, how: StartOptions): Promise<RunOutcome> {
  const handle = await engine.start('plan', { from: 'a', to: 'b' }, how);
  return handle.wait();
}

function refuseRenewal(cloud: CountingCloud): void {
  cloud.refusals.set('renew refused', new NatError('quota-exceeded', 'no more of these'));
}

async function countWrites(harness: EngineHarness, procedure: Procedure, how: StartOptions): Promise<number> {
  return onBench(harness, async (bench) => {
    refuseRenewal(bench.cloud);
    const { engine, store } = bench.boot(procedure);
    await start(engine, how);
    return store.writes;
  });
}

function everyFate(writes: number): readonly Fate[] {
  const positions = Array.from({ length: writes }, (_, index) => index + 1);
  return positions.flatMap((at) => [
    { at, ending: 'before' as const },
    { at, ending: 'after' as const },
  ]);
}

export function describeCrashes(harness: EngineHarness): void {
  describe('when its process dies', () => {
    it('finishes with the same result whichever durable write was the last', async () => {
      const writes = await countWrites(harness, migrate, options);
      expect(writes).toBeGreaterThan(15);
      for (const fate of everyFate(writes)) await onBench(harness, (bench) => finishesAfter(bench, fate));
    });

    it('finishes even if it never survives more than a few writes', async () => {
      for (const at of [10, 11, 13, 17]) {
        await onBench(harness, async (bench) => {
          let ended = await live(bench, migrate, options, { at, ending: 'before' });
          for (let life = 0; ended === 'died' && life < 20; life++) {
            ended = await live(bench, migrate, options, { at: 6, ending: life % 2 ? 'after' : 'before' });
          }
          expect(ended).toMatchObject({ state: 'done' });
          expect(bench.cloud.things.toSorted()).toEqual(['four', 'gateway', 'one', 'three', 'two']);
        });
      }
    });

    it('undoes everything in reverse order whichever durable write was the last', async () => {
      const writes = await countWrites(harness, migrateAndFail, undoing);
      expect(writes).toBeGreaterThan(15);
      for (const fate of everyFate(writes)) await onBench(harness, (bench) => undoesAfter(bench, fate));
    });

    it('goes on rolling back when the process that was asked to died in the middle', async () => {
      const asked = (bench: Bench) => live(bench, migrateAndFail, options);
      for (let at = 1; at < 7; at++) {
        await onBench(harness, async (bench) => {
          refuseRenewal(bench.cloud);
          expect(await asked(bench)).toMatchObject({ state: 'failed' });
          const { engine, store } = bench.boot(migrateAndFail, { at, ending: 'after' });
          await Promise.race([engine.rollBack('plan-1').then((handle) => handle.wait()), store.died]);
          const handle = await bench.boot(migrateAndFail).engine.rollBack('plan-1');
          expect(await handle.wait()).toMatchObject({ state: 'rolled-back' });
          expect(bench.cloud.removed).toEqual(['three', 'two', 'one', 'gateway']);
        });
      }
    });

    it('keeps the locks of the run, and tells that nobody works on it', async () => {
      await onBench(harness, async (bench) => {
        await live(bench, migrate, options, { at: 12, ending: 'before' });
        const { engine } = bench.boot(migrate);
        expect(await engine.get('plan-1')).toMatchObject({ state: 'suspended' });
        const other = engine.start('plan', null, { id: 'plan-2', locks: ['source'] });
        await expect(other).rejects.toMatchObject({
          code: 'conflict',
          held: { run: 'plan-1', lock: 'source', working: false },
        });
        expect(await engine.get('plan-2')).toBeUndefined();
      });
    });
  });
}

async function finishesAfter(bench: Bench, fate: Fate): Promise<void> {
  const first = await live(bench, migrate, options, fate);
  const ended = first === 'died' ? await live(bench, migrate, options) : first;
  const rules = ['one', 'two', 'three', 'four'].map((name) => ({ id: `id-${name}` }));
  const output = { gateway: { id: 'id-gateway' }, rules, renewal: { renewed: 'gateway' }, waited: true };
  expect(ended, `after ${fate.ending} ${fate.at}`).toEqual({ state: 'done', output });
  expect(bench.cloud.things.toSorted()).toEqual(['four', 'gateway', 'one', 'three', 'two']);
  for (const { action, name } of bench.cloud.calls) {
    const tokens = bench.cloud.tokens(action, name);
    expect(new Set(tokens).size, `tokens of ${action} ${name}`).toBe(1);
    expect(tokens.length).toBeLessThanOrEqual(action === 'attach' ? 1 : 2);
  }
}

async function undoesAfter(bench: Bench, fate: Fate): Promise<void> {
  refuseRenewal(bench.cloud);
  const first = await live(bench, migrateAndFail, undoing, fate);
  const ended = first === 'died' ? await live(bench, migrateAndFail, undoing) : first;
  expect(ended, `after ${fate.ending} ${fate.at}`).toMatchObject({ state: 'rolled-back' });
  expect(bench.cloud.things).toEqual([]);
  expect(bench.cloud.removed).toEqual(['three', 'two', 'one', 'gateway']);
}
