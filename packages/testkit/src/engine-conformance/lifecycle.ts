import { NatError } from '@polynat/core';
import type { Engine, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { renew } from './cloud.ts';
import { gate } from './gate.ts';

const gated: Procedure = async (run) => {
  await run.do({ name: 'gate', kind: 'gate', args: null });
  return run.do(renew('after'));
};

const passing = (engine: Engine) => engine.operation('gate', { run: async () => null });

export function describeLifecycle(harness: EngineHarness): void {
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
  });

  describe('stopping', () => {
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

  describe('a procedure', () => {
    const throwing: readonly (readonly [string, Procedure])[] = [
      ['rejects', async () => Promise.reject(new NatError('failed-precondition', 'the source has changed'))],
      [
        'throws',
        () => {
          throw new NatError('failed-precondition', 'the source has changed');
        },
      ],
    ];

    it.each(throwing)('that %s by itself ends the run as failed', async (_how, procedure) => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(procedure);
        const handle = await engine.start('plan', null, { id: 'r' });
        const failure = {
          code: 'failed-precondition',
          message: '[failed-precondition] the source has changed',
        };
        expect(await handle.wait()).toEqual({
          state: 'failed',
          failure: expect.objectContaining(failure),
          operations: [],
        });
      });
    });
  });

  describe('versions of a procedure', () => {
    it('stay side by side: a run keeps the one it was started with, new runs take the highest', async () => {
      await onBench(harness, async (bench) => {
        const { engine, store } = bench.boot(async (run) => run.do(renew('old')), {
          at: 4,
          ending: 'before',
        });
        void engine.start('plan', null, { id: 'r' });
        await store.died;
        const { engine: next } = bench.boot(async (run) => run.do(renew('old')));
        next.procedure('plan', 3, async (run) => run.do(renew('newest')));
        next.procedure('plan', 2, async (run) => run.do(renew('newer')));
        expect(await (await next.resume('r')).wait()).toEqual({ state: 'done', output: { renewed: 'old' } });
        const fresh = await next.start('plan', null, { id: 's' });
        expect(await fresh.wait()).toEqual({ state: 'done', output: { renewed: 'newest' } });
        expect(await next.get('s')).toMatchObject({ version: 3 });
      });
    });

    it('that are missing leave the run alone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async () => null);
        engine.procedure('plan', 2, async (run) => run.do({ name: 'x', kind: 'unknown', args: null }));
        await (await engine.start('plan', null, { id: 'r' })).wait();
        const { engine: older } = bench.boot(async () => null);
        await expect(older.resume('r')).rejects.toMatchObject({ code: 'failed-precondition' });
        await expect(older.start('nothing', null, { id: 's' })).rejects.toMatchObject({ field: 'procedure' });
        expect(await older.get('r')).toMatchObject({ state: 'suspended' });
      });
    });
  });

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
