import { NatError } from '@polynat/core';
import {
  type Json,
  OperationFailed,
  type OperationHandler,
  type Procedure,
  type RunEvent,
  type RunHandle,
} from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type EngineHarness, onBench } from './bench.ts';
import { attach, create, renew } from './cloud.ts';
import { gate } from './gate.ts';

async function collect(handle: RunHandle): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of handle.events()) events.push(event);
  return events;
}

/** The type and name of each event, such as `done renew a`. */
async function told(handle: RunHandle): Promise<readonly string[]> {
  const events = await collect(handle);
  return events.map((event) => ('name' in event ? `${event.type} ${event.name}` : event.type));
}

const quota = () => new NatError('quota-exceeded', 'no more of these', { remedy: 'ask for more' });
const away = () => new NatError('unavailable', 'come back later', { retryable: true });
const lost = () => new NatError('timeout', 'no answer came', { outcome: 'unknown' });

export function describeOperations(harness: EngineHarness): void {
  describe('operations', () => {
    it('are shown one by one as they are started and done', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.do(renew('a')));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await told(handle)).toEqual(['started renew a', 'done renew a', 'settled']);
        expect(await told(handle)).toEqual(['started renew a', 'done renew a', 'settled']);
      });
    });

    it('hand what a handler reports about its progress to whoever watches', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.do({ name: 'w', kind: 'wait', args: null }));
        engine.operation('wait', {
          run: async (_args, { progress }) => {
            progress({ percent: 50 });
            return null;
          },
        });
        const events = await collect(await engine.start('plan', null, { id: 'r' }));
        expect(events).toContainEqual({ type: 'progress', name: 'w', note: { percent: 50 } });
      });
    });

    it('carry tokens a cloud accepts, which differ by run and by operation', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.all([renew('a'), renew('b')], { concurrency: 1 }));
        for (const id of ['r', 's']) await (await engine.start('plan', null, { id })).wait();
        const tokens = bench.cloud.calls.map(({ token }) => token);
        expect(new Set(tokens).size).toBe(4);
        for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{32,43}$/);
      });
    });

    it('that fail reach the procedure as a failure with the code, the remedy and the name', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        const { engine } = bench.boot(async (run) => {
          const error = await run.do(renew('a')).catch((thrown: unknown) => thrown);
          if (!(error instanceof OperationFailed)) return 'something else';
          return [error.code, error.remedy ?? null, error.message, ...error.failures.map(({ name }) => name)];
        });
        const output = [
          'quota-exceeded',
          'ask for more',
          expect.stringContaining('no more of these'),
          'renew a',
        ];
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toEqual({ state: 'done', output });
      });
    });

    it('that fail and are not caught end the run as failed, with the names to try again', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        const { engine } = bench.boot(async (run) => {
          await run.do(renew('a')).catch((cause: unknown) => {
            throw new Error('the plan is no good', { cause });
          });
          return null;
        });
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'failed', operations: ['renew a'] });
        expect(await told(handle)).toEqual(['started renew a', 'failed renew a', 'settled']);
      });
    });

    const generations: readonly (readonly [string, NatError, number])[] = [
      ['a new token after a definite failure', quota(), 2],
      ['the same token after a failure that may hide a success', lost(), 1],
    ];

    it.each(generations)('are tried again under %s', async (_name, refusal, distinct) => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('create a', refusal);
        const { engine } = bench.boot(async (run) => run.do(create('a')));
        await (await engine.start('plan', null, { id: 'r' })).wait();
        bench.cloud.refusals.clear();
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
        const tokens = bench.cloud.tokens('create', 'a');
        expect(tokens).toHaveLength(2);
        expect(new Set(tokens).size).toBe(distinct);
      });
    });

    it('get a new token after each definite failure, however often the run is resumed', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        const { engine } = bench.boot(async (run) => run.do(renew('a')));
        await (await engine.start('plan', null, { id: 'r' })).wait();
        for (let times = 0; times < 3; times++) await (await engine.resume('r')).wait();
        expect(new Set(bench.cloud.tokens('renew', 'a')).size).toBe(4);
      });
    });

    it('know whether an earlier process may have started them', async () => {
      await onBench(harness, async (bench) => {
        const seen: unknown[] = [];
        const step = (name: string) => ({ name, kind: 'seen', args: name });
        const procedure: Procedure = async (run) => {
          for (const name of ['a', 'b', 'c']) await run.do(step(name));
          return null;
        };
        const kind: OperationHandler = { run: async (args, { resumed }) => seen.push([args, resumed]) };
        const first = bench.boot(procedure, { at: 5, ending: 'before' });
        first.engine.operation('seen', kind);
        void first.engine.start('plan', null, { id: 'r' });
        await first.store.died;
        const { engine } = bench.boot(procedure);
        engine.operation('seen', kind);
        await (await engine.resume('r')).wait();
        const fresh = [
          ['a', false],
          ['b', false],
        ];
        expect(seen).toEqual([...fresh, ['b', true], ['c', false]]);
      });
    });

    it('keep their token when a definite failure follows one that may hide a success', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('create a', lost());
        const { engine } = bench.boot(async (run) => run.do(create('a')));
        await (await engine.start('plan', null, { id: 'r' })).wait();
        bench.cloud.refusals.set('create a', quota());
        await (await engine.resume('r')).wait();
        await (await engine.resume('r')).wait();
        const tokens = bench.cloud.tokens('create', 'a');
        expect(tokens).toHaveLength(3);
        expect(new Set(tokens).size).toBe(1);
      });
    });

    it('keep what a caught failure decided when the run is resumed', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        bench.cloud.refusals.set('renew c', quota());
        const { engine } = bench.boot(async (run) => {
          await run.do(renew('a')).catch(() => run.do(renew('b')));
          return run.do(renew('c'));
        });
        await (await engine.start('plan', null, { id: 'r' })).wait();
        bench.cloud.refusals.clear();
        expect(await (await engine.resume('r')).wait()).toMatchObject({ state: 'done' });
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'c']);
      });
    });

    it('wait out retryable trouble under the same token', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', away());
        const { engine } = bench.boot(async (run) => run.do(renew('a')));
        const handle = await engine.start('plan', null, { id: 'r' });
        for await (const event of handle.events())
          if (event.type === 'retrying') bench.cloud.refusals.clear();
        expect(await handle.wait()).toMatchObject({ state: 'done' });
        const [first, second] = bench.cloud.tokens('renew', 'a');
        expect(second).toBe(first);
      });
    });

    it('give up on retryable trouble that does not end', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', away());
        const { engine } = bench.boot(async (run) => run.do(renew('a')));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'failed', failure: { code: 'unavailable' } });
        expect(bench.cloud.calls.length).toBeGreaterThan(3);
      });
    });

    it('are looked for, not repeated, when the answer was lost and the cloud takes no token', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('attach a', lost());
        bench.cloud.things.push('a');
        const { engine } = bench.boot(async (run) => run.do(attach('a')));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toEqual({ state: 'done', output: { id: 'id-a' } });
        expect(bench.cloud.calls).toHaveLength(1);
      });
    });

    it('suspend the run when two of them share a name', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.all([renew('a'), renew('a')], { concurrency: 1 }));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({
          state: 'suspended',
          reason: { code: 'invalid-argument' },
        });
        expect(bench.cloud.calls).toEqual([]);
      });
    });

    it('suspend the run when a replay asks for something else than the journal says', async () => {
      await onBench(harness, async (bench) => {
        let name = 'a';
        bench.cloud.refusals.set('renew end', quota());
        const { engine } = bench.boot(async (run) => {
          await run.do({ ...renew('a'), args: name });
          return run.do(renew('end'));
        });
        await (await engine.start('plan', null, { id: 'r' })).wait();
        name = 'b';
        const handle = await engine.resume('r');
        expect(await handle.wait()).toMatchObject({
          state: 'suspended',
          reason: { code: 'failed-precondition' },
        });
        expect(bench.cloud.calls.map((call) => call.name)).toEqual(['a', 'end']);
      });
    });

    it('suspend the run when nobody knows how to do them, and go on once somebody does', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.do({ name: 'x', kind: 'unheard', args: 1 }));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({
          state: 'suspended',
          reason: { code: 'failed-precondition' },
        });
        engine.operation('unheard', { run: async (args) => args });
        expect(await (await engine.resume('r')).wait()).toEqual({ state: 'done', output: 1 });
      });
    });
  });

  describe('waves', () => {
    const wave: Procedure = async (run) => {
      const slow = { name: 'slow b', kind: 'slow', args: 'b' };
      return run.all([renew('a'), slow, renew('c'), renew('d')], { concurrency: 2 });
    };

    it('start in list order, keep to their concurrency and return results in list order', async () => {
      await onBench(harness, async (bench) => {
        const started: Json[] = [];
        let atOnce = 0;
        let most = 0;
        const names = ['a', 'b', 'c', 'd', 'e', 'f'];
        const together = gate();
        const { engine } = bench.boot(async (run) =>
          run.all(
            names.map((name) => ({ name, kind: 'slow', args: name })),
            { concurrency: 3 },
          ),
        );
        engine.operation('slow', {
          run: async (args) => {
            started.push(args);
            most = Math.max(most, ++atOnce);
            if (atOnce === 3) together.open();
            await together.pass();
            await bench.clock.sleep(1_000 - names.indexOf(String(args)) * 100);
            atOnce -= 1;
            return args;
          },
        });
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toEqual({ state: 'done', output: names });
        expect(started).toEqual(names);
        expect(most).toBe(3);
      });
    });

    it('stop at a failure: what is under way ends, the rest is reported as not run', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        const { engine } = bench.boot(wave);
        engine.operation('slow', { run: () => bench.clock.sleep(1_000).then(() => 'late') });
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'failed', operations: ['renew a'] });
        const events = await told(handle);
        expect(events).toContain('failed renew a');
        expect(events.slice(-4)).toEqual(['done slow b', 'not-run renew c', 'not-run renew d', 'settled']);
      });
    });

    it('do only what is missing when the run is resumed', async () => {
      await onBench(harness, async (bench) => {
        bench.cloud.refusals.set('renew a', quota());
        const { engine } = bench.boot(wave);
        engine.operation('slow', { run: () => bench.clock.sleep(1_000).then(() => 'late') });
        await (await engine.start('plan', null, { id: 'r' })).wait();
        bench.cloud.refusals.clear();
        await (await engine.resume('r')).wait();
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['a', 'a', 'c', 'd']);
      });
    });

    it('refuse a concurrency that would never start anything', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = bench.boot(async (run) => run.all([renew('a')], { concurrency: 0 }));
        const handle = await engine.start('plan', null, { id: 'r' });
        expect(await handle.wait()).toMatchObject({ state: 'suspended', reason: { field: 'concurrency' } });
      });
    });
  });
}
