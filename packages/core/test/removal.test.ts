import { describe, expect, it } from 'vitest';
import { createNat, NatError } from '../src/index.ts';
import { countingRandom, leapingClock, scriptedDriver } from './scripted-driver.ts';

/** A cloud that holds no such address, whoever asks. */
function withoutAddress(outcome: 'none' | 'unknown' = 'none') {
  const driver = scriptedDriver();
  const release = async () => {
    throw new NatError('not-found', 'there is no such address', { outcome });
  };
  const addresses = { ...driver.addresses, release };
  const nat = createNat(
    { shop: { ...driver, addresses } },
    { clock: leapingClock(), random: countingRandom() },
  );
  return { nat, cloud: nat.use('shop') };
}

describe('a removal that finds nothing', () => {
  it('fails with not-found, so that a misspelt name is noticed', async () => {
    const { cloud } = withoutAddress();
    await expect(cloud.addresses.release('47.0.0.1')).rejects.toMatchObject({
      code: 'not-found',
      outcome: 'none',
    });
  });

  it('is done when an answer of its own was lost', async () => {
    const { cloud } = withoutAddress('unknown');
    await expect(cloud.addresses.release('47.0.0.1')).resolves.toBeUndefined();
  });

  it('is done when it is repeated under its token, and can be resumed as such', async () => {
    const { nat, cloud } = withoutAddress();
    const releasing = cloud.addresses.release('47.0.0.1', { token: 'mine' });
    await expect(releasing).resolves.toBeUndefined();
    await expect(nat.resume(JSON.parse(JSON.stringify(releasing)))).resolves.toBeUndefined();
  });
});
