import type { Clock } from '@polynat/core';
import type { Engine, JournalStore, Procedure } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import type { EngineHarness } from './bench.ts';
import { CountingCloud, registerCloud, renew } from './cloud.ts';

const plan: Procedure = (run, input) => run.do(renew(String(input)));
const runs = ['1', '2', '3', '4', '5'];

/** Short pauses are over at once. A long one ends only when its sleeper is woken, so nobody looks by themselves. */
const patientClock: Clock = {
  now: () => 0,
  sleep: (milliseconds, signal) =>
    milliseconds < 1_000 ? Promise.resolve() : new Promise((_, reject) => rejectOn(signal, reject)),
};

function rejectOn(signal: AbortSignal | undefined, reject: (reason: unknown) => void): void {
  if (signal?.aborted) reject(signal.reason);
  signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
}

interface Scene {
  readonly cloud: CountingCloud;
  boot(): Engine;
}

async function onScene(harness: EngineHarness, test: (scene: Scene) => Promise<void>): Promise<void> {
  const { store, dispose } = await harness.openStore();
  const engines: Engine[] = [];
  const cloud = new CountingCloud();
  const boot = () => {
    const engine = bootOn(harness, store, cloud);
    engines.push(engine);
    return engine;
  };
  try {
    await test({ cloud, boot });
  } finally {
    for (const engine of engines) await engine.close();
    await dispose();
  }
}

function bootOn({ createEngine }: EngineHarness, store: JournalStore, cloud: CountingCloud): Engine {
  const engine = createEngine({ store, clock: patientClock, random: seededRandom(7) });
  registerCloud(engine, cloud);
  engine.procedure('plan', 1, plan);
  return engine;
}

/** Workers with room for one run each, until all runs are done. */
async function workUntilDone(workers: readonly Engine[]): Promise<void> {
  const stop = new AbortController();
  const done = new Set<string>();
  const end = (id: string) => done.add(id).size === runs.length && stop.abort();
  const working = workers.map((engine) =>
    engine.work({
      signal: stop.signal,
      concurrency: 1,
      onRound: (round) => round.runs.forEach((run) => void run.wait().then(() => end(run.id))),
    }),
  );
  await Promise.all(working);
}

export function describeWaking(harness: EngineHarness): void {
  describe('workers that are full', () => {
    it('take up the next run as soon as one has ended', async () => {
      await onScene(harness, async ({ boot, cloud }) => {
        const worker = boot();
        for (const id of runs) await worker.enqueue('plan', id, { id });
        await workUntilDone([worker]);
        expect(cloud.calls.map(({ name }) => name)).toHaveLength(runs.length);
      });
    });

    it('share what there is, each run once', async () => {
      await onScene(harness, async ({ boot, cloud }) => {
        const workers = [boot(), boot(), boot()];
        for (const id of runs) await workers[0]?.enqueue('plan', id, { id });
        await workUntilDone(workers);
        expect(cloud.calls.map(({ name }) => name).toSorted()).toEqual(runs);
      });
    });
  });
}
