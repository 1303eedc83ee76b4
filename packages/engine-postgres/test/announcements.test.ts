import { type Clock, minutes, systemClock } from '@polynat/core';
import { createEngine, type Engine, type RunHandle } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PostgresServer } from './postgres.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
}, 60_000);

afterAll(() => server?.stop(), 60_000);

/** A long pause does not end within this test, so no worker looks by itself. */
const patientClock: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds < 1_000 ? 0 : minutes(10), signal),
};

function bootOn(store: Awaited<ReturnType<typeof openPostgres>>['store']): Engine {
  const engine = createEngine({ store, clock: patientClock });
  engine.procedure('plan', 1, async () => null);
  return engine;
}

/** Works until it is stopped; `takesUp` resolves with the next run that it takes up. */
function working(engine: Engine) {
  const stop = new AbortController();
  let take: (run: RunHandle) => void = () => {};
  const ended = engine.work({
    signal: stop.signal,
    onRound: ({ runs }) => {
      for (const run of runs) take(run);
    },
  });
  return {
    takesUp: () =>
      new Promise<string>((resolve) => {
        take = ({ id }) => resolve(id);
      }),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

it(
  'a worker takes up at once what another process leaves to it, also after the server was away',
  async () => {
    const postgres = await openPostgres({ connection: server.url });
    const elsewhere = await openPostgres({ connection: server.url });
    const [worker, other] = [bootOn(postgres.store), bootOn(elsewhere.store)];
    const { takesUp, stop } = working(worker);
    for (const id of ['first', 'second']) {
      const taken = takesUp();
      await other.enqueue('plan', null, { id });
      expect(await taken).toBe(id);
    }
    await server.crash();
    await server.run();
    const taken = takesUp();
    await other.enqueue('plan', null, { id: 'third' });
    expect(await taken).toBe('third');
    await stop();
    await Promise.all([worker.close(), other.close()]);
    await Promise.all([postgres.close(), elsewhere.close()]);
  },
  minutes(1),
);
