import { hours, seconds, systemClock } from '@polynat/core';
import { createEngine, type Engine, type Procedure } from '@polynat/engine';
import { openPostgres, type Postgres } from '@polynat/engine-postgres';
import { manualClock } from '@polynat/testkit';
import { attach, CountingCloud, registerCloud, renew } from '@polynat/testkit/engine';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresServer } from './postgres.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);

afterAll(() => server?.stop(), 60_000);

const procedure: Procedure = async (run) => {
  await run.do(attach('rule'));
  await run.do({ name: 'outage', kind: 'outage', args: null });
  return run.do(renew('gateway'));
};

function boot({ store }: Postgres, cloud: CountingCloud, outage: () => Promise<void>): Engine {
  const engine = createEngine({ store });
  registerCloud(engine, cloud);
  engine.operation('outage', { run: () => outage().then(() => null) });
  engine.procedure('plan', 1, procedure);
  return engine;
}

async function onDatabase<T>(schema: string, work: (postgres: Postgres) => Promise<T>): Promise<T> {
  const postgres = await openPostgres({ connection: server.url, schema });
  return work(postgres).finally(() => postgres.close());
}

describe('a server that goes down in the middle of a run', () => {
  it('and comes back delays the run and nothing else', async () => {
    await onDatabase('restart', async (postgres) => {
      const cloud = new CountingCloud();
      const engine = boot(postgres, cloud, async () => {
        await server.crash();
        void server.run();
      });
      const handle = await engine.start('plan', null, { id: 'r', onFailure: 'roll-back' });
      expect(await handle.wait()).toMatchObject({ state: 'done' });
      expect(cloud.calls.map(({ action }) => action)).toEqual(['attach', 'renew']);
      await engine.close();
    });
  });
});

describe('the rate that workers share', () => {
  it('is one for all of them, and never more than a call ahead', async () => {
    await onDatabase('rate', async (postgres) => {
      const limiters = [1, 2].map(() => postgres.rateLimiter({ perSecond: 50 }));
      const began = systemClock.now();
      const calls = limiters.flatMap((limiter) => Array.from({ length: 15 }, () => limiter.acquire('shop')));
      await Promise.all(calls);
      // 30 calls at 50 a second: the last may leave 29 intervals after the first.
      expect(systemClock.now() - began).toBeGreaterThanOrEqual(29 * 20 - 1);
      // A part of the rate for each worker would be slower still, and is not in the database.
      const pool = new Pool({ connectionString: server.url });
      const { rows } = await pool.query('SELECT key, slower FROM rate.rate');
      await pool.end();
      expect(rows).toEqual([{ key: 'shop', slower: 1 }]);
    });
  });

  it('refuses at once a call that would be too late, and keeps its place for others', async () => {
    await onDatabase('deadline', async (postgres) => {
      const clock = manualClock({ autoAdvance: true });
      const limiter = postgres.rateLimiter({ perSecond: 1 / 3_600, burst: 2, clock });
      for (let call = 0; call < 2; call++) await limiter.acquire('shop');
      expect(clock.now()).toBe(manualClock().now());
      const late = limiter.acquire('shop', undefined, clock.now() + seconds(60));
      await expect(late).rejects.toMatchObject({ code: 'timeout' });
      await limiter.acquire('other', undefined, clock.now() + seconds(60));
      await limiter.acquire('shop');
      const waited = clock.now() - manualClock().now();
      expect(waited).toBeGreaterThan(hours(1) - seconds(30));
      expect(waited).toBeLessThanOrEqual(hours(1));
    });
  });

  it('falls for all of them when the cloud throttles one', async () => {
    await onDatabase('throttle', async (postgres) => {
      const clock = manualClock({ autoAdvance: true });
      const [first, second] = [1, 2].map(() => postgres.rateLimiter({ perSecond: 0.01, clock }));
      await first?.acquire('shop');
      await first?.throttled('shop', hours(1));
      await second?.acquire('shop');
      expect(clock.now() - manualClock().now()).toBeGreaterThan(hours(1) - seconds(30));
      await second?.acquire('shop');
      const intervals = (clock.now() - manualClock().now() - hours(1)) / seconds(100);
      expect(intervals).toBeGreaterThan(1.1);
    });
  });

  it('is a part of it for each worker while the database is away', async () => {
    await onDatabase('away', async (postgres) => {
      const clock = manualClock({ autoAdvance: true });
      const limiter = postgres.rateLimiter({ perSecond: 10, workers: 5, clock });
      await server.crash();
      await limiter.acquire('shop');
      const began = clock.now();
      for (let call = 0; call < 2; call++) await limiter.acquire('shop');
      expect(clock.now() - began).toBe(seconds(1));
      await server.run();
    });
  });
});
