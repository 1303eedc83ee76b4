import { NatError } from '@polynat/core';
import type { CaughtUp, Engine, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Bench, type EngineHarness, onBench } from './bench.ts';
import { attach, create, renew } from './cloud.ts';
import { gate } from './gate.ts';

const renewing: Procedure = async (run, input) => run.do(renew(String(input)));

/** Lets a worker do one round, and waits for the end of what it took up. */
async function round(engine: Engine, options?: Parameters<Engine['catchUp']>[0]): Promise<CaughtUp> {
  const caught = await engine.catchUp(options);
  await Promise.all(caught.runs.map((run) => run.wait()));
  return caught;
}

const idsOf = ({ runs }: CaughtUp) => runs.map(({ id }) => id);

/** A run whose process died after its first operation. */
async function abandoned(bench: Bench, procedure: Procedure, at: number): Promise<void> {
  const { engine, store } = bench.boot(procedure, { at, ending: 'before' });
  void engine.start('plan', 'a', { id: 'r', locks: ['gateway'], onFailure: 'roll-back' });
  await store.died;
}

export function describeQueue(harness: EngineHarness): void {
  describe('a queued run', () => {
    it('is worked on by the next worker, wherever it is', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(renewing);
        await engine.enqueue('plan', 'a', { id: 'r', locks: ['gateway'] });
        expect(await engine.get('r')).toMatchObject({
          state: 'queued',
          steps: [],
          outcome: { state: 'queued' },
        });
        expect(bench.cloud.calls).toEqual([]);
        const { engine: worker } = bench.boot(renewing);
        const caught = await round(worker);
        expect([idsOf(caught), caught.failures]).toEqual([['r'], []]);
        expect(await engine.get('r')).toMatchObject({ state: 'done', outcome: { output: { renewed: 'a' } } });
        expect(idsOf(await round(engine))).toEqual([]);
      });
    });

    it('is the same when it is queued again, and refused when it differs', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(renewing);
        for (let times = 0; times < 2; times++) await engine.enqueue('plan', 'a', { id: 'r' });
        const other = engine.enqueue('plan', 'b', { id: 'r' });
        await expect(other).rejects.toMatchObject({ code: 'already-exists', field: 'id' });
        await round(engine);
        await engine.enqueue('plan', 'a', { id: 'r' });
        expect(idsOf(await round(engine))).toEqual([]);
        expect(bench.cloud.calls).toHaveLength(1);
      });
    });

    it('waits until another run has given up its locks: one run per gateway', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(async (run, input) => {
          await run.do({ name: 'gate', kind: 'gate', args: null });
          return renewing(run, input);
        });
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        for (const id of ['r', 's']) await engine.enqueue('plan', id, { id, locks: ['gateway'] });
        const { runs } = await engine.catchUp();
        expect(runs.map(({ id }) => id)).toEqual(['r']);
        expect((await engine.catchUp()).runs).toEqual([]);
        expect(await engine.get('s')).toMatchObject({ state: 'queued' });
        door.open();
        await Promise.all(runs.map((run) => run.wait()));
        expect(idsOf(await round(engine))).toEqual(['s']);
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['r', 's']);
      });
    });

    it('is left to others by a worker that has enough to do', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const workers = [1, 2].map(
          () => bench.boot(async (run) => run.do({ name: 'g', kind: 'gate', args: null })).engine,
        );
        for (const worker of workers) worker.operation('gate', { run: () => door.pass().then(() => null) });
        const [first, second] = workers;
        if (!first || !second) throw new Error('no workers');
        for (const id of ['a', 'b', 'c']) {
          await bench.clock.advance(1_000);
          await first.enqueue('plan', null, { id });
        }
        const took = [await first.catchUp({ concurrency: 2 }), await second.catchUp({ concurrency: 2 })];
        expect(took.map(idsOf)).toEqual([['a', 'b'], ['c']]);
        door.open();
        await Promise.all(took.flatMap(({ runs }) => runs.map((run) => run.wait())));
      });
    });

    it('is taken up by exactly one of many workers', async () => {
      await onBench(harness, async (bench) => {
        const workers = [1, 2, 3].map(() => bench.boot(renewing).engine);
        const ids = ['a', 'b', 'c', 'd'];
        for (const id of ids) await workers[0]?.enqueue('plan', id, { id });
        const rounds = await Promise.all(workers.map((worker) => round(worker)));
        expect(rounds.flatMap(idsOf).toSorted()).toEqual(ids);
        expect(bench.cloud.calls.map(({ name }) => name).toSorted()).toEqual(ids);
      });
    });

    it('can be started, stopped and rolled back by hand', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(renewing);
        for (const id of ['r', 's', 't']) await engine.enqueue('plan', id, { id });
        expect(await (await engine.start('plan', 'r', { id: 'r' })).wait()).toMatchObject({ state: 'done' });
        expect(await engine.stop('s')).toMatchObject({ state: 'suspended', reason: { code: 'aborted' } });
        expect(await (await engine.rollBack('t')).wait()).toEqual({ state: 'rolled-back' });
        expect(idsOf(await round(bench.boot(renewing).engine))).toEqual([]);
        expect(await (await engine.resume('s')).wait()).toMatchObject({ state: 'done' });
      });
    });
  });

  describe('a worker', () => {
    const building: Procedure = async (run, input) => {
      await run.do(attach('rule'));
      return renewing(run, input);
    };

    it('takes over what a dead process left, and finishes it', async () => {
      await onBench(harness, async (bench) => {
        await abandoned(bench, building, 8);
        const { engine } = bench.boot(building);
        expect(idsOf(await round(engine))).toEqual(['r']);
        expect(await engine.get('r')).toMatchObject({ state: 'done' });
        expect(bench.cloud.things).toEqual(['rule']);
      });
    });

    it('goes on with a rollback that a dead process left', async () => {
      for (let at = 8; at <= 12; at++) {
        await onBench(harness, async (bench) => {
          bench.cloud.refusals.set('renew a', new NatError('forbidden', 'not you'));
          await abandoned(bench, building, at);
          const { engine } = bench.boot(building);
          expect(idsOf(await round(engine)), `at ${at}`).toEqual(['r']);
          expect(await engine.get('r')).toMatchObject({ state: 'rolled-back' });
          expect(bench.cloud.things).toEqual([]);
        });
      }
    });

    it('gives a run up that ends every process, until a person resumes it, and counts anew after progress', async () => {
      await onBench(harness, async (bench) => {
        const deadly: Procedure = async (run) => {
          await run.do(renew('a'));
          return run.do({ name: 'deadly', kind: 'deadly', args: null });
        };
        const die = async (work: (engine: Engine) => Promise<unknown>) => {
          const { engine, store } = bench.boot(deadly);
          engine.operation('deadly', { run: () => store.kill().then(() => new Promise<null>(() => {})) });
          void work(engine);
          await store.died;
        };
        const overtaken = 5;
        await die((engine) => engine.start('plan', null, { id: 'r', locks: ['gateway'] }));
        for (let takeover = 1; takeover <= overtaken; takeover++) await die((engine) => engine.catchUp());
        const { engine: worker } = bench.boot(deadly);
        worker.operation('deadly', { run: async () => 'survived' });
        const reason = { code: 'failed-precondition', remedy: expect.stringContaining('polynat resume r') };
        expect(await round(worker)).toMatchObject({ runs: [], failures: [{ id: 'r', reason }] });
        expect(await worker.get('r')).toMatchObject({ state: 'suspended', outcome: { reason } });
        expect(await round(worker)).toMatchObject({ runs: [], failures: [] });
        await die((engine) => engine.resume('r'));
        await die((engine) => engine.catchUp());
        expect(idsOf(await round(worker))).toEqual(['r']);
        expect(await worker.get('r')).toMatchObject({ state: 'done', outcome: { output: 'survived' } });
        expect(bench.cloud.calls).toHaveLength(1);
      });
    });

    it('takes over what a process left that was closed, but not what was stopped', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const gated: Procedure = async (run) => run.do({ name: 'gate', kind: 'gate', args: null });
        const { engine } = bench.boot(gated);
        engine.operation('gate', { run: (_args, { signal }) => door.pass(signal).then(() => null) });
        for (const id of ['closed', 'stopped']) await engine.start('plan', null, { id });
        await engine.stop('stopped');
        await engine.close();
        const { engine: worker } = bench.boot(gated);
        worker.operation('gate', { run: async () => null });
        expect(await worker.get('closed')).toMatchObject({ outcome: { state: 'suspended', takeOver: true } });
        expect(idsOf(await round(worker))).toEqual(['closed']);
        expect(await worker.get('stopped')).toMatchObject({ state: 'suspended' });
      });
    });

    it('leaves alone what a live process works on, what failed, what was unlocked and what it does not know', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        bench.cloud.refusals.set('renew bad', new NatError('forbidden', 'not you'));
        await abandoned(bench, building, 8);
        const { engine } = bench.boot(async (run) => run.do({ name: 'gate', kind: 'gate', args: null }));
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        engine.procedure('renew', 1, renewing);
        engine.procedure('strange', 1, renewing);
        await engine.unlock('r');
        const live = await engine.start('plan', null, { id: 'live' });
        await (await engine.start('renew', 'bad', { id: 'failed' })).wait();
        await engine.enqueue('strange', 'good', { id: 'strange' });
        const { engine: worker } = bench.boot(renewing);
        worker.procedure('renew', 1, renewing);
        expect(await round(worker)).toMatchObject({ runs: [], failures: [] });
        door.open();
        expect(await live.wait()).toMatchObject({ state: 'done' });
      });
    });

    it('carries on with a run that was answered, or whose deadline has come', async () => {
      await onBench(harness, async (bench) => {
        const asking: Procedure = async (run) => {
          const answer = await run.waitFor('go', { schema: z.literal(true), within: 60_000 });
          return answer ? answer.by : 'nobody';
        };
        const { engine } = bench.boot(asking);
        for (const id of ['answered', 'late']) await (await engine.start('plan', null, { id })).wait();
        expect(idsOf(await round(engine))).toEqual([]);
        await engine.signal('answered', 'go', true, 'jane');
        const { engine: worker } = bench.boot(asking);
        expect(idsOf(await round(worker))).toEqual(['answered']);
        await bench.clock.advance(60_000);
        expect(idsOf(await round(worker))).toEqual(['late']);
        expect(await worker.get('answered')).toMatchObject({ outcome: { output: 'jane' } });
        expect(await worker.get('late')).toMatchObject({ outcome: { output: 'nobody' } });
      });
    });

    it('takes no run of another account, says so, and goes on with the others', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(renewing);
        await engine.enqueue('plan', 'a', { id: 'other', accounts: { shop: '1' } });
        await engine.enqueue('plan', 'b', { id: 'own', accounts: { shop: '2' } });
        const caught = await round(engine, { accounts: { shop: '2' } });
        const reason = { code: 'failed-precondition', field: 'accounts.shop' };
        expect(caught).toMatchObject({ runs: [{ id: 'own' }], failures: [{ id: 'other', reason }] });
        expect(await engine.get('other')).toMatchObject({ state: 'queued' });
      });
    });

    it('works until it is told to stop', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.do(create('gateway')));
        const stop = new AbortController();
        let rounds = 0;
        const started = bench.clock.now();
        await engine.work({
          signal: stop.signal,
          onRound: ({ runs }) => {
            rounds += 1;
            if (rounds === 2)
              void bench
                .boot(async (run) => run.do(create('gateway')))
                .engine.enqueue('plan', null, { id: 'r' });
            if (runs.length > 0) stop.abort();
          },
        });
        await engine.close();
        expect(rounds).toBeGreaterThan(2);
        expect(bench.clock.now() - started).toBeGreaterThanOrEqual(5_000);
        expect(await engine.get('r')).toMatchObject({ procedure: 'plan' });
      });
    });
  });
}
