import { type Availability, createNat, type Driver, NatError } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { createMigrations, planCreation, renderPlan } from '../src/index.ts';
import { document } from './translate/material.ts';

const mapping = { network: { vpc: 'vpc-main' }, otherAddresses: 'allocate', accept: ['network'] } as const;

/** A cloud that tells what can still be had, each time it is asked. */
function scene(...answers: readonly (Availability | NatError)[]) {
  const clock = manualClock({ autoAdvance: true });
  const memory = memoryDriver({ clock });
  const { features } = memory.capabilities;
  const left = [...answers];
  const driver: Driver = {
    ...memory,
    capabilities: {
      ...memory.capabilities,
      features: {
        ...features,
        'account.availability': { supported: true, tells: ['addresses'], source: 'this test' },
      },
    },
    availability: async () => {
      const answer = (left.length > 1 ? left.shift() : left[0]) ?? {};
      if (NatError.is(answer)) throw answer;
      return answer;
    },
  };
  const nat = createNat({ new: driver }, { clock });
  const engine = createEngine({ store: memoryStore(), clock });
  return { nat, engine, clock, driver, migrations: createMigrations({ nat, engine, clock }) };
}

const planOn = ({ nat, clock }: ReturnType<typeof scene>) =>
  planCreation(nat, document(), { to: 'new', mapping, clock });

describe('a preflight', () => {
  it('blocks a plan that needs more than the cloud says that there is, and says what to do', async () => {
    const plan = await planOn(scene({ addresses: 1 }));
    expect(plan.blocked).toBe(true);
    expect(plan.gaps).toContainEqual({
      kind: 'quota',
      severity: 'blocking',
      where: 'gateway',
      what: '2 new public IPs on new',
      why: '1 more can be allocated today',
      remedy: expect.stringContaining('have the quota raised'),
    });
  });

  it('asks once more before the first purchase, and buys nothing when it is too late', async () => {
    const around = scene({ addresses: 2 }, { addresses: 1 });
    const plan = await planOn(around);
    expect(plan.blocked).toBe(false);
    const before = await around.nat.cloud('new').addresses.list().toArray();
    const run = await around.migrations.apply(plan);
    expect(await run.wait()).toMatchObject({
      state: 'failed',
      operations: ['preflight'],
      failure: {
        code: 'quota-exceeded',
        message: expect.stringContaining('2 new public IPs on new: 1 more can be allocated today'),
        remedy: expect.stringContaining('release public IPs'),
      },
    });
    expect(await around.nat.cloud('new').addresses.list().toArray()).toEqual(before);
  });

  it('keeps in the journal what it was told and what nobody tells', async () => {
    const around = scene({ addresses: 2 });
    const plan = await planOn(around);
    await (await around.migrations.apply(plan)).wait();
    const step = (await around.engine.get(plan.id))?.steps.find(({ kind }) => kind === 'preflight');
    expect(step?.result).toEqual({
      told: ['new public IPs: 2 needed, 2 more can be allocated today'],
      untold: expect.arrayContaining(['the balance of the account', 'stock']),
    });
    expect(renderPlan(plan)).toContain('new does not tell: the quota of gateways in the VPC');
  });

  it('goes on where the credentials may not read quotas, and says so', async () => {
    const around = scene(new NatError('forbidden', 'no'));
    const plan = await planOn(around);
    expect(plan.blocked).toBe(false);
    expect(await (await around.migrations.apply(plan)).wait()).toMatchObject({ state: 'done' });
    const step = (await around.engine.get(plan.id))?.steps.find(({ kind }) => kind === 'preflight');
    expect(step?.result).toMatchObject({
      untold: expect.arrayContaining([expect.stringContaining('may not read them')]),
    });
  });
});
