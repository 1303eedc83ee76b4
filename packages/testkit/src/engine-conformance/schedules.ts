import type { Engine, Procedure, Schedule } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { type Bench, type EngineHarness, type EngineProcess, onBench } from './bench.ts';
import { renew } from './cloud.ts';
import type { Fate } from './mortal-store.ts';

const minute = 60_000;
const hour = 60 * minute;

const renewing: Procedure = async (run, input) => run.do(renew(String(input)));
const hourly: Schedule = { cron: '0 * * * *', procedure: 'plan', input: 'fleet' };

/** A new process with the schedule `hourly`. */
function boot(bench: Bench, schedule: Partial<Schedule> = {}, fate?: Fate): EngineProcess {
  const process = bench.boot(renewing, fate);
  process.engine.schedule('hourly', { ...hourly, ...schedule });
  return process;
}

/** Lets a worker do one round; the ids of what it took up, which has come to its end. */
async function round(engine: Engine): Promise<readonly string[]> {
  const { runs, failures } = await engine.catchUp();
  expect(failures).toEqual([]);
  await Promise.all(runs.map((run) => run.wait()));
  return runs.map(({ id }) => id);
}

/** The clock of a bench begins on the hour, 2024-01-01 00:00. */
const runAt = (time: string) => `hourly@2024-01-01T${time}:00.000Z`;

export function describeSchedules(harness: EngineHarness): void {
  describe('a schedule', () => {
    it('starts one run at each of its times, and none for the time before it was first seen', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = boot(bench);
        expect(await round(engine)).toEqual([]);
        expect((await engine.catchUp()).next).toBe(bench.clock.now() + hour);
        await bench.clock.advance(hour - 1);
        expect(await round(engine)).toEqual([]);
        await bench.clock.advance(1);
        expect(await round(engine)).toEqual([runAt('01:00')]);
        expect(await round(engine)).toEqual([]);
        await bench.clock.advance(hour + minute);
        expect(await round(engine)).toEqual([runAt('02:00')]);
        expect(bench.cloud.calls.map(({ name }) => name)).toEqual(['fleet', 'fleet']);
      });
    });

    it('catches up once on the times that nobody was there for', async () => {
      await onBench(harness, async (bench) => {
        await round(boot(bench).engine);
        await bench.clock.advance(5 * hour + minute);
        const { engine } = boot(bench);
        expect(await round(engine)).toEqual([runAt('05:00')]);
        expect(await round(engine)).toEqual([]);
        expect(await round(boot(bench).engine)).toEqual([]);
      });
    });

    it('catches up on each of them where that was asked for, oldest first', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = boot(bench, { missed: 'each' });
        await round(engine);
        await bench.clock.advance(hour);
        expect(await round(engine)).toEqual([runAt('01:00')]);
        await bench.clock.advance(3 * hour);
        const { engine: next } = boot(bench, { missed: 'each' });
        const missed = ['02:00', '03:00', '04:00'].map(runAt);
        await next
          .catchUp({ concurrency: 10 })
          .then(({ runs }) => Promise.all(runs.map((run) => run.wait())));
        const { runs } = await next.list();
        expect(runs.map(({ id }) => id).toSorted()).toEqual([runAt('01:00'), ...missed]);
        expect(runs.every(({ state }) => state === 'done')).toBe(true);
      });
    });

    it('starts one run per time, however many workers there are', async () => {
      await onBench(harness, async (bench) => {
        const workers = [1, 2, 3].map(() => boot(bench).engine);
        await Promise.all(workers.map(round));
        for (let hours = 0; hours < 3; hours++) {
          await bench.clock.advance(hour);
          await Promise.all(workers.map(round));
        }
        expect(bench.cloud.calls).toHaveLength(3);
        const times = ['01:00', '02:00', '03:00'].map(runAt);
        expect((await workers[0]?.list())?.runs.map(({ id }) => id)).toEqual(times);
      });
    });

    it('starts its run once, whichever durable write of a worker was the last', async () => {
      for (let at = 1; at <= 8; at++) {
        for (const ending of ['before', 'after'] as const) {
          await onBench(harness, async (bench) => {
            await round(boot(bench).engine);
            await bench.clock.advance(hour);
            const { engine, store } = boot(bench, {}, { at, ending });
            await Promise.race([round(engine), store.died]);
            const { engine: next } = boot(bench);
            await round(next);
            expect(await next.get(runAt('01:00')), `${ending} ${at}`).toMatchObject({ state: 'done' });
            expect(new Set(bench.cloud.tokens('renew', 'fleet')).size).toBe(1);
          });
        }
      }
    });

    it('begins anew when its expression has changed: what another one left is not made up for', async () => {
      await onBench(harness, async (bench) => {
        await round(boot(bench).engine);
        await bench.clock.advance(hour + 45 * minute);
        const { engine } = boot(bench, { cron: '30 * * * *' });
        expect(await round(engine)).toEqual([]);
        await bench.clock.advance(45 * minute);
        expect(await round(engine)).toEqual([runAt('02:30')]);
      });
    });

    it('follows the clock of its time zone', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = boot(bench, { cron: '0 9 * * *', timeZone: 'Asia/Shanghai' });
        await round(engine);
        await bench.clock.advance(hour);
        expect(await round(engine)).toEqual([runAt('01:00')]);
      });
    });

    it('hands locks and accounts to its runs, which wait for their locks', async () => {
      await onBench(harness, async (bench) => {
        const options = { locks: ['fleet'], accounts: { shop: '1' }, cron: '* * * * *' };
        const { engine } = boot(bench, { ...options, procedure: 'ask' });
        engine.procedure('ask', 1, async (run) => {
          await run.sleep('rest', 90_000);
          return null;
        });
        await round(engine);
        await bench.clock.advance(minute);
        const [first] = (await bench.clock.hold(() => engine.catchUp())).runs;
        const { locks, accounts } = options;
        expect(await engine.get(runAt('00:01'))).toMatchObject({ locks, accounts });
        await first?.wait();
        expect(await round(engine)).toEqual([runAt('00:02')]);
      });
    });

    const misuses: readonly (readonly [string, Partial<Schedule>])[] = [
      ['cron', { cron: 'hourly' }],
      ['cron', { cron: '61 * * * *' }],
      ['cron', { cron: '2024-01-01T00:00:00' }],
      ['timeZone', { timeZone: 'Mars/Olympus' }],
    ];

    it.each(misuses)('whose %s makes no sense is refused: %j', async (field, schedule) => {
      await onBench(harness, async (bench) => {
        const refusal = expect.objectContaining({ code: 'invalid-argument', field });
        expect(() => boot(bench, schedule)).toThrow(refusal);
      });
    });

    it('is registered once, and a procedure that is missing is told in each round', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = boot(bench, { procedure: 'unknown' });
        expect(() => engine.schedule('hourly', hourly)).toThrow('there is a schedule hourly already');
        await engine.catchUp();
        await bench.clock.advance(hour);
        const failures = [{ id: 'hourly', reason: { code: 'invalid-argument', field: 'procedure' } }];
        for (let times = 0; times < 2; times++) expect(await engine.catchUp()).toMatchObject({ failures });
      });
    });
  });

  describe('a worker with a schedule', () => {
    it('wakes up when it is due', async () => {
      await onBench(harness, async (bench) => {
        const { engine } = boot(bench, { cron: '*/2 * * * * *' });
        const stop = new AbortController();
        const times: string[] = [];
        await engine.work({
          signal: stop.signal,
          onRound: ({ runs }) => {
            times.push(...runs.map(({ id }) => id));
            if (times.length >= 3) stop.abort();
          },
        });
        await engine.close();
        expect(times).toEqual(['02', '04', '06'].map((second) => `hourly@2024-01-01T00:00:${second}.000Z`));
      });
    });
  });
}
