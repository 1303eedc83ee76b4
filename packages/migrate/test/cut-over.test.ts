import { hours, NatError, valuesOf } from '@polynat/core';
import { createEngine, type Engine, memoryStore, type RunEvent, type RunHandle } from '@polynat/engine';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import {
  createMigrations,
  exportGateway,
  type Mapping,
  type MigrationPlan,
  planCreation,
  planMigration,
  purchasesOf,
  readMigrated,
  renderPlan,
} from '../src/index.ts';
import { fill, type Scene, setScene } from './scene.ts';
import { applyThrough, by } from './through.ts';

const newGateways = ({ nat }: Scene) => nat.cloud('new').gateways.list().toArray();

interface Waiting extends Scene {
  readonly plan: MigrationPlan;
  readonly source: string;
  /** Public IPs of the source. */
  readonly ips: readonly [string, string];
  readonly run: string;
}

/** A migration that is awaiting its cut-over. */
async function waiting(further: Partial<Mapping> = {}, store = memoryStore()): Promise<Waiting> {
  const scene = setScene({}, store);
  const { ref, addresses, mapping } = await fill(scene);
  const { nat, clock, migrations } = scene;
  const plan = await planMigration(nat, ref, { to: 'new', mapping: { ...mapping, ...further }, clock });
  expect(await (await migrations.apply(plan)).wait()).toMatchObject({ state: 'waiting', name: 'cut-over' });
  return { ...scene, plan, source: ref, ips: addresses, run: plan.id };
}

/** One whose traffic uses the new gateway. */
async function switched(further: Partial<Mapping> = {}): Promise<Waiting> {
  const scene = await waiting(further);
  const run = await scene.migrations.cutOver(scene.run, { by });
  expect(await run.wait()).toMatchObject({ state: 'waiting' });
  return scene;
}

const addRule = ({ nat }: Scene, ref: string, ip: string) =>
  nat.gateway(ref).snat.add({ source: { cidr: '10.0.0.128/26' }, through: [ip] });

const target = async ({ migrations, run }: Waiting): Promise<string> =>
  (await migrations.get(run))?.target ?? '';

async function undoneBy(run: RunHandle): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const event of run.events() as AsyncIterable<RunEvent>)
    if (event.type === 'undone') names.push(event.name);
  return names;
}

describe('a migration that awaits its cut-over', () => {
  it('has built and verified the new gateway, left the source alone, and tells what to switch', async () => {
    const scene = await waiting();
    const [gateway] = await newGateways(scene);
    const migration = await scene.migrations.get(scene.run);
    expect(migration).toMatchObject({
      run: scene.run,
      state: 'awaiting-cut-over',
      source: scene.source,
      target: `${gateway?.ref}`,
      deletesSource: false,
    });
    expect(migration?.pairs).toEqual(
      scene.ips.map((from, index) => ({ from, to: gateway?.addresses[index]?.ip })),
    );
    expect((await exportGateway(scene.nat, scene.source)).snat).toHaveLength(3);
  });

  it('keeps its locks, and stays as it is when it is applied or resumed again', async () => {
    const scene = await waiting();
    for (const again of [scene.migrations.apply(scene.plan), scene.migrations.resume(scene.run)])
      expect(await (await again).wait()).toMatchObject({ state: 'waiting', name: 'cut-over' });
    const mapping = { network: { vpc: 'vpc-main' }, otherAddresses: 'allocate' as const };
    const other = await planMigration(scene.nat, scene.source, {
      to: 'new',
      mapping: { ...mapping, name: 'second' },
      clock: scene.clock,
    });
    await expect(scene.migrations.apply(other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('goes on in another process, once traffic was stated to be switched, and notes who said so', async () => {
    const store = memoryStore();
    const scene = await waiting({}, store);
    await scene.engine.close();
    const engine = createEngine({ store, clock: scene.clock, random: seededRandom(3) });
    const migrations = createMigrations({ nat: scene.nat, engine, clock: scene.clock });
    expect(await (await migrations.cutOver(scene.run, { by })).wait()).toMatchObject({ name: 'finalize' });
    expect(await migrations.get(scene.run)).toMatchObject({
      state: 'awaiting-finalize',
      cutOver: { by, at: expect.any(Number) },
    });
    expect((await engine.get(scene.run))?.answers).toMatchObject([{ name: 'cut-over', by, state: 'taken' }]);
  });

  it('is not cut over while the new gateway does something else, unless that is accepted', async () => {
    const scene = await waiting();
    const [rule] = await scene.nat
      .gateway(await target(scene))
      .snat.list()
      .take(1);
    await scene.nat.gateway(await target(scene)).snat.remove(rule?.id ?? '');
    const refused = scene.migrations.cutOver(scene.run, { by });
    await expect(refused).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(/does not do what the plan asks: from 10\.0\.0\.0: no SNAT/),
      outcome: 'none',
    });
    expect(await scene.migrations.get(scene.run)).toMatchObject({ state: 'awaiting-cut-over' });
    const accepted = await scene.migrations.cutOver(scene.run, { by, acceptDrift: true });
    expect(await accepted.wait()).toMatchObject({ name: 'finalize' });
  });

  it('is not cut over when the source has got a rule that the new gateway lacks', async () => {
    const scene = await waiting();
    await addRule(scene, scene.source, scene.ips[0]);
    await expect(scene.migrations.check(scene.run)).rejects.toThrow(/has changed since the plan was made/);
    await expect(scene.migrations.cutOver(scene.run, { by })).rejects.toThrow(/has changed/);
  });

  it('is not finalized before it is cut over', async () => {
    const scene = await waiting();
    await expect(scene.migrations.finalize(scene.run, { by })).rejects.toMatchObject({
      code: 'failed-precondition',
      remedy: expect.stringContaining('cut-over'),
    });
  });

  it('is rolled back only when somebody states that traffic uses the source', async () => {
    const scene = await waiting();
    const refused = scene.migrations.rollBack(scene.run);
    await expect(refused).rejects.toMatchObject({ field: 'switchedBack', outcome: 'none' });
    expect(await newGateways(scene)).toHaveLength(1);
    const back = await scene.migrations.rollBack(scene.run, { switchedBack: true, by });
    expect(await back.wait()).toMatchObject({ state: 'rolled-back' });
    expect(await newGateways(scene)).toEqual([]);
    expect((await scene.engine.get(scene.run))?.statements).toMatchObject([{ by }]);
  });
});

describe('a migration that is cut over', () => {
  it('is rolled back newest first, and leaves nothing', async () => {
    const scene = await waiting();
    const free = (await scene.nat.cloud('new').addresses.list().toArray()).length;
    await (await scene.migrations.cutOver(scene.run, { by })).wait();
    const undone = await undoneBy(await scene.migrations.rollBack(scene.run, { switchedBack: true, by }));
    expect(undone[0]).toBe('traffic-switch');
    expect(undone.at(-1)).toMatch(/^allocate\//);
    expect(await newGateways(scene)).toEqual([]);
    expect((await scene.nat.cloud('new').addresses.list().toArray()).length).toBe(free - 2);
    const { bought, undone: returned, left } = purchasesOf((await scene.engine.get(scene.run)) ?? none);
    expect([bought.length, returned.length, left]).toEqual([3, 3, []]);
  });

  it('is not rolled back to a source that no longer does what it did, unless that is accepted', async () => {
    const scene = await switched();
    await addRule(scene, scene.source, scene.ips[0]);
    const told = { switchedBack: true, by };
    const refused = scene.migrations.rollBack(scene.run, told);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining(`${scene.source} has changed`),
      remedy: expect.stringContaining('--accept-drift'),
      outcome: 'none',
    });
    expect(await scene.migrations.get(scene.run)).toMatchObject({ state: 'awaiting-finalize' });
    const back = await scene.migrations.rollBack(scene.run, { ...told, acceptDrift: true });
    expect(await back.wait()).toMatchObject({ state: 'rolled-back' });
    expect(await newGateways(scene)).toEqual([]);
  });

  it('keeps the new gateway when the source is gone at the moment of the rollback', async () => {
    const scene = await switched();
    const { nat, source } = scene;
    await nat.gateway(source).delete({ cascade: true });
    await expect(scene.migrations.rollBack(scene.run, { switchedBack: true, by })).rejects.toThrow(
      /not there any more/,
    );
    // Whoever asks the engine itself meets the same check, before anything is deleted.
    const back = await scene.engine.rollBack(scene.run, { by });
    expect(await back.wait()).toMatchObject({
      state: 'rollback-failed',
      failure: { code: 'failed-precondition' },
    });
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('is cut over once: a second statement changes nothing', async () => {
    const scene = await switched();
    const again = await scene.migrations.cutOver(scene.run, { by: 'somebody else' });
    expect(await again.wait()).toMatchObject({ state: 'waiting', name: 'finalize' });
    expect(await scene.migrations.get(scene.run)).toMatchObject({ cutOver: { by } });
  });
});

describe('a migration that is finalized', () => {
  it('leaves its source when the plan does not delete it, and cannot be rolled back any more', async () => {
    const scene = await switched();
    const outcome = await (await scene.migrations.finalize(scene.run, { by })).wait();
    if (outcome.state !== 'done') throw new Error(`ended ${outcome.state}`);
    expect(readMigrated(outcome.output).ref).toBe(await target(scene));
    expect((await scene.nat.gateway(scene.source).get()).state).toBe('available');
    const back = scene.migrations.rollBack(scene.run, { switchedBack: true, by });
    await expect(back).rejects.toMatchObject({ code: 'failed-precondition' });
    expect(await newGateways(scene)).toHaveLength(1);
    expect(await scene.migrations.get(scene.run)).toMatchObject({ state: 'done', finalized: { by } });
  });

  it('deletes its source when the plan says so, and only then', async () => {
    const scene = await switched({ deleteSource: true });
    expect((await scene.nat.gateway(scene.source).get()).state).toBe('available');
    const outcome = await (await scene.migrations.finalize(scene.run, { by })).wait();
    expect(outcome).toMatchObject({ state: 'done' });
    await expect(scene.nat.gateway(scene.source).get()).rejects.toMatchObject({ code: 'not-found' });
    expect(scene.from.freeAddresses()).toHaveLength(4);
  });

  it('leaves the source alone when a rule was added to it meanwhile, unless that is accepted', async () => {
    const scene = await switched({ deleteSource: true });
    await addRule(scene, scene.source, scene.ips[0]);
    await expect(scene.migrations.finalize(scene.run, { by })).rejects.toThrow(/has changed/);
    expect((await exportGateway(scene.nat, scene.source)).snat).toHaveLength(4);
    const accepted = await scene.migrations.finalize(scene.run, { by, acceptDrift: true });
    expect(await accepted.wait()).toMatchObject({ state: 'done' });
    await expect(scene.nat.gateway(scene.source).get()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('once the source is being taken apart is not rolled back, and goes on deleting it', async () => {
    const scene = await switched({ deleteSource: true });
    const error = new NatError('forbidden', 'deleting is not allowed');
    scene.from.faults.next({ is: 'refused', on: 'gateways.delete', error });
    const failed = await (await scene.migrations.finalize(scene.run, { by })).wait();
    expect(failed).toMatchObject({ state: 'failed', operations: ['delete-source'] });
    const back = scene.migrations.rollBack(scene.run, { switchedBack: true, by });
    await expect(back).rejects.toThrow(/is being deleted, and may have lost rules/);
    expect(await newGateways(scene)).toHaveLength(1);
    expect(await (await scene.migrations.finalize(scene.run, { by })).wait()).toMatchObject({
      state: 'done',
    });
    await expect(scene.nat.gateway(scene.source).get()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('deletes a source with more rules than fit on a page', async () => {
    const scene = setScene();
    const { ref, addresses, mapping } = await fill(scene);
    const more = Array.from({ length: 130 }, (_, index) => ({
      protocol: 'tcp' as const,
      public: { address: addresses[0], ports: 5_000 + index },
      private: { address: '10.0.0.7', ports: 5_000 + index },
    }));
    valuesOf(await scene.nat.gateway(ref).dnat.addAll(more));
    const plan = await planMigration(scene.nat, ref, {
      to: 'new',
      mapping: { ...mapping, deleteSource: true },
    });
    expect(await applyThrough(scene.migrations, plan)).toMatchObject({ state: 'done' });
    await expect(scene.nat.gateway(ref).get()).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a soak', () => {
  it('keeps both gateways for its time, and notes how they differ meanwhile', async () => {
    const scene = await switched({ soak: '24h' });
    const { clock, engine, migrations, run } = scene;
    const begun = (await migrations.get(run))?.cutOver?.at ?? 0;
    expect(await migrations.get(run)).toMatchObject({ state: 'soaking', soak: { until: begun + hours(24) } });
    await expect(migrations.finalize(run, { by })).rejects.toThrow(/keeps both gateways until/);
    await addRule(scene, scene.source, scene.ips[0]);
    await clock.advance(begun + hours(1) - clock.now());
    await worked(engine);
    expect((await migrations.get(run))?.soak?.watched).toEqual([
      { at: expect.any(Number), source: 'changed', target: [] },
    ]);
    const [extra] = await scene.nat
      .gateway(scene.source)
      .snat.list()
      .toArray()
      .then((rules) => rules.slice(-1));
    await scene.nat.gateway(scene.source).snat.remove(extra?.id ?? '');
    await clock.advance(begun + hours(24) - clock.now());
    expect(await (await migrations.finalize(run, { by })).wait()).toMatchObject({ state: 'done' });
    expect((await migrations.get(run))?.soak?.watched.at(-1)).toMatchObject({ source: 'same', target: [] });
  });

  it('can be rolled back', async () => {
    const scene = await switched({ soak: '7d' });
    const back = await scene.migrations.rollBack(scene.run, { switchedBack: true, by });
    expect(await back.wait()).toMatchObject({ state: 'rolled-back' });
  });

  it('does not end by an answer', async () => {
    const scene = await switched({ soak: '2h' });
    await scene.engine.signal(scene.run, 'soak/1', { over: true }, by);
    await (await scene.engine.resume(scene.run)).wait();
    expect(await scene.migrations.get(scene.run)).toMatchObject({ state: 'soaking' });
  });

  it.each(['24', 'a day', '0h', '1.5h', ''])('of "%s" is refused', async (soak) => {
    const scene = setScene();
    const { ref, mapping } = await fill(scene);
    const planning = planMigration(scene.nat, ref, { to: 'new', mapping: { ...mapping, soak } });
    await expect(planning).rejects.toMatchObject({ code: 'invalid-argument', field: 'soak' });
  });
});

/** One round of a worker, to its end. */
async function worked(engine: Engine): Promise<void> {
  const { runs } = await engine.catchUp();
  await Promise.all(runs.map((run) => run.wait()));
}

describe('a plan', () => {
  it('tells what follows once the new gateway is verified', async () => {
    const { plan } = await waiting({ soak: '24h', deleteSource: true });
    const text = renderPlan(plan);
    expect(text).toContain('polynat cut-over RUN');
    expect(text).toContain('keep both gateways for 24h');
    expect(text).toMatch(/finalize[\s\S]*delete source old:here/);
  });

  it('from a document alone has nothing to cut over', async () => {
    const scene = setScene();
    const { ref, mapping } = await fill(scene);
    const document = await exportGateway(scene.nat, ref);
    const plan = await planCreation(scene.nat, document, { to: 'new', mapping: { ...mapping, soak: '24h' } });
    expect(plan.cutOver).toBeUndefined();
    expect(await (await scene.migrations.apply(plan)).wait()).toMatchObject({ state: 'done' });
    await expect(scene.migrations.cutOver(plan.id, { by })).rejects.toThrow(/has no cut-over/);
  });
});

const none = { steps: [], state: 'done' } as const;
