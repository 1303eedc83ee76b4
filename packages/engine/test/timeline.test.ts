import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NatError } from '@polynat/core';
import {
  createEngine,
  type Engine,
  fileStore,
  memoryStore,
  type Procedure,
  type TimelineEntry,
  timelineOf,
} from '@polynat/engine';
import { manualClock } from '@polynat/testkit';
import { attach, CountingCloud, create, MortalStore, registerCloud, renew } from '@polynat/testkit/engine';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inDirectory } from './directory.ts';

const move: Procedure = async (run) => {
  await run.do(create('gateway'));
  await run.waitFor('cut-over', { schema: z.literal(true) });
  await run.do(attach('rule'));
  return run.do(renew('gateway'));
};

const refusal = { cloud: 'shop', requestId: 'A1B2' };

const clock = () => manualClock({ autoAdvance: true });

async function timeline(engine: Engine, id = 'r'): Promise<readonly TimelineEntry[]> {
  const run = await engine.get(id);
  if (!run) throw new Error(`there is no run ${id}`);
  return timelineOf(run, await engine.history(id));
}

const told = (entries: readonly TimelineEntry[]): readonly string[] =>
  entries.map(({ of, name, state }) => `${name ?? of} ${state}`);

describe('the timeline of a run', () => {
  it('tells who answered and decided, what each step took, and what was undone, with times', async () => {
    const cloud = new CountingCloud();
    cloud.refusals.set('renew gateway', new NatError('quota-exceeded', 'no more', { provider: refusal }));
    const engine = createEngine({ store: memoryStore(), clock: clock() });
    registerCloud(engine, cloud);
    engine.procedure('move', 1, move);
    await engine.enqueue('move', null, { id: 'r' });
    await Promise.all((await engine.catchUp()).runs.map((run) => run.wait()));
    await engine.signal('r', 'cut-over', true, 'jane');
    expect((await timeline(engine)).at(-1)).toMatchObject({ name: 'cut-over', state: 'given', by: 'jane' });
    await (await engine.resume('r')).wait();
    await (await engine.rollBack('r', { handled: [], by: 'joe' })).wait();
    const entries = await timeline(engine);
    expect(told(entries)).toEqual([
      'run started',
      'run queued',
      'run taken-up',
      'create gateway done',
      'cut-over answered',
      'run resumed',
      'attach rule done',
      'renew gateway failed',
      'run failed',
      'run rolling-back',
      'attach rule undone',
      'create gateway undone',
      'run rolled-back',
    ]);
    for (const { at } of entries) expect(at).toEqual(expect.any(Number));
    expect(entries[2]).toMatchObject({ worker: { host: 'memory', pid: process.pid } });
    expect(entries[4]).toMatchObject({ by: 'jane', endedAt: expect.any(Number) });
    expect(entries[7]).toMatchObject({ tries: 1, requests: ['A1B2'], failure: { code: 'quota-exceeded' } });
    expect(entries[9]).toMatchObject({ by: 'joe' });
    expect(entries[10]).toMatchObject({ tries: 1, endedAt: expect.any(Number) });
  });

  it('tells from whom a worker took it over, and goes on with the step that was under way', async () => {
    const [cloud, store] = [new CountingCloud(), memoryStore()];
    const mortal = new MortalStore(store, { at: 5, ending: 'before' });
    const [first, second] = [mortal, store].map((one) => {
      const engine = createEngine({ store: one, clock: clock() });
      registerCloud(engine, cloud);
      engine.procedure('move', 1, move);
      return engine;
    });
    void first?.start('move', null, { id: 'r' });
    await mortal.died;
    await Promise.all(((await second?.catchUp())?.runs ?? []).map((run) => run.wait()));
    const entries = second ? await timeline(second) : [];
    expect(told(entries)).toEqual([
      'run started',
      'create gateway done',
      'run taken-over',
      'cut-over waiting',
    ]);
    const worker = { host: 'memory', pid: process.pid };
    expect(entries[2]).toMatchObject({ worker, from: worker });
  });

  it.each([
    ['first-release', 'half-undone', undefined],
    ['with-traces', 'undone', expect.any(Number)],
  ])('of %s has the times that were noted then', async (release, id, at) => {
    await inDirectory(async (directory) => {
      const state = join(directory, 'state');
      await cp(fileURLToPath(new URL(`./fixtures/${release}`, import.meta.url)), state, { recursive: true });
      const engine = createEngine({ store: fileStore(state) });
      const entries = await timeline(engine, id);
      expect(entries[0]).toMatchObject({ of: 'run', state: 'started', at: expect.any(Number) });
      const step = entries.find((entry) => entry.state === 'done' && entry.of === 'step');
      expect([step?.at, step?.kind]).toEqual([at, expect.any(String)]);
      expect(entries.map(({ state }) => state)).toContain('undone');
    });
  });
});
