import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minutes, systemClock } from '@polynat/core';
import { createEngine, type Engine, fileStore, type JournalStore, type Json } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { idleSteps, type Task, TaskProcess } from '@polynat/testkit/engine';
import { PostgresServer } from '../../packages/engine-postgres/test/postgres.ts';
import { bundleStores } from '../../tools/build/bundle-programs.js';

/**
 * Part of `pnpm bench`: durable steps per second of runs that one, two and four workers share, each a process of its own, on files and on
 * PostgreSQL, both of which wait for the disk. Steps do nothing, so this is what durability costs; a call to a cloud takes 100 ms and more.
 */
const runs = 32;
const steps = 25;
/** No worker takes longer, on the slowest machine. */
const limit = minutes(20);
const crews = [1, 2, 4];

interface Place {
  readonly program: string;
  readonly place: Json;
  readonly store: JournalStore;
}

const folder = await bundleStores();
const database = await PostgresServer.start({ durable: true });
let schemas = 0;

const stores: Readonly<Record<string, (work: (place: Place) => Promise<number>) => Promise<number>>> = {
  file: async (work) => {
    const place = await mkdtemp(join(tmpdir(), 'polynat-bench-'));
    const program = join(folder, 'file.js');
    return work({ program, place, store: fileStore(place) }).finally(() => rm(place, { recursive: true }));
  },
  PostgreSQL: async (work) => {
    const place = { connection: database.url, schema: `bench ${++schemas}` };
    const { store, close } = await openPostgres(place);
    return work({ program: join(folder, 'postgres.js'), place, store }).finally(close);
  },
};

try {
  const rows: Record<string, Record<string, number>> = {};
  for (const workers of crews) {
    const row: Record<string, number> = {};
    for (const [name, onStore] of Object.entries(stores))
      row[`${name}, steps/s`] = Math.round(await onStore((place) => stepsPerSecond(place, workers)));
    rows[`${workers} worker${workers > 1 ? 's' : ''}`] = row;
  }
  console.log(`\n${runs} runs of ${steps} steps, four at a time in each worker`);
  console.table(rows);
} finally {
  await database.stop();
}

async function stepsPerSecond({ program, place, store }: Place, workers: number): Promise<number> {
  const engine = createEngine({ store });
  engine.procedure('idle', 1, idleSteps);
  for (let run = 0; run < runs; run++) await engine.enqueue('idle', steps, { id: `run-${run}` });
  const task: Task = { place, cloud: '', rules: 0, command: 'serve', onFailure: 'stop' };
  const crew = Array.from({ length: workers }, () => new TaskProcess(program, task, limit));
  const rate = await measured(engine);
  for (const worker of crew) worker.signal('SIGKILL');
  await Promise.all(crew.map(({ report }) => report));
  await engine.close();
  return rate;
}

/** From the first step to the end of the last run, by the journals: how long a process takes to start plays no part. */
async function measured(engine: Engine): Promise<number> {
  while ((await engine.list({ state: 'done' })).runs.length < runs) await systemClock.sleep(500);
  const histories = await Promise.all(Array.from({ length: runs }, (_, run) => engine.history(`run-${run}`)));
  const began = histories.flatMap((events) => events.flatMap(({ startedAt }) => startedAt ?? []));
  const ended = histories.flatMap((events) => events.at(-1)?.at ?? []);
  return (runs * steps * 1_000) / (Math.max(...ended) - Math.min(...began));
}
