import { hours, seconds, systemClock } from '@polynat/core';
import { createEngine, type Procedure } from '@polynat/engine';
import { openPostgres, type Postgres, type Queries } from '@polynat/engine-postgres';
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

const twoCalls: Procedure = async (run) => {
  await run.do(attach('rule'));
  return run.do(renew('gateway'));
};

function boot(postgres: Postgres, cloud: CountingCloud, procedure = twoCalls) {
  const engine = createEngine({ store: postgres.store });
  registerCloud(engine, cloud);
  engine.procedure('plan', 1, procedure);
  return engine;
}

describe('a database that stays away', () => {
  it('suspends the run and undoes nothing; once it is back, another worker goes on', async () => {
    const options = { connection: server.url, schema: 'away' };
    const hasty = await openPostgres({ ...options, clock: manualClock({ autoAdvance: true }) });
    const cloud = new CountingCloud();
    const first = boot(hasty, cloud, async (run) => {
      await run.do(attach('rule'));
      await run.do({ name: 'outage', kind: 'outage', args: null });
      return run.do(renew('gateway'));
    });
    const outage = { run: () => server.crash().then(() => null) };
    first.operation('outage', outage);
    const run = await first.start('plan', null, { id: 'r', locks: ['gateway'], onFailure: 'roll-back' });
    expect(await run.wait()).toMatchObject({ state: 'suspended', reason: { code: 'unavailable' } });
    expect(cloud.calls.map(({ action }) => action)).toEqual(['attach']);
    await server.run();
    await first.close();
    await hasty.close();
    const postgres = await openPostgres(options);
    const second = boot(postgres, cloud, async (run) => {
      await run.do(attach('rule'));
      await run.do({ name: 'outage', kind: 'outage', args: null });
      return run.do(renew('gateway'));
    });
    second.operation('outage', { run: async () => null });
    const { runs } = await second.catchUp();
    expect(await runs[0]?.wait()).toMatchObject({ state: 'done' });
    expect(cloud.calls.map(({ action }) => action)).toEqual(['attach', 'renew']);
    await second.close();
    await postgres.close();
  });
});

describe('workers whose clocks are hours apart', () => {
  it('take no run from each other: only the time of the database counts', async () => {
    const clockOff = (by: number) => ({ ...systemClock, now: () => systemClock.now() + by });
    const options = { connection: server.url, schema: 'clocks' };
    const [early, late] = await Promise.all(
      [-hours(5), hours(5)].map((by) => openPostgres({ ...options, clock: clockOff(by) })),
    );
    const cloud = new CountingCloud();
    let go = () => {};
    const held = new Promise<null>((resolve) => {
      go = () => resolve(null);
    });
    const holding: Procedure = (run) => run.do({ name: 'held', kind: 'held', args: null });
    const engines = [early, late].flatMap((postgres) => (postgres ? [boot(postgres, cloud, holding)] : []));
    for (const engine of engines) engine.operation('held', { run: () => held });
    const [first, second] = engines;
    const run = await first?.start('plan', null, { id: 'r' });
    expect((await second?.catchUp())?.runs).toEqual([]);
    expect(await second?.get('r')).toMatchObject({ state: 'running' });
    go();
    expect(await run?.wait()).toMatchObject({ state: 'done' });
    for (const engine of engines) await engine.close();
  });

  it('share one rate by the clock of the database', async () => {
    const limiters = await Promise.all(
      [-hours(5), hours(5)].map(async (by) => {
        const { rateLimiter } = await openPostgres({ connection: server.url, schema: 'clocks' });
        const clock = manualClock({ autoAdvance: true, start: systemClock.now() + by });
        return { clock, limiter: rateLimiter({ perSecond: 1 / 60, clock }) };
      }),
    );
    const waits: number[] = [];
    for (const { clock, limiter } of limiters) {
      const began = clock.now();
      await limiter.acquire('shop');
      waits.push(clock.now() - began);
    }
    expect(waits[0]).toBe(0);
    expect(waits[1]).toBeGreaterThan(seconds(50));
    expect(waits[1]).toBeLessThanOrEqual(seconds(60));
  });
});

describe('a worker that was frozen while it asked for its lease', () => {
  it('does not trust the answer, which is from before', async () => {
    const pool = new Pool({ connectionString: server.url });
    let frozen = 0;
    let freeze: (() => Promise<unknown>) | undefined;
    const query: Queries['query'] = async (text, values) => {
      const answer = await pool.query(text, values);
      const work = text.startsWith('SELECT lines') ? freeze : undefined;
      if (work) freeze = undefined;
      await work?.();
      return answer;
    };
    const clock = { ...systemClock, now: () => systemClock.now() + frozen };
    const options = { schema: 'frozen', connection: { query }, clock };
    const sessions = [await openPostgres(options), await openPostgres({ ...options, connection: pool })].map(
      ({ store }) => store.connect(systemClock),
    );
    const [first, second] = sessions;
    const address = { kind: 'run', name: 'r' } as const;
    const segment = await first?.take(address, 0, { carry: true });
    freeze = async () => {
      frozen = seconds(40);
      await second?.take(address, 1, { carry: true });
    };
    await expect(segment?.confirm()).rejects.toMatchObject({ code: 'conflict' });
    for (const session of sessions) await session.close();
    await pool.end();
  });
});

describe('a connection', () => {
  it('is never asked two things at once, which `pg` warns of and will refuse', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const postgres = await openPostgres({ connection: server.url, schema: 'warnings' });
    const engine = boot(postgres, new CountingCloud(), async (run) =>
      run.all(
        Array.from({ length: 30 }, (_, index) => attach(`rule-${index}`)),
        { concurrency: 10 },
      ),
    );
    expect(await (await engine.start('plan', null, { id: 'r' })).wait()).toMatchObject({ state: 'done' });
    await engine.close();
    await postgres.close();
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});
