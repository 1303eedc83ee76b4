import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NatError } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { createMigrations, migrationOf, readPlan, renderPlan } from '../src/index.ts';
import { fill, type Scene, setScene } from './scene.ts';

/** A plan whose cut-over is a step; as version 2 stored it, for the gateway of `fill`. */
const stored = JSON.parse(
  await readFile(fileURLToPath(new URL('./fixtures/plan-of-version-2.json', import.meta.url)), 'utf8'),
);

const newEngine = ({ clock }: Scene) =>
  createEngine({ store: memoryStore(), clock, random: seededRandom(11) });

const newGateways = ({ nat }: Scene) => nat.cloud('new').gateways.list().toArray();

describe('a plan of version 2', () => {
  it('is read and shown', () => {
    const plan = readPlan(stored);
    expect([plan.version, plan.id]).toEqual([2, stored.id]);
    expect(renderPlan(plan)).toContain('start cut-over');
  });

  it('is applied to its end, through its hook', async () => {
    const scene = setScene();
    const { ref } = await fill(scene);
    const engine = newEngine(scene);
    const asked: string[] = [];
    const migrations = createMigrations({
      ...scene,
      engine,
      cutOver: async ({ source, target }) => void asked.push(`${source} → ${target}`),
    });
    const run = await migrations.apply(stored);
    expect(await run.wait()).toMatchObject({ state: 'done' });
    const [gateway] = await newGateways(scene);
    expect(asked).toEqual([`${ref} → ${gateway?.ref}`]);
    await expect(scene.nat.gateway(ref).get()).rejects.toMatchObject({ code: 'not-found' });
    const record = await engine.get(run.id);
    expect(record && migrationOf(record)).toBeUndefined();
  });

  it('is refused when it deletes its source and nobody confirms the cut-over', async () => {
    const scene = setScene();
    await fill(scene);
    const alone = createMigrations({ nat: scene.nat, engine: newEngine(scene), clock: scene.clock });
    await expect(alone.apply(stored)).rejects.toThrow(/no `cutOver` confirms that traffic has moved/);
  });

  it('whose cut-over fails has traffic moved back before the new gateway goes', async () => {
    const scene = setScene();
    const { ref } = await fill(scene);
    const asked: string[] = [];
    const migrations = createMigrations({
      ...scene,
      engine: newEngine(scene),
      cutOver: async () => {
        throw new NatError('failed-precondition', 'the routers do not answer');
      },
      revertCutOver: async ({ source }) => {
        asked.push(`${source}, ${(await newGateways(scene)).length} new`);
      },
    });
    const run = await migrations.apply(stored);
    expect(await run.wait()).toMatchObject({ state: 'failed', operations: ['cut-over'] });
    expect(await (await migrations.rollBack(run.id)).wait()).toMatchObject({ state: 'rolled-back' });
    expect([asked, await newGateways(scene)]).toEqual([[`${ref}, 1 new`], []]);
  });

  it('leaves the new gateway standing in a rollback once the source is being taken apart', async () => {
    const scene = setScene();
    await fill(scene);
    const cutOver = () => Promise.resolve();
    const migrations = createMigrations({ ...scene, engine: newEngine(scene), cutOver });
    const error = new NatError('forbidden', 'deleting is not allowed');
    scene.from.faults.next({ is: 'refused', on: 'gateways.delete', error });
    const run = await migrations.apply(stored);
    expect(await run.wait()).toMatchObject({ state: 'failed', operations: ['delete-source'] });
    for (const _ of [1, 2])
      expect(await (await migrations.rollBack(run.id)).wait()).toMatchObject({ state: 'rollback-failed' });
    expect(await newGateways(scene)).toHaveLength(1);
  });
});
