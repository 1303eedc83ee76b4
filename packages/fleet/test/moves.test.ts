import { NatError } from '@polynat/core';
import { planMigration } from '@polynat/migrate';
import { describe, expect, it } from 'vitest';
import {
  type FleetMoves,
  type MovePolicy,
  type MovesPlan,
  moveResultsIn,
  movesSummaryOf,
  readMovePolicy,
} from '../src/index.ts';
import { setScene } from './scene.ts';

/** Three gateways in the north, to be migrated to the south. */
async function setFleet() {
  const scene = await setScene();
  const gateways = [];
  for (const name of ['red', 'green', 'blue']) gateways.push(await scene.create('north', name));
  const [network] = await scene.clouds.use('south').networks.list().take(1);
  const [subnet] = await scene.clouds.use('south').networks.subnets(`${network?.id}`).take(1);
  const mapping = {
    network: { vpc: `${network?.id}`, ...(subnet && { subnet: subnet.id }) },
    size: { tier: 'small' },
  } as const;
  const policy: MovePolicy = { to: 'south', mapping };
  const plan = (changes: Partial<MovePolicy> = {}) =>
    scene.moves.plan({ ...policy, ...changes }, { clock: scene.clock });
  const run = async (planned: MovesPlan, moves: FleetMoves = scene.moves) => {
    const started = await moves.start(planned);
    const [current] = moveResultsIn(started.id, await started.wait());
    return movesSummaryOf(planned, [], current);
  };
  const refs = gateways.map(({ ref }) => `${ref}`);
  const created = () => scene.south.traffic.count('gateways.create');
  return { ...scene, gateways, refs, mapping, policy, plan, run, created };
}

const noQuota = new NatError('quota-exceeded', 'the account has as many as it may');

describe('a job that migrates many gateways', () => {
  it('brings each to cut-over in a run of its own, which goes on alone', async () => {
    const { migrations, plan, run, refs, created } = await setFleet();
    const { migrated, skipped, failed } = await run(await plan());
    expect(migrated.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
    expect([skipped, failed]).toEqual([[], []]);
    expect(new Set(migrated.map(({ state }) => state))).toEqual(new Set(['awaiting-cut-over']));
    const [first] = migrated;
    const { state } = await (await migrations.cutOver(`${first?.run}`, { by: 'me' })).wait();
    expect(state).toBe('waiting');
    expect(
      await (await migrations.rollBack(`${migrated[1]?.run}`, { switchedBack: true })).wait(),
    ).toMatchObject({ state: 'rolled-back' });
    expect(created()).toBe(3);
  });

  it('does nothing twice: what is under way is told with its run', async () => {
    const { plan, run, created } = await setFleet();
    const { migrated } = await run(await plan());
    const again = await plan();
    expect(again.moves).toEqual([]);
    expect(again.skipped).toMatchObject(
      migrated.map(({ run: id }) => ({
        reason: 'under-way',
        run: expect.any(String),
        why: expect.any(String),
        ...(id && {}),
      })),
    );
    expect(created()).toBe(3);
  });

  it('starts no further one after so many failures, and names every gateway', async () => {
    const { plan, run, south, created } = await setFleet();
    south.faults.next({ is: 'refused', on: 'gateways.create', error: noQuota });
    const { migrated, failed } = await run(await plan({ concurrency: 1, stopAfter: 1 }));
    expect(migrated).toEqual([]);
    expect(failed).toHaveLength(3);
    expect(failed[0]).toMatchObject({
      code: 'quota-exceeded',
      remedy: expect.stringContaining('resume run'),
    });
    expect(failed.slice(1).map(({ message }) => message)).toEqual([
      expect.stringContaining('not started'),
      expect.stringContaining('not started'),
    ]);
    expect(created()).toBe(1);
  });

  it('goes on past a failure, and names the run to resume the next time', async () => {
    const { plan, run, south, migrations } = await setFleet();
    south.faults.next({ is: 'refused', on: 'gateways.create', error: noQuota });
    const first = await run(await plan());
    expect([first.migrated.length, first.failed.length]).toEqual([2, 1]);
    const next = await plan();
    expect(next.failed).toMatchObject([
      { ref: first.failed[0]?.ref, code: 'conflict', run: expect.any(String) },
    ]);
    const resumed = await (await migrations.resume(`${next.failed[0]?.run}`)).wait();
    expect(resumed).toMatchObject({ state: 'waiting', name: 'cut-over' });
  });

  it('stays below its ceilings, and never works on more than allowed at a time', async () => {
    const { plan, refs } = await setFleet();
    const { moves, skipped } = await plan({ ceilings: { gateways: 2 } });
    expect(moves).toHaveLength(2);
    expect(skipped).toMatchObject([
      { ref: refs.at(-1), reason: 'beyond-ceiling', why: 'the ceiling of a job is 2 gateway(s)' },
    ]);
    const few = await plan({ ceilings: { purchases: 1 } });
    expect([few.moves.length, few.skipped.length]).toEqual([1, 2]);
  });

  it('takes plans from files: each once, and names those it cannot use', async () => {
    const { clouds, clock, moves, run, refs, mapping } = await setFleet();
    const planOf = (ref: string, decided: object = mapping) =>
      planMigration(clouds, ref, { to: 'south', mapping: decided, clock });
    const [red, green] = [await planOf(`${refs[0]}`), await planOf(`${refs[1]}`)];
    const other = await planOf(`${refs[0]}`, { ...mapping, name: 'other' });
    const named = [red, other, green].map((plan, index) => ({ file: `${index}.json`, plan }));
    const unreadable = [{ file: 'notes.yaml', message: 'no plan' }];
    const planned = await moves.planSealed(named, unreadable);
    expect(planned.moves.map(({ plan }) => plan.id)).toEqual([red.id, green.id]);
    expect(planned.failed).toMatchObject([{ file: 'notes.yaml' }, { ref: refs[0], code: 'conflict' }]);
    expect((await run(planned)).migrated.map(({ run: id }) => id)).toEqual([red.id, green.id]);
    expect((await moves.planSealed(named)).skipped).toMatchObject([
      { reason: 'under-way', run: red.id },
      { reason: 'under-way', run: green.id },
    ]);
  });

  it('is finished by the next process, and buys nothing twice', async () => {
    const { engine, open, plan, moves, created, refs } = await setFleet();
    const started = await moves.start(await plan());
    await engine.stop(started.id);
    await engine.close();
    const other = open();
    const [results] = await other.moves.finish();
    expect(Object.keys(results?.results ?? {}).sort()).toEqual([...refs].sort());
    expect(await other.moves.finish()).toEqual([]);
    expect(created()).toBe(3);
  });

  it('is left to workers where they share the store, and its process does what none of them takes up', async () => {
    const { open, plan, created } = await setFleet();
    const shared = open({ share: true });
    const started = await shared.moves.start(await plan());
    expect(await started.wait()).toMatchObject({ state: 'done' });
    expect(created()).toBe(3);
  });
});

describe('a policy of migrations', () => {
  const mapping = { network: { vpc: 'v' } };
  it.each([
    ['no target', { mapping }, 'to', 'write the alias'],
    ['a mapping without network', { to: 'south', mapping: {} }, 'mapping.network', undefined],
    [
      'a ceiling of nothing',
      { to: 'south', mapping, ceilings: { gateways: 0 } },
      'ceilings.gateways',
      'purchases: 30',
    ],
    ['an unknown member', { to: 'south', mapping, from: 'north' }, 'policy', 'stopAfter'],
    [
      'an unknown decision for one gateway',
      { to: 'south', mapping, each: { 'north:n/1': { size: 7 } } },
      'each.north:n/1.size',
      undefined,
    ],
  ])('with %s is refused with its field', (_, input, field, remedy) => {
    expect(() => readMovePolicy(input)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        field,
        ...(remedy !== undefined && { remedy: expect.stringContaining(remedy) }),
      }),
    );
  });
});
