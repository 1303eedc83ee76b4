import { NatError } from '@polynat/core';
import { createEngine, type RunRecord } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { earlierOrders, renewalOrders } from '../src/earlier-orders.ts';
import { createFleetRuns, type RenewalPolicy, readRenewalPolicy, renewByPolicy } from '../src/index.ts';
import { setScene } from './scene.ts';

const policy: RenewalPolicy = { expiresWithin: '45d', for: '1m' };
const noMoney = new NatError('payment-required', 'no money');

/** A fleet of which `red` and `green` are due. */
async function setFleet() {
  const scene = await setScene();
  const gateways = {
    red: await scene.create('north', 'red', 1, { team: 'shop' }),
    green: await scene.create('south', 'green', 1, { team: 'search' }),
    grey: await scene.create('south', 'grey', 12),
    metered: await scene.create('north', 'metered'),
  };
  const renew = (changes: Partial<RenewalPolicy> = {}) =>
    renewByPolicy(scene.runs, { ...policy, ...changes }, { now: scene.clock.now() });
  const paid = () => [scene.north, scene.south].map(({ traffic }) => traffic.count('billing.renew'));
  return { ...scene, gateways, renew, paid };
}

describe('a renewal by policy', () => {
  it('renews what is due once, however often it runs, and gives a reason for every other gateway', async () => {
    const { gateways, renew, paid } = await setFleet();
    const { red, green, grey, metered } = gateways;
    const first = await renew();
    expect(first.renewed.map(({ ref }) => ref).sort()).toEqual([`${red.ref}`, `${green.ref}`]);
    expect(first.failed).toEqual([]);
    expect(Object.fromEntries(first.skipped.map(({ ref, reason }) => [ref, reason]))).toEqual({
      [`${grey.ref}`]: 'not-due',
      [`${metered.ref}`]: 'not-prepaid',
    });
    const second = await renew();
    expect([second.run, second.renewed]).toEqual([null, []]);
    expect(second.skipped).toHaveLength(4);
    expect(paid()).toEqual([1, 1]);
  });

  it('does not pay for the next term before the one that it paid for has begun', async () => {
    const { gateways, renew, paid, clock } = await setFleet();
    const wide = { expiresWithin: '90d', gateways: { name: 'red' } };
    const { run } = await renew(wide);
    const again = await renew(wide);
    expect([again.run, again.skipped]).toEqual([
      null,
      expect.arrayContaining([
        expect.objectContaining({
          ref: `${gateways.red.ref}`,
          reason: 'renewed-before',
          why: `run ${run} has paid for a term that has not begun yet`,
        }),
      ]),
    ]);
    expect(paid()).toEqual([1, 0]);
    await clock.advance(32 * 86_400_000);
    expect((await renew(wide)).renewed).toHaveLength(1);
    expect(paid()).toEqual([2, 0]);
  });

  it('does not pay twice for one that had expired before it was paid, when it is started twice', async () => {
    const { gateways, renew, paid, clock } = await setFleet();
    const wide = { expiresWithin: '90d', gateways: { name: 'red' } };
    await clock.advance(32 * 86_400_000);
    const { run, renewed } = await renew(wide);
    expect(renewed).toHaveLength(1);
    const { skipped } = await renew(wide);
    expect(skipped.find(({ ref }) => ref === `${gateways.red.ref}`)).toMatchObject({
      reason: 'renewed-before',
      why: `run ${run} has paid for it within a day`,
    });
    expect(paid()).toEqual([1, 0]);
  });

  it.each<[string, RenewalPolicy['gateways']]>([
    ['the alias', { clouds: ['north'] }],
    ['the name', { name: 'r*' }],
    ['the tag', { tags: { team: 'sh*' } }],
  ])('selects by %s', async (_, selection) => {
    const { gateways, renew } = await setFleet();
    const { renewed } = await renew({ gateways: selection ?? {} });
    expect(renewed.map(({ ref }) => ref)).toEqual([`${gateways.red.ref}`]);
  });

  it('selects by network, and says why a gateway is excluded', async () => {
    const { gateways, renew } = await setFleet();
    const { renewed, skipped } = await renew({ gateways: { networks: ['vpc-of-nobody'] } });
    expect(renewed).toEqual([]);
    expect(skipped).toHaveLength(4);
    const { ref, placement } = gateways.red;
    expect(skipped).toContainEqual(
      expect.objectContaining({
        ref: `${ref}`,
        reason: 'excluded',
        why: `network ${placement.vpc} is not in the policy`,
      }),
    );
  });

  it.each([
    ['purchases', { purchases: 1 }, '1 purchase(s)'],
    ['months', { months: 1 }, '1 month(s)'],
  ])('stays below the ceiling of %s and names what is beyond it', async (_, ceilings, words) => {
    const { renew, paid } = await setFleet();
    const { renewed, skipped } = await renew({ ceilings });
    expect(renewed).toHaveLength(1);
    expect(skipped).toContainEqual(
      expect.objectContaining({ reason: 'beyond-ceiling', why: `the ceiling of a run is ${words}` }),
    );
    expect(paid().reduce((sum, count) => sum + count)).toBe(1);
  });

  it('goes on past a failure, and tries that gateway again the next time', async () => {
    const { gateways, north, renew, paid } = await setFleet();
    north.faults.next({ is: 'refused', on: 'billing.renew', error: noMoney });
    const first = await renew();
    expect(first).toMatchObject({
      renewed: [{ ref: `${gateways.green.ref}` }],
      failed: [{ ref: `${gateways.red.ref}`, code: 'payment-required', run: first.run }],
    });
    const second = await renew();
    expect(second.run).not.toBe(first.run);
    expect(second).toMatchObject({ renewed: [{ ref: `${gateways.red.ref}` }], failed: [] });
    expect(paid()).toEqual([2, 1]);
  });

  it('starts no further renewal after as many failures as the policy allows', async () => {
    const { gateways, north, renew, paid } = await setFleet();
    north.faults.next({ is: 'refused', on: 'billing.renew', error: noMoney });
    const { failed } = await renew({ stopAfter: 1, concurrency: 1 });
    expect(failed).toMatchObject([
      { ref: `${gateways.red.ref}` },
      { ref: `${gateways.green.ref}`, message: expect.stringContaining('not started') },
    ]);
    expect(paid()).toEqual([1, 0]);
  });

  it('names a cloud whose gateways cannot be listed, and renews the others', async () => {
    const { gateways, north, renew } = await setFleet();
    north.faults.next({ is: 'refused', error: new NatError('unauthenticated', 'no keys') });
    expect(await renew()).toMatchObject({
      renewed: [{ ref: `${gateways.green.ref}` }],
      failed: [{ cloud: 'north', code: 'unauthenticated' }],
    });
  });

  it('leaves out a gateway that another run has locked', async () => {
    const { engine, gateways, renew, paid } = await setFleet();
    const { ref } = gateways.red;
    engine.procedure('held', 1, async (run) => ({
      answer: `${(await run.waitFor('never', { schema: z.json() })).by}`,
    }));
    await engine.start('held', null, { id: 'migration', locks: [`${ref}`] });
    expect(await renew()).toMatchObject({
      renewed: [{ ref: `${gateways.green.ref}` }],
      failed: [{ ref: `${ref}`, code: 'conflict', message: expect.stringContaining('migration') }],
    });
    expect(paid()).toEqual([0, 1]);
  });

  it('finishes what a stopped process left, under the same run', async () => {
    const { clock, engine, gateways, renew, runs, paid } = await setFleet();
    const { run } = await runs.startRenewals(await runs.planRenewals(policy, { now: clock.now() }));
    await engine.stop(run?.id ?? '');
    const { renewed } = await renew();
    expect(renewed.map((one) => one.run)).toEqual([run?.id, run?.id]);
    expect(renewed.map(({ ref }) => ref).sort()).toEqual(
      [gateways.red, gateways.green].map(({ ref }) => `${ref}`),
    );
    expect(paid()).toEqual([1, 1]);
  });

  it('attaches two processes with the same plan to one run', async () => {
    const { clock, clouds, store, runs, paid } = await setFleet();
    const other = createFleetRuns({ clouds, engine: createEngine({ store, clock }) });
    const plans = [runs, other].map((each) => each.planRenewals(policy, { now: clock.now() }));
    const [own, others] = await Promise.all(plans);
    expect(own?.id).toBe(others?.id);
    if (!own || !others) throw new Error('there is no plan');
    await (await runs.startRenewals(own)).run?.wait();
    await (await other.startRenewals(others)).run?.wait();
    expect(paid()).toEqual([1, 1]);
  });

  it('leaves to a person what an earlier run may have paid', async () => {
    const { clock, clouds, gateways, north, runs, paid } = await setFleet();
    const unknown = new NatError('internal', 'odd answer', { outcome: 'unknown' });
    north.faults.next({ is: 'refused', on: 'billing.renew', error: unknown });
    const renew = () => renewByPolicy(runs, policy, { now: clock.now() });
    expect((await renew()).failed).toMatchObject([{ ref: `${gateways.red.ref}`, code: 'internal' }]);
    expect((await renew()).failed).toMatchObject([
      { ref: `${gateways.red.ref}`, message: expect.stringContaining('may have paid') },
    ]);
    expect(await clouds.gateway(gateways.red.ref).billing()).toEqual(gateways.red.billing);
    expect(paid()).toEqual([1, 1]);
  });
});

describe('earlier orders', () => {
  const input = (refs: readonly string[]) => ({
    operations: refs.map((ref) => ({
      ...{ name: ref, kind: 'fleet.renew' },
      args: { ref, term: { months: 1 }, expires: 7 },
    })),
    concurrency: 4,
  });
  const step = (name: string, state: 'done' | 'failed', outcome?: 'none' | 'unknown') => ({
    ...{ name, kind: 'fleet.renew', args: null, state },
    ...(outcome && { failure: { code: 'internal' as const, message: 'm', outcome } }),
  });
  const record = (changes: Partial<RunRecord>): RunRecord => ({
    ...{ id: 'r', procedure: 'polynat.fleet', version: 1, input: null, locks: [], state: 'done' },
    ...{ direction: 'forward', created: 0, steps: [], statements: [], answers: [] },
    ...changes,
  });

  it('are known by gateway and expiry, and a renewal counts for ever', () => {
    const steps = [step('a', 'done'), step('b', 'failed', 'none'), step('c', 'failed', 'unknown')];
    const runs = [
      record({ id: 'first', input: input(['a', 'b', 'c', 'd']), steps }),
      record({ id: 'second', input: input(['a', 'b']), state: 'suspended' }),
    ];
    const orders = earlierOrders(runs, renewalOrders);
    expect([...orders].map(([key, { run, state }]) => [key, run, state])).toEqual([
      ['a 7', 'first', 'paid'],
      ['b 7', 'second', 'open'],
      ['c 7', 'first', 'unknown'],
      ['d 7', 'first', 'unpaid'],
    ]);
  });
});

describe('a policy', () => {
  it.each([
    ['no window', { for: '1m' }, 'expiresWithin', '`expiresWithin: 30d`'],
    ['a window without a unit', { expiresWithin: '30', for: '1m' }, 'expiresWithin', '`expiresWithin: 30d`'],
    ['a term of days', { expiresWithin: '30d', for: '3d' }, 'for', '`for: 1m`'],
    [
      'a ceiling of nothing',
      { ...policy, ceilings: { purchases: 0 } },
      'ceilings.purchases',
      'purchases: 20',
    ],
    ['an unknown selection', { ...policy, gateways: { regions: ['bj'] } }, 'gateways', 'clouds'],
    ['an unknown member', { ...policy, renew: 'all' }, 'policy', 'stopAfter'],
    ['no object', 'all', 'policy', 'expiresWithin'],
  ])('with %s is refused with field and remedy', (_, input, field, remedy) => {
    expect(() => readRenewalPolicy(input)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field, remedy: expect.stringContaining(remedy) }),
    );
  });

  it('that names an unknown alias is refused before anything is read', async () => {
    const { renew, north } = await setFleet();
    const before = north.traffic.count('gateways.list');
    await expect(renew({ gateways: { clouds: ['nroth'] } })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'gateways.clouds',
      remedy: 'use one of: north, south',
    });
    expect(north.traffic.count('gateways.list')).toBe(before);
  });
});
