import { describe, expect, it } from 'vitest';
import { createNat } from '../src/index.ts';
import { countingRandom, leapingClock, scriptedDriver } from './scripted-driver.ts';

function setUp() {
  const sent: string[] = [];
  const driver = scriptedDriver({ sent });
  return { sent, nat: createNat({ shop: driver }, { clock: leapingClock(), random: countingRandom() }) };
}

const spec = { name: 'egress', network: { vpc: 'vpc-1', subnet: 'subnet-1' } };

describe('a mutation by its name', () => {
  it('is the same operation as through a handle', async () => {
    const { nat, sent } = setUp();
    const operation = nat.start('gateways.create', 'shop', spec, { token: 't-1' });
    expect(await operation).toMatchObject({ state: 'available' });
    expect(operation.toJSON()).toMatchObject({ mutation: 'gateways.create', key: null, token: 't-1' });
    await nat.start('gateways.resize', 'shop:north/gw-1', { size: { tier: 'large' } });
    expect(sent.filter((verb) => verb !== 'get')).toEqual(['create', 'resize']);
  });

  it('is previewed without sending anything', () => {
    const { nat, sent } = setUp();
    expect(nat.preview('gateways.create', 'shop', spec)).toEqual({ requests: ['the new gateway'] });
    expect(
      nat.preview('addresses.swap', 'shop:north/gw-1', { from: '1.1.1.1', to: '1.1.1.2', purpose: 'any' }),
    ).toMatchObject({ requests: ['1.1.1.1 to be replaced by 1.1.1.2', '1.1.1.2 to have replaced 1.1.1.1'] });
    expect(sent).toEqual([]);
  });

  it('is refused as it would be when it is started', () => {
    const { nat, sent } = setUp();
    const refusals = [
      () => nat.preview('gateways.create', 'shop', { name: 'x' }),
      () => nat.preview('gateways.resize', 'shop:north/gw-1', { size: { units: 7_000_000 } }),
      () => nat.preview('gateways.resize', 'shop:south/gw-1', { size: { tier: 'large' } }),
      () => nat.preview('gateways.create', 'other', spec),
    ];
    for (const refusal of refusals) expect(refusal).toThrow(/^\[(invalid-argument|unsupported)\]/);
    expect(sent).toEqual([]);
  });
});
