import { hours } from '@polynat/core';
import { purchasesOf } from '@polynat/migrate';
import { afterEach, describe, expect, it } from 'vitest';
import { type Death, Mishap, type Target } from './migration/mishap.ts';
import { allocateBeside, createBeside } from './migration/strangers.ts';

const opened: Mishap[] = [];
afterEach(async () => {
  for (const mishap of opened.splice(0)) await mishap.close();
});

async function open(target: Target): Promise<Mishap> {
  const mishap = await Mishap.open(target);
  opened.push(mishap);
  return mishap;
}

const tokenClouds = ['alibaba', 'baidu'] as const;
/** Those of them whose gateways are created without a public IP, so that nothing else tells whose one is. */
const bareClouds = ['alibaba'] as const;
/** Clouds that recognise a repeated order of an address. */
const addressTokenClouds = [...tokenClouds, 'tencent-vpc'] as const;
const allClouds = [...tokenClouds, 'tencent-bm', 'tencent-vpc'] as const;

const beforeOrder = (kind: string): Death => ({ type: 'intended', kind });
const answerLost = (kind: string): Death => ({ type: 'answered', kind });
const orderAccepted = (kind: string): Death => ({ type: 'accepted', kind });
const tokenForgotten = hours(25);

describe.each(allClouds)('a gateway of the same name that somebody else created on %s', (target) => {
  it('is neither changed nor deleted by a run killed before its own order left', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(beforeOrder('gateway.create'))).toBe('died');
    const { ref } = await createBeside(mishap);
    const before = await mishap.nat.gateway(ref).get();
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await mishap.gateways()).toEqual([before]);
  });

  it('is not taken for the own one by a run that goes on', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(beforeOrder('gateway.create'))).toBe('died');
    const { ref } = await createBeside(mishap);
    const before = await mishap.nat.gateway(ref).get();
    expect(await mishap.apply()).toMatchObject({ state: 'done' });
    expect(await mishap.nat.gateway(ref).get()).toEqual(before);
    expect(await mishap.gateways()).toHaveLength(2);
  });
});

describe.each(bareClouds)(
  'a gateway of the same name on %s, once the cloud has forgotten the order,',
  (target) => {
    it.each([beforeOrder('gateway.create'), answerLost('gateway.create')])(
      'is not undone, and the run says that it cannot tell whose it is ($type)',
      async (death) => {
        const mishap = await open(target);
        expect(await mishap.apply(death)).toBe('died');
        if (death.type === 'intended') await createBeside(mishap);
        await mishap.clock.sleep(tokenForgotten);
        const standing = await mishap.gateways();
        expect(standing).toHaveLength(1);
        const ref = `${standing[0]?.ref}`;
        expect(await mishap.resume()).toMatchObject({
          state: 'failed',
          failure: { code: 'conflict', outcome: 'unknown', message: expect.stringContaining(ref) },
        });
        expect(await mishap.rollBack()).toMatchObject({
          failure: { code: 'conflict', message: expect.stringContaining(ref), remedy: expect.any(String) },
          left: expect.arrayContaining([expect.objectContaining({ name: 'create-gateway' })]),
        });
        expect(await mishap.gateways()).toEqual(standing);
      },
    );
  },
);

describe.each(['baidu'] as const)('a gateway on %s, once the cloud has forgotten the order,', (target) => {
  it.each([
    [beforeOrder('gateway.create'), 2],
    [answerLost('gateway.create'), 1],
  ])('is told from one of the same name by its public IPs (%j)', async (death, count) => {
    const mishap = await open(target);
    expect(await mishap.apply(death)).toBe('died');
    if (death.type === 'intended') await createBeside(mishap);
    const [standing] = await mishap.gateways();
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.resume()).toMatchObject({ state: 'done' });
    const gateways = await mishap.gateways();
    expect(gateways).toHaveLength(count);
    const former = gateways.find(({ ref }) => `${ref}` === `${standing?.ref}`);
    if (death.type === 'intended') expect(former).toEqual(standing);
    else expect(former?.addresses).toEqual(gateways[0]?.addresses);
  });

  it('is deleted by a rollback, and one of the same name that somebody else created is not', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(answerLost('gateway.create'))).toBe('died');
    const { ref } = await createBeside(mishap);
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect((await mishap.gateways()).map((left) => `${left.ref}`)).toEqual([`${ref}`]);
  });
});

describe.each(bareClouds)('a gateway that the cloud no longer recognises as ordered, on %s,', (target) => {
  it('is deleted by a rollback once a person says that it is the own one', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(answerLost('gateway.create'))).toBe('died');
    await mishap.clock.sleep(tokenForgotten);
    const [standing] = await mishap.gateways();
    const stated = { by: 'ops@example.com', left: { 'create-gateway': `${standing?.ref}` } };
    expect(await mishap.resume()).toMatchObject({ state: 'failed', failure: { code: 'conflict' } });
    expect(await mishap.rollBack(undefined, stated)).toMatchObject({ state: 'rolled-back' });
    expect(await mishap.gateways()).toEqual([]);
  });
});

describe.each(allClouds)('a gateway whose order was answered to a dead process on %s', (target) => {
  it('is found and undone', async () => {
    const mishap = await open(target);
    const addresses = await mishap.addresses();
    expect(await mishap.apply(answerLost('gateway.create'))).toBe('died');
    expect(await mishap.gateways()).toHaveLength(1);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect([await mishap.gateways(), await mishap.addresses()]).toEqual([[], addresses]);
  });

  it('is found and used', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(answerLost('gateway.create'))).toBe('died');
    expect(await mishap.apply()).toMatchObject({ state: 'done' });
    expect(await mishap.gateways()).toHaveLength(1);
  });
});

describe.each(addressTokenClouds)('an address whose order was answered to a dead process on %s', (target) => {
  it('is learnt by repeating the order, and released, though somebody else has bought one too', async () => {
    const mishap = await open(target);
    const before = await mishap.addresses();
    expect(await mishap.apply(answerLost('address.allocate'))).toBe('died');
    expect((await mishap.addresses()).length).toBeGreaterThan(before.length);
    const { ip } = await allocateBeside(mishap);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await mishap.addresses()).toEqual([...before, ip].sort());
    const record = await mishap.record();
    const { bought, undone, left } = purchasesOf(record ?? { steps: [], state: 'failed' });
    expect(bought.length).toBeGreaterThan(0);
    expect([undone, left]).toEqual([bought, []]);
  });

  it('is not bought again when the cloud has forgotten the order, and not released without proof', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(answerLost('address.allocate'))).toBe('died');
    await allocateBeside(mishap);
    await mishap.clock.sleep(tokenForgotten);
    const standing = await mishap.addresses();
    expect(await mishap.apply()).toMatchObject({
      state: 'failed',
      failure: { code: 'conflict', outcome: 'unknown' },
    });
    expect(await mishap.addresses()).toEqual(standing);
    expect(await mishap.rollBack()).toMatchObject({
      failure: { code: 'conflict', remedy: expect.stringContaining('--left allocate/') },
    });
    expect(await mishap.addresses()).toEqual(standing);
  });
});

describe.each(['tencent-bm'] as const)(
  'an address that somebody else bought while a run on %s was dead',
  (target) => {
    it('is not released: nobody can tell whose it is', async () => {
      const mishap = await open(target);
      expect(await mishap.apply(beforeOrder('address.allocate'))).toBe('died');
      const { ip } = await allocateBeside(mishap);
      const standing = await mishap.addresses();
      expect(await mishap.rollBack()).toMatchObject({
        failure: { code: 'conflict', message: expect.stringContaining(ip) },
      });
      expect(await mishap.addresses()).toEqual(standing);
    });
  },
);

const toldBy = (name: string, left: string) => ({ by: 'ops@example.com', left: { [name]: left } });

describe.each(['tencent-bm'] as const)(
  'an address whose order was answered to a dead process on %s',
  (target) => {
    const killed = async () => {
      const mishap = await open(target);
      const before = await mishap.addresses();
      expect(await mishap.apply(answerLost('address.allocate'))).toBe('died');
      const [ip = ''] = (await mishap.addresses()).filter((one) => !before.includes(one));
      const steps = (await mishap.record())?.steps ?? [];
      const step = steps.find(({ kind }) => kind === 'address.allocate')?.name ?? '';
      return { mishap, before, ip, step };
    };

    it('is not taken for the own one while nobody says so, and nothing more is ordered', async () => {
      const { mishap, ip, step } = await killed();
      const standing = await mishap.addresses();
      expect(await mishap.resume()).toMatchObject({
        state: 'failed',
        failure: {
          code: 'conflict',
          outcome: 'unknown',
          message: expect.stringContaining(ip),
          remedy: expect.stringContaining(`polynat resume ${mishap.plan.id} --left ${step}=`),
        },
      });
      expect(await mishap.addresses()).toEqual(standing);
    });

    it('is used once a person says that it is the one, whom the journal names', async () => {
      const { mishap, ip, step } = await killed();
      const bought = await mishap.addresses();
      expect(await mishap.resume(undefined, toldBy(step, ip))).toMatchObject({ state: 'done' });
      const record = await mishap.record();
      expect(record?.steps.find(({ name }) => name === step)?.result).toMatchObject({ ip });
      expect(record?.statements).toMatchObject([{ by: 'ops@example.com', left: { [step]: ip } }]);
      expect((await mishap.addresses()).filter((one) => bought.includes(one))).toEqual(bought);
    });

    it('stays a stranger when a person says that the run left none, and another is ordered', async () => {
      const { mishap, ip, step } = await killed();
      expect(await mishap.resume(undefined, toldBy(step, 'none'))).toMatchObject({ state: 'done' });
      const used = (await mishap.record())?.steps.find(({ name }) => name === step)?.result;
      expect(used).not.toMatchObject({ ip });
      expect(await mishap.addresses()).toContain(ip);
    });

    it('is released by a rollback once a person says that it is the one', async () => {
      const { mishap, before, ip, step } = await killed();
      expect(await mishap.rollBack()).toMatchObject({ state: 'rollback-failed' });
      expect(await mishap.rollBack(undefined, toldBy(step, ip))).toMatchObject({ state: 'rolled-back' });
      expect(await mishap.addresses()).toEqual(before);
    });

    it('is left alone by a rollback when a person says that the run left none', async () => {
      const { mishap, before, ip, step } = await killed();
      expect(await mishap.rollBack(undefined, toldBy(step, 'none'))).toMatchObject({ state: 'rolled-back' });
      expect(await mishap.addresses()).toEqual([...before, ip].sort());
    });

    it('cannot be one that was there before', async () => {
      const { mishap, before, step } = await killed();
      const [other = ''] = before;
      expect(await mishap.resume(undefined, toldBy(step, other))).toMatchObject({
        state: 'failed',
        failure: { code: 'invalid-argument', field: 'left', outcome: 'unknown' },
      });
    });
  },
);

describe('a gateway that the cloud accepted', () => {
  it('and brought to nothing does not survive the rollback on baidu', async () => {
    const mishap = await open('baidu');
    mishap.emulator.faults.append({ kind: 'failed', cloud: 'baidu', operation: 'CreateNat', count: 1 });
    expect(await mishap.apply()).toMatchObject({ state: 'failed', failure: { outcome: 'unknown' } });
    expect(await mishap.gateways()).toHaveLength(1);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await mishap.gateways()).toEqual([]);
  });

  it.each(tokenClouds)(
    'without letting anybody see it is neither forgotten nor ordered twice on %s',
    async (target) => {
      const mishap = await open(target);
      await mishap.apply(answerLost('address.allocate'));
      expect(await mishap.apply({ type: 'intended', kind: 'gateway.create' })).toBe('died');
      const blind = mishap.refusingPolls();
      expect(await mishap.apply(undefined, blind)).toMatchObject({
        state: 'failed',
        failure: { code: 'forbidden', outcome: 'unknown' },
      });
      expect(await mishap.resume(blind)).toMatchObject({ state: 'failed', failure: { outcome: 'unknown' } });
      expect(await mishap.gateways()).toHaveLength(1);
      expect(await mishap.resume()).toMatchObject({ state: 'done' });
      expect(await mishap.gateways()).toHaveLength(1);
      await blind.close();
    },
  );

  it.each(tokenClouds)(
    'without letting anybody see it is not called undone on %s while it is there',
    async (target) => {
      const mishap = await open(target);
      expect(await mishap.apply({ type: 'intended', kind: 'gateway.create' })).toBe('died');
      const blind = mishap.refusingPolls();
      await mishap.apply(undefined, blind);
      expect((await mishap.rollBack(blind)).state).not.toBe('rolled-back');
      expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
      expect(await mishap.gateways()).toEqual([]);
      await blind.close();
    },
  );
});

describe.each(allClouds)('an order on %s whose acceptance is in the journal of a dead process', (target) => {
  it('of an address is used, long after, though somebody else has bought the same', async () => {
    const mishap = await open(target);
    const before = await mishap.addresses();
    expect(await mishap.apply(orderAccepted('address.allocate'))).toBe('died');
    const bought = (await mishap.addresses()).filter((ip) => !before.includes(ip));
    await allocateBeside(mishap);
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.resume()).toMatchObject({ state: 'done' });
    const steps = (await mishap.record())?.steps ?? [];
    const used = steps
      .filter(({ kind }) => kind === 'address.allocate')
      .map(({ result }) => Object(result).ip);
    expect(used).toEqual(expect.arrayContaining(bought));
  });

  it('of an address is undone, long after, and nothing else with it', async () => {
    const mishap = await open(target);
    const before = await mishap.addresses();
    expect(await mishap.apply(orderAccepted('address.allocate'))).toBe('died');
    const { ip } = await allocateBeside(mishap);
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await mishap.addresses()).toEqual([...before, ip].sort());
  });

  it('of a gateway is undone, long after, and nothing else with it', async () => {
    const mishap = await open(target);
    expect(await mishap.apply(orderAccepted('gateway.create'))).toBe('died');
    const { ref } = await createBeside(mishap);
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect((await mishap.gateways()).map((gateway) => `${gateway.ref}`)).toEqual([`${ref}`]);
  });
});

/** The seeded SNAT rule for this host is all that a change adds. */
const host = { cidr: '10.20.1.9/32' };

async function openAddition(target: 'alibaba' | 'baidu'): Promise<Mishap> {
  const mishap = await Mishap.openChange(target, (document) => ({
    ...document,
    snat: [...document.snat, { source: host, through: document.addresses.slice(0, 1).map(({ ip }) => ip) }],
  }));
  opened.push(mishap);
  return mishap;
}

async function rulesFor({ nat, plan }: Mishap) {
  const rules = await nat
    .gateway(plan.target.ref ?? '')
    .snat.list()
    .toArray();
  return rules.filter(({ source }) => 'cidr' in source && source.cidr === host.cidr);
}

describe.each(tokenClouds)('a rule on a gateway that others change too, on %s,', (target) => {
  it('is left alone by a rollback when somebody else added it', async () => {
    const mishap = await openAddition(target);
    expect(await mishap.apply(beforeOrder('snat.add'))).toBe('died');
    const handle = mishap.nat.gateway(mishap.plan.target.ref ?? '');
    const [address] = await handle.addresses.list().toArray();
    await handle.snat.add({ source: host, through: [address?.ip ?? ''] });
    const standing = await rulesFor(mishap);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await rulesFor(mishap)).toEqual(standing);
    expect(standing).toHaveLength(1);
  });

  it('is removed by a rollback when a dead process added it', async () => {
    const mishap = await openAddition(target);
    expect(await mishap.apply(answerLost('snat.add'))).toBe('died');
    expect(await rulesFor(mishap)).toHaveLength(1);
    expect(await mishap.rollBack()).toMatchObject({ state: 'rolled-back' });
    expect(await rulesFor(mishap)).toEqual([]);
  });

  it('is neither removed nor forgotten once the cloud has forgotten the request', async () => {
    const mishap = await openAddition(target);
    expect(await mishap.apply(answerLost('snat.add'))).toBe('died');
    await mishap.clock.sleep(tokenForgotten);
    expect(await mishap.rollBack()).toMatchObject({
      failure: { code: 'conflict', remedy: expect.stringContaining('--left snat/') },
    });
    expect(await rulesFor(mishap)).toHaveLength(1);
  });
});
