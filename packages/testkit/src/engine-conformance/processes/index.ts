import { minutes, NatError } from '@polynat/core';
import { createEngine, type JournalStore, type Json } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import type { Fate } from '../mortal-store.ts';
import { TaskProcess } from './child.ts';
import { CloudServer } from './cloud-server.ts';
import { migrationRun, ruleNames, rulesOnGateway, type Task } from './task.ts';

/** What the suite runs on: a program that opens the store, and places for it. */
export interface ProcessHarness {
  /** One file that Node runs as it is, and that calls `runTaskProcess`. */
  readonly program: string;
  /** How others learn that a process of this machine has died: at once, or by its heartbeat. */
  readonly death: 'at once' | 'by heartbeat';
  openPlace(): Promise<ProcessPlace>;
}

export interface ProcessPlace {
  /** For the program. */
  readonly place: Json;
  /** The same, for this process to look at. */
  readonly store: JournalStore;
  /** As if every process had last shown that it lives so many milliseconds from now: how busy this machine is plays no part. */
  setHeartbeats(fromNow: number): Promise<void>;
  dispose(): Promise<void>;
}

const rules = 4;
const everything = ['address', 'gateway', ...ruleNames(rules)].toSorted();

interface Scene extends ProcessPlace {
  readonly server: CloudServer;
  /** Starts a process, by default one that starts the migration. */
  begin(task?: Partial<Task>): TaskProcess;
  /** Starts a process after every other one has been found dead. */
  beginLater(task?: Partial<Task>): Promise<TaskProcess>;
  /** Resolves when the cloud has been called so often. */
  called(times: number): Promise<void>;
}

async function onScene<T>(harness: ProcessHarness, test: (scene: Scene) => Promise<T>): Promise<T> {
  const [place, server] = await Promise.all([harness.openPlace(), CloudServer.listen()]);
  const started: TaskProcess[] = [];
  const begin: Scene['begin'] = (task) => {
    const usual = { command: 'start', onFailure: 'stop', rules } as const;
    const child = new TaskProcess(harness.program, {
      ...{ ...usual, place: place.place, cloud: server.url },
      ...task,
    });
    started.push(child);
    return child;
  };
  const scene: Scene = {
    ...place,
    server,
    begin,
    beginLater: async (task) => {
      await place.setHeartbeats(-minutes(10));
      return begin(task);
    },
    called: (times) =>
      new Promise((resolve) => {
        server.onCall = (count) => count >= times && resolve();
      }),
  };
  try {
    return await test(scene);
  } finally {
    for (const child of started) child.signal('SIGKILL');
    await Promise.allSettled(started.map(({ report }) => report));
    server.close();
    await place.dispose();
  }
}

/** Nothing that costs money was made twice, and no call that was repeated had another token. */
function expectNothingTwice({ server: { cloud } }: Scene): void {
  for (const { action, name } of cloud.calls) {
    expect(new Set(cloud.tokens(action, name)).size, `${action} ${name}`).toBe(1);
    if (action === 'attach') expect(cloud.tokens(action, name)).toHaveLength(1);
  }
}

/** What an engine promises to those whose processes are killed and frozen, on a store of any kind. */
export function runProcessConformance(name: string, harness: ProcessHarness): void {
  describe(`a process on ${name}`, { timeout: 120_000 }, () => {
    describeKills(harness);
    describeFreezes(harness);
    describeCrowds(harness);
  });
}

function describeKills(harness: ProcessHarness): void {
  /** Among them the three worst: the cloud has acted on a create, an attach and a renewal, and nobody has noted it. */
  const fates: readonly Fate[] = [
    { at: 6, ending: 'after' },
    { at: 9, ending: 'before' },
    { at: 11, ending: 'before' },
    { at: 17, ending: 'before' },
    { at: 21, ending: 'before' },
  ];

  it.each(fates)('killed at write $at, $ending it, leaves a run the next one finishes', async (fate) => {
    await onScene(harness, async (scene) => {
      expect(await scene.begin({ fate }).report).toBe('killed');
      expect(await (await scene.beginLater()).report).toMatchObject({ state: 'done' });
      expect(scene.server.cloud.things.toSorted()).toEqual(everything);
      expectNothingTwice(scene);
    });
  });

  const before = harness.death === 'at once' ? 'at once' : 'once its heartbeat is old, and not before';

  it(`killed loses its run to the next worker, ${before}`, async () => {
    await onScene(harness, async (scene) => {
      const first = scene.begin();
      await scene.called(theAddress);
      first.signal('SIGKILL');
      expect(await first.report).toBe('killed');
      await scene.setHeartbeats(minutes(10));
      const early = await scene.begin({ command: 'work' }).report;
      const late = await (await scene.beginLater({ command: 'work' })).report;
      const done = { outcomes: [{ state: 'done' }] };
      const none = { outcomes: [] };
      expect([early, late]).toMatchObject(harness.death === 'at once' ? [done, none] : [none, done]);
      expectNothingTwice(scene);
    });
  });

  it('killed in the middle of a rollback leaves one the next one finishes, in reverse order', async () => {
    await onScene(harness, async (scene) => {
      const { server, store } = scene;
      server.cloud.refusals.set('renew gateway', new NatError('quota-exceeded', 'no more'));
      expect(await scene.begin().report).toMatchObject({ state: 'failed' });
      const steps = (await createEngine({ store }).get(migrationRun))?.steps ?? [];
      const started = steps.map(({ args }) => String(args)).filter((name) => name !== 'gateway');
      const fate = { at: 5, ending: 'before' } as const;
      expect(await scene.begin({ command: 'roll-back', fate }).report).toBe('killed');
      const last = await scene.beginLater({ command: 'roll-back' });
      expect(await last.report).toMatchObject({ state: 'rolled-back' });
      expect(server.cloud.things).toEqual([]);
      expect(server.cloud.removed).toEqual([...started.toReversed(), 'gateway']);
    });
  });
}

/** The second call of a run, which runs alone: the cloud has acted on it, and the process is frozen before it hears so. */
const theAddress = 2;

function describeFreezes(harness: ProcessHarness): void {
  it('frozen keeps its run while its heartbeat is fresh, and loses it when that is old; awake, it does nothing more', async () => {
    await onScene(harness, async (scene) => {
      const { server } = scene;
      const first = scene.begin();
      await scene.called(theAddress);
      first.signal('SIGSTOP');
      await scene.setHeartbeats(minutes(10));
      expect(await scene.begin().report).toMatchObject({
        state: 'held',
        held: { run: migrationRun, working: true, owner: { pid: first.pid } },
      });
      expect(await (await scene.beginLater()).report).toMatchObject({ state: 'done' });
      const calls = server.cloud.calls.length;
      first.signal('SIGCONT');
      expect(await first.report).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
      expect(server.cloud.calls).toHaveLength(calls);
      expect(server.cloud.things.toSorted()).toEqual(everything);
    });
  });

  it('frozen for a moment goes on, and calls nothing twice', async () => {
    await onScene(harness, async (scene) => {
      const process = scene.begin();
      await scene.called(theAddress);
      process.signal('SIGSTOP');
      process.signal('SIGCONT');
      expect(await process.report).toMatchObject({ state: 'done' });
      expect(scene.server.cloud.things.toSorted()).toEqual(everything);
      expectNothingTwice(scene);
    });
  });
}

const runs = ['a1', 'a2', 'b1', 'b2'];

/** Two plans for each of two gateways; those with a 2 are refused at their end and undone. */
async function queuePlans({ store, server }: Scene): Promise<void> {
  const engine = createEngine({ store });
  engine.procedure('rules', 1, rulesOnGateway);
  for (const id of runs) {
    const [gateway = ''] = id;
    if (id.endsWith('2'))
      server.cloud.refusals.set(`renew ${gateway}.${id}`, new NatError('quota-exceeded', 'no more'));
    await engine.enqueue('rules', { gateway, rules }, { id, locks: [gateway], onFailure: 'roll-back' });
  }
  await engine.close();
}

/** Which runs the cloud was called for, on one gateway, each as often as it took turns with another. */
function turnsOn(gateway: string, { server: { cloud } }: Scene): readonly string[] {
  const turns: string[] = [];
  for (const { name } of cloud.calls) {
    const [of, run = ''] = name.split('.');
    if (of === gateway && turns.at(-1) !== run) turns.push(run);
  }
  return turns;
}

function describeCrowds(harness: ProcessHarness): void {
  it('killed and frozen among workers loses its runs to them: one run at a time on a gateway, nothing lost, nothing twice', async () => {
    await onScene(harness, async (scene) => {
      await queuePlans(scene);
      const [killed, frozen] = [scene.begin({ command: 'work' }), scene.begin({ command: 'work' })];
      await scene.called(6);
      killed.signal('SIGKILL');
      frozen.signal('SIGSTOP');
      await killed.report;
      for (let round = 0; round < 3; round++)
        expect(await (await scene.beginLater({ command: 'work' })).report).toMatchObject({ state: 'worked' });
      frozen.signal('SIGCONT');
      await frozen.report;
      const { runs: ended } = await createEngine({ store: scene.store }).list();
      expect(ended.map(({ id, state }) => [id, state]).toSorted()).toEqual(
        runs.map((id) => [id, id.endsWith('2') ? 'rolled-back' : 'done']),
      );
      expectNothingTwice(scene);
      const kept = runs.filter((id) => id.endsWith('1'));
      expect(scene.server.cloud.things.toSorted()).toEqual(
        kept.flatMap((id) => ruleNames(rules).map((rule) => `${id[0]}.${id}.${rule}`)),
      );
      for (const gateway of ['a', 'b']) expect(turnsOn(gateway, scene)).toHaveLength(2);
    });
  });
}
