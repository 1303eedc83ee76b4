import { NatError, seconds } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type RenewalPolicy, renewByPolicy, summaryOf } from '../src/index.ts';
import { setScene } from './scene.ts';

const policy: RenewalPolicy = { expiresWithin: '45d', for: '1m', concurrency: 8 };

/** Due gateways in two accounts. */
async function setFleet() {
  const scene = await setScene();
  const create = async (alias: 'north' | 'south', count: number) => {
    const refs: string[] = [];
    for (let number = 1; number <= count; number += 1)
      refs.push(`${(await scene.create(alias, `${alias}-${number}`, 1)).ref}`);
    return refs;
  };
  const refs = { north: await create('north', 3), south: await create('south', 3) };
  const paid = () => [scene.north, scene.south].map(({ traffic }) => traffic.count('billing.renew'));
  const now = () => scene.clock.now();
  return { ...scene, refs, paid, now };
}

const noMoney = new NatError('payment-required', 'no money');

describe('a renewal of several accounts', () => {
  it('is a run with a part for each account, and tells of all gateways under its own id', async () => {
    const { engine, runs, refs, paid, now } = await setFleet();
    const { run, renewed } = await renewByPolicy(runs, policy, { now: now() });
    expect(new Set(renewed.map((one) => one.run))).toEqual(new Set([run]));
    expect(renewed.map(({ ref }) => ref).sort()).toEqual([...refs.north, ...refs.south].sort());
    const list = await engine.list();
    expect(list.runs.map(({ id, state }) => [id, state])).toEqual([
      [run, 'done'],
      [`${run}-1`, 'done'],
      [`${run}-2`, 'done'],
    ]);
    expect(paid()).toEqual([3, 3]);
  });

  it('is worked on by every worker of the store, each account by one of them', async () => {
    const { open, paid, now } = await setFleet();
    const shared = open({ share: true });
    const workers = [open(), open()];
    const { run } = await shared.runs.startRenewals(await shared.runs.planRenewals(policy, { now: now() }));
    const taken: string[] = [];
    const rounds = new AbortController();
    const working = workers.map(({ engine }) =>
      engine.work({
        ...{ signal: rounds.signal, concurrency: 1 },
        onRound: (round) => taken.push(...round.runs.map(({ id }) => id)),
      }),
    );
    expect(await run?.wait()).toMatchObject({ state: 'done' });
    rounds.abort();
    await Promise.all(working);
    expect(taken.sort()).toEqual([`${run?.id}-1`, `${run?.id}-2`]);
    expect(paid()).toEqual([3, 3]);
  });

  it('is worked on by its own process when no worker takes a part up for a while', async () => {
    const { open, paid, clock, now } = await setFleet();
    const { runs } = open({ share: true });
    const before = clock.now();
    expect((await renewByPolicy(runs, policy, { now: now() })).renewed).toHaveLength(6);
    expect(clock.now() - before).toBeGreaterThanOrEqual(seconds(10));
    expect(paid()).toEqual([3, 3]);
  });

  it('is finished by the next process when its own was closed with all its parts', async () => {
    const { engine, open, runs, paid, now } = await setFleet();
    const plan = await runs.planRenewals(policy, { now: now() });
    const { run } = await runs.startRenewals(plan);
    await engine.close();
    const other = open();
    const finished = await other.runs.finish();
    expect(finished).toMatchObject([{ run: run?.id, state: 'done', kinds: ['fleet.renew'] }]);
    expect(await other.runs.finish()).toEqual([]);
    expect(paid()).toEqual([3, 3]);
  });

  it('waits for a run that another process was faster to take, and never rejects for that', async () => {
    const { engine, open, runs, paid, now } = await setFleet();
    const { run } = await runs.startRenewals(await runs.planRenewals(policy, { now: now() }));
    await engine.stop(`${run?.id}`);
    const finished = await Promise.all([open().runs.finish(), open().runs.finish()]);
    for (const one of finished.filter(({ length }) => length > 0))
      expect(one).toMatchObject([{ run: run?.id, state: 'done' }]);
    expect(paid()).toEqual([3, 3]);
  });

  it('stops in all accounts after so many failures, and counts them once', async () => {
    const { north, south, refs, runs, paid, now } = await setFleet();
    for (const driver of [north, south])
      driver.faults.next({ is: 'refused', on: 'billing.renew', error: noMoney });
    const limited = { ...policy, concurrency: 2, stopAfter: 2 };
    const { failed, renewed } = await renewByPolicy(runs, limited, { now: now() });
    expect(failed.filter(({ code }) => code === 'payment-required')).toHaveLength(2);
    expect(failed.filter(({ message }) => message.includes('not started'))).toHaveLength(4);
    expect(renewed).toEqual([]);
    expect(paid()).toEqual([1, 1]);
    expect(failed).toHaveLength(refs.north.length + refs.south.length);
  });

  it('leaves out what somebody locked after it was planned, and renews the others', async () => {
    const { engine, refs, runs, paid, now } = await setFleet();
    const plan = await runs.planRenewals(policy, { now: now() });
    engine.procedure('held', 1, (run) =>
      run
        .now('begin')
        .then(() => run.sleep('long', seconds(1_000_000)))
        .then(() => null),
    );
    const [locked = ''] = refs.south;
    await engine.start('held', null, { id: 'migration', locks: [locked] });
    const { run } = await runs.startRenewals(plan);
    const outcome = await run?.wait();
    if (outcome?.state !== 'done') throw new Error(outcome?.state);
    const results = { run: `${run?.id}`, results: outcome.output as never };
    const { renewed, failed } = summaryOf(plan, [], results);
    expect(renewed).toHaveLength(5);
    expect(failed).toMatchObject([
      { ref: locked, code: 'conflict', message: expect.stringContaining('locked by run migration') },
    ]);
    expect(paid()).toEqual([3, 2]);
    await engine.close();
  });

  it('keeps its orders from others before its parts have begun', async () => {
    const { engine, open, runs, now } = await setFleet();
    const { run } = await runs.startRenewals(await runs.planRenewals(policy, { now: now() }));
    const elsewhere = await open().runs.planRenewals({ ...policy, for: '2m' }, { now: now() });
    expect(elsewhere.due).toEqual([]);
    expect(elsewhere.failed).toHaveLength(6);
    expect(new Set(elsewhere.failed.map(({ code }) => code))).toEqual(new Set(['conflict']));
    await run?.wait();
    await engine.close();
  });
});
