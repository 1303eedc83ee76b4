import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, fileStore, memoryStore } from '@polynat/engine';

/**
 * Durable steps per second, beside a bare loop that appends a line of the same length and synchronises it. One operation is one
 * durable line; one that can be looked up or undone is two, because its intent is noted first.
 */
const steps = 3_000;
const rounds = 3;

const directory = await mkdtemp(join(tmpdir(), 'polynat-bench-'));
const engine = prepared(createEngine({ store: fileStore(join(directory, 'state')) }));
const inMemory = prepared(createEngine({ store: memoryStore() }));

const subjects: Readonly<Record<string, (round: number) => Promise<void> | void>> = {
  'bare append + fdatasync': bareLoop,
  'engine, one after the other': (round) => measured(engine, 'sequence', `sequence-${round}`),
  'engine, eight at a time': (round) => measured(engine, 'wave', `wave-${round}`),
  'engine, with intent (two lines each)': (round) => measured(engine, 'intents', `intents-${round}`),
  'engine in memory': (round) => measured(inMemory, 'sequence', `sequence-${round}`),
};

const best: Record<string, number> = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(subjects)) {
    best[name] = Math.max(best[name] ?? 0, await stepsPerSecond(() => run(round)));
  }
}
const bare = best['bare append + fdatasync'] ?? 0;
const table = Object.entries(best).map(([name, rate]) => [
  name,
  { 'steps/s': Math.round(rate), 'of bare': `${Math.round((rate / bare) * 100)} %` },
]);
console.log(`best of ${rounds} rounds of ${steps} steps`);
console.table(Object.fromEntries(table));
await Promise.all([engine.close(), inMemory.close()]);
await rm(directory, { recursive: true });

async function stepsPerSecond(run: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await run();
  return steps / ((performance.now() - start) / 1_000);
}

function bareLoop(): void {
  const line = `${'x'.repeat(120)}\n`;
  const file = openSync(join(directory, 'bare.jsonl'), 'w');
  for (let step = 0; step < steps; step++) {
    writeSync(file, line);
    fdatasyncSync(file);
  }
  closeSync(file);
}

function prepared(target: Engine): Engine {
  const operations = (kind: string) =>
    Array.from({ length: steps }, (_, index) => ({ name: `step-${index}`, kind, args: { port: index } }));
  target.operation('plain', { run: async () => ({ done: true }) });
  target.operation('looked-up', { run: async () => ({ done: true }), probe: async () => undefined });
  target.procedure('wave', 1, (run) => run.all(operations('plain'), { concurrency: 8 }));
  for (const [name, kind] of [
    ['sequence', 'plain'],
    ['intents', 'looked-up'],
  ] as const) {
    target.procedure(name, 1, async (run) => {
      for (const operation of operations(kind)) await run.do(operation);
      return null;
    });
  }
  return target;
}

async function measured(target: Engine, procedure: string, id: string): Promise<void> {
  const outcome = await (await target.start(procedure, null, { id })).wait();
  if (outcome.state !== 'done') throw new Error(`the run ended as ${outcome.state}`);
}
