import { type Engine, type Procedure, RunHeld } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Bench, type EngineHarness, onBench } from './bench.ts';
import { attach, create, renew } from './cloud.ts';
import { gate } from './gate.ts';
import type { Fate } from './mortal-store.ts';

const day = 86_400_000;
const schema = z.strictObject({ pairs: z.int().min(1) });
const switched = { pairs: 2 };

/** Builds, waits for somebody to move the traffic, and finishes. */
const cutOver: Procedure = async (run) => {
  await run.do(create('gateway'));
  const { value, by } = await run.waitFor('cut-over', { schema });
  await run.do(renew('gateway'));
  return { pairs: value.pairs, by };
};

/** As `cutOver`, but goes on by itself after a day. */
const soaking: Procedure = async (run) => {
  const answer = await run.waitFor('finalize', { schema, within: day });
  await run.do(renew('gateway'));
  return answer ? answer.by : 'nobody';
};

const options = { id: 'r', locks: ['gateway'] };

/** A run that has built and now waits; nothing of its process is needed any more. */
async function waiting(bench: Bench, procedure = cutOver): Promise<Engine> {
  const { engine } = bench.boot(procedure);
  const handle = await engine.start('plan', null, options);
  expect(await handle.wait()).toMatchObject({ state: 'waiting' });
  return engine;
}

export function describeWaiting(harness: EngineHarness): void {
  describe('a run that waits for an answer', () => {
    it('says for what and since when, also to another process, and keeps its locks', async () => {
      await onBench(harness, async (bench) => {
        const since = bench.clock.now();
        const { engine } = bench.boot(cutOver);
        const handle = await engine.start('plan', null, options);
        const types: string[] = [];
        for await (const { type } of handle.events()) types.push(type);
        expect(types).toEqual(['started', 'done', 'waiting', 'settled']);
        const outcome = { state: 'waiting', name: 'cut-over', since };
        expect(await handle.wait()).toEqual(outcome);
        const { engine: other } = bench.boot(cutOver);
        expect(await other.get('r')).toMatchObject({ state: 'waiting', outcome, answers: [] });
        expect((await other.list({ state: 'waiting' })).runs.map(({ id }) => id)).toEqual(['r']);
        const refused = await other
          .start('plan', null, { id: 's', locks: ['gateway'] })
          .catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(RunHeld);
        const held = { run: 'r', lock: 'gateway', working: false, waiting: { name: 'cut-over', since } };
        expect(refused).toMatchObject({ code: 'conflict', held });
      });
    });

    it('goes on in any process once it is answered, and does nothing again', async () => {
      await onBench(harness, async (bench) => {
        await waiting(bench);
        await bench.clock.advance(60_000);
        const at = bench.clock.now();
        await bench.boot(cutOver).engine.signal('r', 'cut-over', switched, 'jane');
        const { engine } = bench.boot(cutOver);
        const answer = { name: 'cut-over', value: switched, by: 'jane', at };
        expect((await engine.get('r'))?.answers).toEqual([{ ...answer, state: 'given' }]);
        const output = { pairs: 2, by: 'jane' };
        expect(await (await engine.resume('r')).wait()).toEqual({ state: 'done', output });
        expect(bench.cloud.calls.map(({ action }) => action)).toEqual(['create', 'renew']);
        expect((await engine.get('r'))?.answers).toEqual([{ ...answer, state: 'taken' }]);
      });
    });

    it('goes on also when it is started again', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench);
        await engine.signal('r', 'cut-over', switched, 'jane');
        const again = await bench.boot(cutOver).engine.start('plan', null, options);
        expect(await again.wait()).toMatchObject({ state: 'done' });
      });
    });

    it('stays as it is when it is resumed or started without an answer', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench);
        const before = await engine.get('r');
        await bench.clock.advance(60_000);
        const { engine: other } = bench.boot(cutOver);
        expect(await (await other.resume('r')).wait()).toMatchObject({ state: 'waiting' });
        expect(await (await other.start('plan', null, options)).wait()).toMatchObject({ state: 'waiting' });
        expect(await other.stop('r')).toMatchObject({ state: 'waiting' });
        expect(await other.get('r')).toEqual(before);
      });
    });

    it('takes the first of several answers, whoever gives them', async () => {
      await onBench(harness, async (bench) => {
        const engines = [await waiting(bench), bench.boot(cutOver).engine, bench.boot(cutOver).engine];
        const people = ['jane', 'joe', 'ann'];
        const given = await Promise.allSettled(
          engines.map((engine, index) => engine.signal('r', 'cut-over', switched, people[index] ?? '')),
        );
        const refusals = given.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
        expect(refusals).toHaveLength(2);
        for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'already-exists' });
        const winner = people[given.findIndex(({ status }) => status === 'fulfilled')];
        const [engine] = engines;
        expect(await (await engine?.resume('r'))?.wait()).toMatchObject({ output: { by: winner } });
      });
    });

    it('takes the repetition of an answer for what it is, and names who was first to others', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench);
        for (let times = 0; times < 2; times++) await engine.signal('r', 'cut-over', switched, 'jane');
        const other = engine.signal('r', 'cut-over', { pairs: 3 }, 'jane');
        const refusal = {
          code: 'already-exists',
          message: expect.stringContaining('jane answered cut-over'),
        };
        await expect(other).rejects.toMatchObject(refusal);
        await (await engine.resume('r')).wait();
        expect((await engine.get('r'))?.answers).toHaveLength(1);
      });
    });

    it('refuses an answer that does not fit before the procedure sees it, and takes a better one', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench);
        await engine.signal('r', 'cut-over', { pairs: 0 }, 'jane');
        const refused = {
          value: { pairs: 0 },
          by: 'jane',
          failure: { code: 'invalid-argument', field: 'pairs' },
        };
        const outcome = await (await engine.resume('r')).wait();
        expect(outcome).toMatchObject({ state: 'waiting', name: 'cut-over', refused });
        expect((await engine.get('r'))?.answers).toMatchObject([{ state: 'refused', ...refused }]);
        await engine.signal('r', 'cut-over', switched, 'jane');
        const next = await bench.boot(cutOver).engine.resume('r');
        expect(await next.wait()).toEqual({ state: 'done', output: { pairs: 2, by: 'jane' } });
        expect((await engine.get('r'))?.answers).toMatchObject([{ state: 'refused' }, { state: 'taken' }]);
        expect(bench.cloud.tokens('create', 'gateway')).toHaveLength(1);
      });
    });

    it('is rolled back like any other, and then takes no answers', async () => {
      await onBench(harness, async (bench) => {
        await waiting(bench);
        const { engine } = bench.boot(cutOver);
        expect(await (await engine.rollBack('r')).wait()).toEqual({ state: 'rolled-back' });
        expect(bench.cloud.removed).toEqual(['gateway']);
        const late = engine.signal('r', 'cut-over', switched, 'jane');
        await expect(late).rejects.toMatchObject({ code: 'failed-precondition' });
        const other = await engine.start('plan', null, { id: 's', locks: ['gateway'] });
        expect(await other.wait()).toMatchObject({ state: 'waiting' });
      });
    });
  });

  describe('an answer', () => {
    it('may come before the run asks for it, while another process works on the run', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(async (run, input) => {
          await run.do({ name: 'gate', kind: 'gate', args: null });
          return cutOver(run, input);
        });
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        const handle = await engine.start('plan', null, options);
        await door.reached;
        await bench.boot(cutOver).engine.signal('r', 'cut-over', switched, 'jane');
        door.open();
        expect(await handle.wait()).toEqual({ state: 'done', output: { pairs: 2, by: 'jane' } });
      });
    });

    it('is refused without a run, a name or somebody who gives it', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench);
        const misuses = [
          ['x', 'cut-over', 'jane', { code: 'not-found' }],
          ['r', 'cut-over', ' ', { code: 'invalid-argument', field: 'who' }],
          ['r', '', 'jane', { code: 'invalid-argument', field: 'name' }],
        ] as const;
        for (const [run, name, who, refusal] of misuses)
          await expect(engine.signal(run, name, switched, who)).rejects.toMatchObject(refusal);
        expect((await engine.get('r'))?.answers).toEqual([]);
      });
    });

    it('is one per name: a second wait is a wait of its own', async () => {
      await onBench(harness, async (bench) => {
        const twice: Procedure = async (run) => {
          const first = await run.waitFor('first', { schema });
          const second = await run.waitFor('second', { schema });
          return [first.by, second.by];
        };
        const engine = await waiting(bench, twice);
        await engine.signal('r', 'first', switched, 'jane');
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'waiting', name: 'second' });
        await engine.signal('r', 'second', switched, 'joe');
        const output = ['jane', 'joe'];
        expect(await (await engine.resume('r')).wait()).toEqual({ state: 'done', output });
      });
    });

    it('lets what runs beside the wait come to its end first', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const procedure: Procedure = async (run) => {
          const beside = run
            .do({ name: 'gate', kind: 'gate', args: null })
            .then(() => run.do(renew('after')));
          const answer = await run.waitFor('cut-over', { schema });
          await beside;
          return answer.by;
        };
        const { engine } = bench.boot(procedure);
        let passed = 0;
        engine.operation('gate', { run: () => door.pass().then(() => ++passed) });
        const handle = await engine.start('plan', null, options);
        await door.reached;
        for await (const { type } of handle.events()) if (type === 'waiting') break;
        expect(await engine.get('r')).toMatchObject({ state: 'running' });
        door.open();
        expect(await handle.wait()).toMatchObject({ state: 'waiting' });
        expect(bench.cloud.calls).toEqual([]);
        await engine.signal('r', 'cut-over', switched, 'jane');
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done', output: 'jane' });
        expect([passed, bench.cloud.calls.length]).toEqual([1, 1]);
      });
    });

    it('that comes while the run is about to wait is taken at once', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(async (run) => {
          const beside = run.do({ name: 'gate', kind: 'gate', args: null });
          const answer = await run.waitFor('cut-over', { schema });
          await beside;
          return answer.by;
        });
        engine.operation('gate', { run: () => door.pass().then(() => null) });
        const handle = await engine.start('plan', null, options);
        for await (const { type } of handle.events()) if (type === 'waiting') break;
        await bench.boot(cutOver).engine.signal('r', 'cut-over', switched, 'jane');
        door.open();
        expect(await handle.wait()).toEqual({ state: 'done', output: 'jane' });
      });
    });

    it('does not wait for a sleep beside the wait', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => {
          const [answer] = await Promise.all([run.waitFor('cut-over', { schema }), run.sleep('a day', day)]);
          return answer.by;
        };
        const start = bench.clock.now();
        const { engine } = bench.boot(procedure);
        const outcome = await bench.clock.hold(async () =>
          (await engine.start('plan', null, options)).wait(),
        );
        expect(outcome).toMatchObject({ state: 'waiting' });
        await engine.signal('r', 'cut-over', switched, 'jane');
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
        expect(bench.clock.now()).toBe(start + day);
      });
    });
  });

  describe('a wait with a deadline', () => {
    it('tells its end, and goes on without an answer once that has come', async () => {
      await onBench(harness, async (bench) => {
        const until = bench.clock.now() + day;
        const engine = await waiting(bench, soaking);
        expect(await engine.get('r')).toMatchObject({
          outcome: { state: 'waiting', name: 'finalize', until },
        });
        await bench.clock.advance(day - 1);
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'waiting', until });
        await bench.clock.advance(1);
        const { engine: next } = bench.boot(soaking);
        expect(await (await next.resume('r')).wait()).toEqual({ state: 'done', output: 'nobody' });
        const expired = { name: 'finalize', state: 'expired', at: until };
        expect((await next.get('r'))?.answers).toEqual([expired]);
      });
    });

    it('takes an answer that came in time, also when it is read later', async () => {
      await onBench(harness, async (bench) => {
        const engine = await waiting(bench, soaking);
        await engine.signal('r', 'finalize', switched, 'jane');
        await bench.clock.advance(2 * day);
        const { engine: next } = bench.boot(soaking);
        expect(await (await next.resume('r')).wait()).toEqual({ state: 'done', output: 'jane' });
      });
    });

    it('takes no answer after the run has gone on without', async () => {
      await onBench(harness, async (bench) => {
        const late: Procedure = async (run, input) => {
          await soaking(run, input);
          return (await run.waitFor('more', { schema })).by;
        };
        const engine = await waiting(bench, late);
        await bench.clock.advance(day);
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'waiting', name: 'more' });
        const refusal = { code: 'failed-precondition', message: expect.stringContaining('stopped waiting') };
        await expect(engine.signal('r', 'finalize', switched, 'jane')).rejects.toMatchObject(refusal);
      });
    });

    it.each([Number.NaN, -1])('of %s milliseconds suspends the run', async (within) => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => {
          await run.waitFor('finalize', { schema, within });
          return null;
        });
        const handle = await engine.start('plan', null, { id: 'r' });
        const reason = { code: 'invalid-argument', field: 'finalize.within' };
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason });
      });
    });
  });

  describe('when its process dies around a wait', () => {
    const fates = Array.from({ length: 14 }, (_, index) => index + 1).flatMap((at): Fate[] => [
      { at, ending: 'before' },
      { at, ending: 'after' },
    ]);

    it('a run goes on with the one answer, whichever durable write was the last', async () => {
      for (const fate of fates) {
        await onBench(harness, async (bench) => {
          const first = bench.boot(ruledCutOver, fate);
          await Promise.race([throughTheWait(first.engine), first.store.died]);
          const { engine } = bench.boot(ruledCutOver);
          const outcome = await throughTheWait(engine);
          const output = { by: 'jane' };
          expect(outcome, `after ${fate.ending} ${fate.at}`).toEqual({ state: 'done', output });
          expect(bench.cloud.things).toEqual(['rule']);
          expect(bench.cloud.tokens('attach', 'rule')).toHaveLength(1);
          expect(new Set(bench.cloud.tokens('renew', 'gateway')).size).toBe(1);
          const answers = (await engine.get('r'))?.answers;
          expect(answers).toMatchObject([{ state: 'taken', by: 'jane', value: switched }]);
        });
      }
    });
  });
}

const ruledCutOver: Procedure = async (run) => {
  await run.do(attach('rule'));
  const { by } = await run.waitFor('cut-over', { schema });
  await run.do(renew('gateway'));
  return { by };
};

/** What a person and a program would do, again after a crash of either. */
async function throughTheWait(engine: Engine) {
  await (await engine.start('plan', null, options)).wait();
  const state = (await engine.get('r'))?.state;
  if (state !== 'done') await engine.signal('r', 'cut-over', switched, 'jane');
  return (await engine.resume('r')).wait();
}
