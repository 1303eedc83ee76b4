import { describe, expect, it } from 'vitest';
import {
  type Call,
  createNat,
  type Driver,
  type Features,
  type Guards,
  NatError,
  type PollResult,
  type SharedBandwidth,
  type SharedBandwidthResource,
} from '../src/index.ts';
import { capabilities, countingRandom, leapingClock, scriptedDriver } from './scripted-driver.ts';

const bandwidthOf = (ips: readonly string[]): SharedBandwidth => ({
  ...{ id: 'pool-1', name: 'shared', bandwidthMbps: 10, addresses: ips.map((ip) => ({ ip })) },
  ...{ status: 'good', state: 'available', providerState: 'Available', native: {} },
});

interface Setting {
  readonly broken?: string;
  readonly guards?: Guards;
}

/** A cloud that takes two addresses a request, and refuses the request that names `broken`. */
function cloudOf(held: readonly string[] = [], { broken, guards = {} }: Setting = {}) {
  const ips = new Set(held);
  const sent: { readonly what: string; readonly token: string }[] = [];
  const send = (what: string, { token }: Call, named: readonly string[] = []) => {
    if (broken !== undefined && named.includes(broken)) throw new NatError('conflict', `${broken} is taken`);
    sent.push({ what, token });
    return Promise.resolve({ kind: what, subject: {} });
  };
  const sharedBandwidth: SharedBandwidthResource = {
    list: async () => ({ items: [bandwidthOf([...ips])] }),
    get: async () => bandwidthOf([...ips]),
    create: (_, call) => send('create', call),
    change: (_, __, call) => send('change', call),
    resize: (_, __, call) => send('resize', call),
    join: (_, named, call) => {
      for (const ip of named) if (ip !== broken) ips.add(ip);
      return send(`join ${named.join(' ')}`, call, named);
    },
    leave: (_, named, call) => {
      for (const ip of named) ips.delete(ip);
      return send(`leave ${named.join(' ')}`, call, named);
    },
    delete: (_, call) => send('delete', call),
  };
  const features: Features = {
    ...capabilities.features,
    'bandwidth.shared': {
      supported: true,
      source: 'test',
      names: { pattern: /^[a-z]+$/, words: 'be letters' },
      meteredBy: { bandwidth: { from: 5, to: 100 } },
      perRequest: { join: 2, leave: 1 },
    },
  };
  const driver: Driver = {
    ...scriptedDriver(),
    capabilities: { ...capabilities, features },
    sharedBandwidth,
    poll: async <T>() => ({ type: 'done', value: bandwidthOf([...ips]) }) as PollResult<T>,
  };
  const nat = createNat(
    { shop: driver },
    { clock: leapingClock(), random: countingRandom(), guards: { shop: guards } },
  );
  return { nat, bandwidth: nat.use('shop').bandwidth, sent };
}

const named = (sent: readonly { readonly what: string }[]): readonly string[] => sent.map(({ what }) => what);

describe('shared bandwidth', () => {
  it('is joined in as many requests as the cloud needs, each under a token of its own', async () => {
    const { bandwidth, sent } = cloudOf();
    const joined = await bandwidth.join('pool-1', ['1.1.1.1', '2.2.2.2', '1.1.1.1', '3.3.3.3']);
    expect(named(sent)).toEqual(['join 1.1.1.1 2.2.2.2', 'join 3.3.3.3']);
    expect(new Set(sent.map(({ token }) => token)).size).toBe(2);
    expect(joined.addresses).toHaveLength(3);
  });

  it('tells which addresses joined when a later one is refused', async () => {
    const { bandwidth } = cloudOf([], { broken: '3.3.3.3' });
    const error = await Promise.resolve(bandwidth.join('pool-1', ['1.1.1.1', '2.2.2.2', '3.3.3.3'])).catch(
      NatError.from,
    );
    expect(error).toMatchObject({ code: 'conflict', outcome: 'unknown' });
    expect(`${error}`).toContain('1.1.1.1, 2.2.2.2 joined before');
  });

  it('lets every address leave before it is deleted with cascade', async () => {
    const { bandwidth, sent } = cloudOf(['1.1.1.1', '2.2.2.2']);
    await expect(bandwidth.delete('pool-1')).rejects.toMatchObject({
      ...{ code: 'failed-precondition', field: 'cascade', outcome: 'none' },
      message: expect.stringContaining('1.1.1.1, 2.2.2.2'),
    });
    expect(sent).toEqual([]);
    await bandwidth.delete('pool-1', { cascade: true });
    expect(named(sent)).toEqual(['leave 1.1.1.1', 'leave 2.2.2.2', 'delete']);
  });

  it.each([
    ['bandwidthMbps', { bandwidthMbps: 4 }],
    ['name', { bandwidthMbps: 5, name: '1' }],
    ['meteredBy', { bandwidthMbps: 5, meteredBy: 'traffic' }],
    ['description', { bandwidthMbps: 5, description: 'for the shop' }],
  ] as const)('is refused for its %s before anything is sent', async (field, spec) => {
    const { bandwidth, sent } = cloudOf();
    await expect(bandwidth.create(spec)).rejects.toMatchObject({ field, outcome: 'none' });
    expect(sent).toEqual([]);
  });

  it('is bought within the ceilings of its cloud, and never on one that is read-only', async () => {
    const { nat } = cloudOf();
    expect(nat.preview('sharedBandwidth.create', 'shop', { bandwidthMbps: 5 }).requests).toHaveLength(1);
    const { bandwidth } = cloudOf([], { guards: { ceilings: { purchasesPerDay: 1 } } });
    await bandwidth.create({ bandwidthMbps: 5 });
    await expect(bandwidth.resize('pool-1', 10)).rejects.toMatchObject({ code: 'quota-exceeded' });
    await bandwidth.join('pool-1', ['1.1.1.1']);
    const closed = cloudOf([], { guards: { readOnly: true } }).bandwidth;
    await expect(closed.join('pool-1', ['1.1.1.1'])).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is denied with the reason and the remedy where a cloud has none', async () => {
    const nat = createNat({ shop: scriptedDriver() });
    const error = await Promise.resolve(nat.use('shop').bandwidth.create({ bandwidthMbps: 5 })).catch(
      NatError.from,
    );
    expect(error).toMatchObject({ code: 'unsupported', remedy: 'use another cloud' });
  });
});
