import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { type ResizePolicy, readResizePolicy, resizeByPolicy } from '../src/index.ts';
import { setScene } from './scene.ts';

const grow: ResizePolicy = { rules: [{ from: { tier: 'small' }, to: { tier: 'medium' } }] };

/** A fleet whose gateways are all small; `green` declares that it is to be large. */
async function setFleet() {
  const scene = await setScene();
  const gateways = {
    red: await scene.create('north', 'red', undefined, { team: 'shop' }),
    green: await scene.create('south', 'green', undefined, { size: 'large' }),
    grey: await scene.create('south', 'grey', undefined, { size: 'huge' }),
  };
  const resize = (policy: ResizePolicy = grow) =>
    resizeByPolicy(scene.runs, policy, { now: scene.clock.now() });
  const sizeOf = async (name: keyof typeof gateways) =>
    (await scene.clouds.gateway(gateways[name].ref).get()).size;
  const ordered = () =>
    [scene.north, scene.south].reduce((sum, { traffic }) => sum + traffic.count('gateways.resize'), 0);
  return { ...scene, gateways, resize, sizeOf, ordered };
}

describe('a resize by policy', () => {
  it('resizes what a rule applies to once, and gives a reason for every other gateway', async () => {
    const { gateways, resize, sizeOf, ordered } = await setFleet();
    const first = await resize({ ...grow, gateways: { name: 'gre*' } });
    expect(first.resized.map(({ ref, size }) => [ref, size]).sort()).toEqual(
      [gateways.green, gateways.grey].map(({ ref }) => [`${ref}`, { tier: 'medium' }]).sort(),
    );
    expect(first.skipped).toMatchObject([{ name: 'red', reason: 'excluded' }]);
    const second = await resize();
    expect(second.resized).toMatchObject([{ ref: `${gateways.red.ref}` }]);
    expect(second.skipped.map(({ reason }) => reason)).toEqual(['no-rule', 'no-rule']);
    expect([await sizeOf('red'), ordered()]).toEqual([{ tier: 'medium' }, 3]);
  });

  it('takes the size that a tag declares, and names one that is no size', async () => {
    const { gateways, resize, ordered } = await setFleet();
    const { resized, skipped, failed } = await resize({ rules: [{ declaredBy: 'size' }] });
    expect(resized).toMatchObject([{ ref: `${gateways.green.ref}`, size: { tier: 'large' } }]);
    expect(skipped).toMatchObject([{ name: 'red', reason: 'no-rule', why: 'it has no tag size' }]);
    expect(failed).toMatchObject([{ name: 'grey', message: expect.stringContaining('huge') }]);
    expect(ordered()).toBe(1);
    expect((await resize({ rules: [{ declaredBy: 'size' }] })).skipped).toContainEqual(
      expect.objectContaining({ name: 'green', reason: 'right-size' }),
    );
  });

  it('measures by public IPs, and the first rule that applies decides', async () => {
    const { resize, ordered } = await setFleet();
    const rules = [
      { addresses: { atLeast: 1 }, to: { tier: 'large' } },
      { addresses: { atMost: 0 }, to: { tier: 'small' } },
    ] as const;
    const { skipped } = await resize({ rules });
    expect(skipped.map(({ reason }) => reason)).toEqual(['right-size', 'right-size', 'right-size']);
    expect(ordered()).toBe(0);
  });

  it('stays below its ceiling and names what is beyond it', async () => {
    const { resize, ordered } = await setFleet();
    const { resized, skipped } = await resize({ ...grow, ceilings: { resizes: 1 } });
    expect([resized.length, skipped.map(({ reason }) => reason)]).toEqual([
      1,
      ['beyond-ceiling', 'beyond-ceiling'],
    ]);
    expect(ordered()).toBe(1);
  });

  it('ends well when an answer is lost', async () => {
    const { north, gateways, resize, sizeOf } = await setFleet();
    north.faults.next({ is: 'lost-reply', on: 'gateways.resize' });
    const { resized } = await resize({ ...grow, gateways: { name: 'red' } });
    expect(resized).toMatchObject([{ ref: `${gateways.red.ref}`, size: { tier: 'medium' } }]);
    expect(await sizeOf('red')).toEqual({ tier: 'medium' });
  });

  it('does not resize a gateway that somebody has resized since it was listed', async () => {
    const { clouds, clock, gateways, runs, ordered } = await setFleet();
    const plan = await runs.planResizes({ ...grow, gateways: { name: 'red' } }, { now: clock.now() });
    await clouds.gateway(gateways.red.ref).resize({ tier: 'large' });
    expect(await (await runs.startResizes(plan))?.wait()).toMatchObject({
      output: { [`${gateways.red.ref}`]: { failed: expect.stringContaining('nothing was changed') } },
    });
    expect(ordered()).toBe(1);
  });

  it('goes on past a failure, and tries that gateway again', async () => {
    const { north, gateways, resize } = await setFleet();
    const error = new NatError('payment-required', 'no money');
    north.faults.next({ is: 'refused', on: 'gateways.resize', error });
    const first = await resize();
    expect(first.failed).toMatchObject([{ ref: `${gateways.red.ref}`, code: 'payment-required' }]);
    expect(first.resized).toHaveLength(2);
    expect((await resize()).resized).toMatchObject([{ ref: `${gateways.red.ref}` }]);
  });
});

describe('a policy of sizes', () => {
  it.each([
    ['no rules', {}, 'rules'],
    ['no rule', { rules: [] }, 'rules'],
    ['a rule without a size', { rules: [{ from: { tier: 'small' } }] }, 'rules.0'],
    ['a rule with two', { rules: [{ to: { tier: 'small' }, declaredBy: 'size' }] }, 'rules.0'],
    ['an unknown tier', { rules: [{ to: { tier: 'tiny' } }] }, 'rules.0.to.tier'],
    ['a ceiling of nothing', { ...grow, ceilings: { resizes: 0 } }, 'ceilings.resizes'],
  ])('with %s is refused with its field', (_, input, field) => {
    expect(() => readResizePolicy(input)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field, remedy: expect.stringContaining('write ') }),
    );
  });
});
