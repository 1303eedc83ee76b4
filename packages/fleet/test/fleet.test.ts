import { createNat, days, NatError } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { exportGateway } from '@polynat/migrate';
import { memoryDriver } from '@polynat/testkit';
import { describe, expect, it, vi } from 'vitest';
import { createFleetRuns, driftOf, expiringWithin, inventory } from '../src/index.ts';
import { setScene } from './scene.ts';

describe('an inventory', () => {
  it('holds the gateways of every cloud that answers, and tells who does not', async () => {
    const { clouds, create, south } = await setScene();
    await create('north', 'one');
    await create('south', 'two');
    south.faults.next({ is: 'refused', error: new NatError('unauthenticated', 'no keys') });
    const { gateways, failures } = await inventory(clouds);
    expect(gateways.map(({ name }) => name)).toEqual(['one']);
    expect(failures).toMatchObject([{ cloud: 'south', error: { code: 'unauthenticated' } }]);
  });

  it('tells what ends soon, soonest first, and never what is paid by use', async () => {
    const { clouds, clock, create } = await setScene();
    await create('north', 'later', 3);
    await create('south', 'sooner', 1);
    await create('south', 'metered');
    const { gateways } = await inventory(clouds);
    const soon = (within: number) => expiringWithin(gateways, within, clock.now()).map(({ name }) => name);
    expect([soon(days(10)), soon(days(40)), soon(days(100))]).toEqual([[], ['sooner'], ['sooner', 'later']]);
  });
});

describe('the account of a fleet run', () => {
  it('is noted, and one of another account is not finished unless the user says that it does not matter', async () => {
    const { clock, clouds, create } = await setScene();
    const gateway = await create('north', 'a', 1);
    const store = memoryStore();
    const engine = createEngine({ store, clock });
    const run = await createFleetRuns({ clouds, engine }).renew([gateway], { months: 1 }, { id: 'noted' });
    await engine.stop(run.id);
    expect((await engine.get('noted'))?.accounts).toEqual({ north: 'memory' });
    const other = createNat({ north: memoryDriver({ clock, region: 'north', account: 'other' }) }, { clock });
    const runsOf = (anyAccount: boolean) =>
      createFleetRuns({ clouds: other, engine: createEngine({ store, clock }), anyAccount });
    await expect(runsOf(false).finish()).rejects.toMatchObject({
      code: 'failed-precondition',
      field: 'accounts.north',
    });
    expect(await runsOf(true).finish()).toHaveLength(1);
  });
});

describe('a fleet run', () => {
  it('renews each gateway once, however often it is started', async () => {
    const { clouds, create, runs } = await setScene();
    const gateways = [await create('north', 'a', 1), await create('south', 'b', 1)];
    const before = gateways.map(({ billing }) => (billing.mode === 'prepaid' ? billing.expires : ''));
    const options = { id: 'renewals-of-january' };
    await (await runs.renew(gateways, { months: 1 }, options)).wait();
    await (await runs.renew(gateways, { months: 1 }, options)).wait();
    const after = (await inventory(clouds)).gateways.map(({ billing }) =>
      billing.mode === 'prepaid' ? billing.expires : '',
    );
    const gained = after.map((expires, index) => Date.parse(expires ?? '') - Date.parse(before[index] ?? ''));
    expect(gained.every((time) => time > days(27) && time < days(32))).toBe(true);
  });

  it('goes on past a gateway that fails, and tells which', async () => {
    const { create, runs, north } = await setScene();
    const gateways = [await create('north', 'a', 1), await create('south', 'b', 1)];
    north.faults.next({
      is: 'refused',
      on: 'billing.renew',
      error: new NatError('payment-required', 'no money'),
    });
    const outcome = await (await runs.renew(gateways, { months: 1 }, { id: 'r' })).wait();
    if (outcome.state !== 'done') throw new Error(outcome.state);
    expect(
      Object.values(outcome.output as object)
        .map((one: object) => Object.keys(one)[0])
        .sort(),
    ).toEqual(['done', 'failed']);
  });

  it('pays once when the answer to a renewal is lost', async () => {
    const { clouds, create, runs, south } = await setScene();
    const gateway = await create('south', 'b', 1);
    south.faults.next({ is: 'lost-reply', on: 'billing.renew' });
    await (await runs.renew([gateway], { months: 1 }, { id: 'r' })).wait();
    const after = await clouds.gateway(gateway.ref).billing();
    const [was, is] = [gateway.billing, after].map((billing) =>
      billing.mode === 'prepaid' ? Date.parse(billing.expires ?? '') : 0,
    );
    expect((is ?? 0) - (was ?? 0)).toBeLessThan(days(32));
  });

  it('does not renew a gateway that was renewed since it was listed', async () => {
    const { clouds, create, runs, north, south } = await setScene();
    const listed = [await create('north', 'a', 1), await create('south', 'b', 1)];
    await clouds.gateway(`${listed[0]?.ref}`).renew({ months: 1 });
    const paid = await clouds.gateway(`${listed[0]?.ref}`).billing();
    const outcome = await (await runs.renew(listed, { months: 1 }, { id: 'r' })).wait();
    expect(outcome).toMatchObject({
      state: 'done',
      output: {
        [`${listed[0]?.ref}`]: { failed: expect.stringContaining('nothing was paid') },
        [`${listed[1]?.ref}`]: { done: { mode: 'prepaid' } },
      },
    });
    expect(await clouds.gateway(`${listed[0]?.ref}`).billing()).toEqual(paid);
    expect([north, south].map(({ traffic }) => traffic.count('billing.renew'))).toEqual([1, 1]);
  });

  it('renews none whose expiry the list did not have', async () => {
    const { create, runs, south } = await setScene();
    const outcome = await (
      await runs.renew([await create('south', 'metered')], { months: 1 }, { id: 'r' })
    ).wait();
    expect(Object.values((outcome as { output: object }).output)).toEqual([
      {
        failed: expect.stringContaining('nothing was paid'),
        code: 'failed-precondition',
        remedy: 'read the gateway; renew it alone when it is prepaid',
      },
    ]);
    expect(south.traffic.count('billing.renew')).toBe(0);
  });

  it('does not take a shorter renewal of somebody else for its own when its request was lost', async () => {
    const { clock, clouds, create, south } = await setScene();
    const gateway = await create('south', 'b', 1);
    const lost = async () => {
      await clouds.gateway(gateway.ref).renew({ months: 1 });
      throw new NatError('unavailable', 'no answer', { outcome: 'unknown', retryable: true });
    };
    const renewal = () => {
      const losing = lost();
      return Object.assign(losing, { accepted: losing, onProgress: () => () => undefined });
    };
    const first = vi
      .fn(clouds.gateway.bind(clouds))
      .mockImplementationOnce(() => Object.create({ renew: renewal }));
    const meddled: typeof clouds = Object.create(clouds, {
      gateway: { value: first },
      cloud: { value: clouds.cloud.bind(clouds) },
    });
    const runs = createFleetRuns({ clouds: meddled, engine: createEngine({ store: memoryStore(), clock }) });
    const outcome = await (await runs.renew([gateway], { months: 3 }, { id: 'r' })).wait();
    expect(outcome).toMatchObject({
      output: { [`${gateway.ref}`]: { failed: expect.stringContaining('this call paid nothing') } },
    });
    expect(south.traffic.count('billing.renew')).toBe(1);
  });

  it('is finished by the next process before that looks anew at what is to be done', async () => {
    const { clouds, create, engine, runs, north } = await setScene();
    const gateway = await create('north', 'a', 1);
    const run = await runs.renew([gateway], { months: 1 }, { id: 'r' });
    await engine.stop(run.id);
    expect(await runs.finish()).toMatchObject([{ state: 'done' }]);
    expect(await runs.finish()).toEqual([]);
    expect(north.traffic.count('billing.renew')).toBe(1);
    expect(await clouds.gateway(gateway.ref).billing()).toMatchObject({ mode: 'prepaid', status: 'good' });
  });

  it('resizes many', async () => {
    const { clouds, create, runs } = await setScene();
    const gateways = [await create('north', 'a'), await create('north', 'b')];
    await (await runs.resize(gateways, { tier: 'large' }, { id: 'grow' })).wait();
    expect((await inventory(clouds)).gateways.map(({ size }) => size)).toEqual([
      { tier: 'large' },
      { tier: 'large' },
    ]);
  });
});

describe('drift', () => {
  it('is what would bring each gateway back, and one that cannot be read hides nobody', async () => {
    const { clouds, create } = await setScene();
    const [steady, changed] = [await create('north', 'a'), await create('south', 'b')];
    const documents = await Promise.all([steady, changed].map(({ ref }) => exportGateway(clouds, ref)));
    await clouds.gateway(changed.ref).rename('c');
    const expected = [steady, changed].map(({ ref }, index) => ({
      ref: `${ref}`,
      document: documents[index] as never,
    }));
    const drifts = await driftOf(clouds, [
      ...expected,
      { ref: 'north:north/none', document: documents[0] as never },
    ]);
    expect(drifts.map(({ steps, failure }) => [steps, failure?.code])).toEqual([
      [[], undefined],
      [['rename "c" → "b"'], undefined],
      [[], 'not-found'],
    ]);
  });
});
