import { NatError } from '@polynat/core';
import type { Engine, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { attach, renew } from './cloud.ts';
import { type Gate, gate } from './gate.ts';

const gated: Procedure = async (run) => {
  await run.do(renew('before'));
  await run.do({ name: 'gate', kind: 'gate', args: null });
  return run.do(renew('after'));
};

function register(engine: Engine, { pass }: Gate): void {
  engine.operation('gate', {
    run: async () => {
      await pass();
      return 'passed';
    },
  });
}

/** A handler that asks before it sends, as the wire does before each attempt. */
function registerSending(engine: Engine, { pass }: Gate, sent: string[]): void {
  engine.operation('gate', {
    run: async (_args, { beforeSend }) => {
      await pass();
      await beforeSend();
      sent.push('request');
      return 'passed';
    },
  });
}

export function describeOwnership(harness: EngineHarness): void {
  describe('a request of an operation', () => {
    it('is let through as long as the run is this process’s', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const sent: string[] = [];
        const { engine } = bench.boot(gated);
        registerSending(engine, door, sent);
        door.open();
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'done' });
        expect(sent).toEqual(['request']);
      });
    });

    it('is not sent once another process has taken the run over, and its failure is not recorded', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const sent: string[] = [];
        const { engine, store } = bench.boot(gated);
        registerSending(engine, door, sent);
        const handle = await engine.start('plan', null, { id: 'r' });
        await door.reached;
        await store.looksDead();
        const { engine: second } = bench.boot(gated);
        second.operation('gate', { run: async () => 'passed' });
        expect(await (await second.resume('r')).wait()).toMatchObject({ state: 'done' });
        door.open();
        const reason = { code: 'conflict', outcome: 'none' };
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason });
        expect(sent).toEqual([]);
        expect(await second.get('r')).toMatchObject({ state: 'done' });
      });
    });
  });

  describe('starting a run twice', () => {
    it('attaches to the one that is running', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        register(engine, door);
        const starts = [1, 2, 3].map(() => engine.start('plan', { n: 1 }, { id: 'r' }));
        const handles = await Promise.all(starts);
        door.open();
        const outcomes = await Promise.all(handles.map((handle) => handle.wait()));
        expect(outcomes.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['before', 'after']);
      });
    });

    it('attaches to the result once it is done, also in another process', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => run.do(renew('a'));
        const { engine } = bench.boot(procedure);
        const outcome = await (await engine.start('plan', null, { id: 'r' })).wait();
        const again = await bench.boot(procedure).engine.start('plan', null, { id: 'r' });
        expect(await again.wait()).toEqual(outcome);
        expect(bench.cloud.calls).toHaveLength(1);
      });
    });

    it('is refused when the input, the procedure or the locks differ', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async () => null);
        engine.procedure('other', 1, async () => null);
        await (await engine.start('plan', { n: 1 }, { id: 'r', locks: ['b', 'a'] })).wait();
        const refusal = { code: 'already-exists', field: 'id' };
        const same = await engine.start('plan', { n: 1 }, { id: 'r', locks: ['a', 'b'] });
        expect(await same.wait()).toMatchObject({ state: 'done' });
        for (const [name, n, locks] of [
          ['plan', 2, ['a', 'b']],
          ['other', 1, ['a', 'b']],
          ['plan', 1, ['a']],
        ] as const) {
          await expect(engine.start(name, { n }, { id: 'r', locks })).rejects.toMatchObject(refusal);
        }
      });
    });

    it('tells the second process who works on it, and since when', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const { engine } = bench.boot(gated);
        register(engine, door);
        const since = bench.clock.now();
        const handle = await engine.start('plan', null, { id: 'r' });
        await door.reached;
        const { engine: second } = bench.boot(gated);
        const conflict = {
          code: 'conflict',
          message: expect.stringContaining(String(process.pid)),
          remedy: expect.stringContaining(String(process.pid)),
          held: { run: 'r', working: true, owner: { pid: process.pid, host: expect.any(String), since } },
        };
        const owner = conflict.held.owner;
        await expect(second.start('plan', null, { id: 'r' })).rejects.toMatchObject(conflict);
        await expect(second.resume('r')).rejects.toMatchObject(conflict);
        await expect(second.rollBack('r')).rejects.toMatchObject(conflict);
        await expect(second.stop('r')).rejects.toMatchObject(conflict);
        await expect(second.unlock('r')).rejects.toMatchObject(conflict);
        expect(await second.get('r')).toMatchObject({ state: 'running', owner });
        door.open();
        expect(await handle.wait()).toMatchObject({ state: 'done' });
      });
    });
  });

  describe('a process that was taken for dead', () => {
    it('writes nothing more when it wakes up, and its procedure never learns of it', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const seen: string[] = [];
        const watched: Procedure = async (run, input) => {
          try {
            return await gated(run, input);
          } catch {
            seen.push('catch');
            return 'compensated';
          } finally {
            seen.push('finally');
          }
        };
        const frozen = bench.boot(watched);
        register(frozen.engine, door);
        const handle = await frozen.engine.start('plan', null, { id: 'r' });
        await door.reached;
        await frozen.store.looksDead();
        const { engine } = bench.boot(gated);
        engine.operation('gate', { run: async () => 'passed by the second' });
        expect(await (await engine.start('plan', null, { id: 'r' })).wait()).toMatchObject({ state: 'done' });
        const before = await engine.get('r');
        door.open();
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
        expect(seen).toEqual([]);
        expect(await engine.get('r')).toEqual(before);
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['before', 'after']);
      });
    });

    it('does not try again after a pause in which it lost the run', async () => {
      await onBench(harness, async (bench) => {
        const procedure: Procedure = async (run) => run.do(attach('rule'));
        bench.cloud.refusals.set('attach rule', new NatError('throttled', 'slow down', { retryable: true }));
        const frozen = bench.boot(procedure);
        const handle = await bench.clock.hold(async () => {
          const started = await frozen.engine.start('plan', null, { id: 'r' });
          for await (const event of started.events()) if (event.type === 'retrying') break;
          await frozen.store.looksDead();
          bench.cloud.refusals.clear();
          await (await bench.boot(procedure).engine.resume('r')).wait();
          return started;
        });
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
        expect(bench.cloud.tokens('attach', 'rule')).toHaveLength(2);
        expect(bench.cloud.things).toEqual(['rule']);
      });
    });

    it('undoes nothing, even when its operation fails after it lost the run', async () => {
      await onBench(harness, async (bench) => {
        const door = gate();
        const procedure: Procedure = async (run) => {
          await run.do(attach('rule'));
          return run.do({ name: 'gate', kind: 'gate', args: null });
        };
        const frozen = bench.boot(procedure);
        frozen.engine.operation('gate', {
          run: () => door.pass().then(() => Promise.reject(new Error('refused'))),
        });
        const handle = await frozen.engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
        await door.reached;
        await frozen.store.looksDead();
        const { engine } = bench.boot(procedure);
        engine.operation('gate', { run: async () => 'passed' });
        await (await engine.resume('r')).wait();
        door.open();
        expect(await handle.wait()).toMatchObject({ state: 'suspended' });
        expect(bench.cloud.things).toEqual(['rule']);
      });
    });
  });

  describe('trouble of the engine', () => {
    it('suspends the run at any write without the procedure noticing, and the run finishes later', async () => {
      for (let at = 4; at <= 9; at++) {
        await onBench(harness, async (bench) => {
          const seen: string[] = [];
          const procedure: Procedure = async (run) => {
            try {
              await run.do(attach('one'));
              await run.do(attach('two'));
              return await run.do(renew('all'));
            } catch (error) {
              seen.push(String(error));
              throw error;
            }
          };
          const { engine } = bench.boot(procedure, { at, ending: 'trouble' });
          const handle = await engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
          const outcome = await handle.wait();
          expect(outcome, `at ${at}`).toMatchObject({ state: 'suspended', reason: { code: 'unavailable' } });
          expect(seen).toEqual([]);
          expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
          expect(bench.cloud.things).toEqual(['one', 'two']);
        });
      }
    });

    it('leaves no run behind when not even the beginning could be written', async () => {
      await onBench(harness, async (bench) => {
        for (const at of [1, 2]) {
          const { engine } = bench.boot(gated, { at, ending: 'trouble' });
          const started = engine.start('plan', null, { id: 'r' });
          await expect(started).rejects.toMatchObject({ code: 'unavailable' });
          expect(await engine.get('r')).toBeUndefined();
        }
      });
    });
  });
}
