import { describe, expect, it } from 'vitest';
import { createNat, days, type GatewayFilter, type GatewayQuery, NatError } from '../src/index.ts';
import { matchesPattern } from './inside.ts';
import { gatewayRecord, leapingClock, type Script, scriptedDriver } from './scripted-driver.ts';

/** 2026-01-01, as the clock of these tests. */
const expiring = (day: string) => ({
  billing: { mode: 'prepaid', expires: `2026-01-${day}T00:00:00Z`, status: 'good' } as const,
});

const standing = [
  gatewayRecord('gw-1', { name: 'shop-a', tags: { team: 'shop', stage: 'test' }, ...expiring('02') }),
  gatewayRecord('gw-2', { name: 'shop-b', tags: { team: 'shop' }, ...expiring('20') }),
  gatewayRecord('gw-3', { name: 'search', state: 'creating', placement: { vpc: 'vpc-2' } }),
];

const clouds = (list: NonNullable<Script['gateways']>['list'], more: Script = {}) => {
  const driver = scriptedDriver(more);
  const gateways = { ...driver.gateways, list };
  return createNat({ shop: { ...driver, gateways } }, { clock: leapingClock() });
};

/** A cloud that writes down what it is asked for, and answers with everything it has. */
function recording() {
  const asked: GatewayQuery[] = [];
  const nat = clouds(async (query) => {
    asked.push(query);
    return { items: standing.filter(({ key }) => query.ids?.includes(key.id) ?? true) };
  });
  const ids = async (filter: GatewayFilter) =>
    (await nat.use('shop').gateways.list(filter).toArray()).map(({ ref }) => ref.id);
  return { asked, nat, ids };
}

describe('a filter', () => {
  it.each<[GatewayFilter, string[]]>([
    [{}, ['gw-1', 'gw-2', 'gw-3']],
    [{ ids: ['gw-3', 'gw-1', 'gw-9'] }, ['gw-1', 'gw-3']],
    [{ ids: [] }, []],
    [{ name: 'shop-*' }, ['gw-1', 'gw-2']],
    [{ name: 'shop' }, []],
    [{ tags: { team: 'shop' } }, ['gw-1', 'gw-2']],
    [{ tags: { team: 'shop', stage: '*' } }, ['gw-1']],
    [{ network: 'vpc-2' }, ['gw-3']],
    [{ state: 'creating' }, ['gw-3']],
    [{ expiresWithin: days(7) }, ['gw-1']],
    [{ name: '*', network: 'vpc-1', expiresWithin: days(30) }, ['gw-1', 'gw-2']],
  ])('%j means %j', async (filter, meant) => {
    expect((await recording().ids(filter)).sort()).toEqual(meant);
  });

  it.each<[GatewayFilter, GatewayQuery[]]>([
    [{ name: 'search', state: 'available' }, [{ name: 'search', state: 'available' }]],
    [{ name: 'shop-*', state: 'creating', tags: { team: 'shop' } }, [{}]],
    [{ network: 'vpc-1', expiresWithin: 1 }, [{ network: 'vpc-1' }]],
    [{ ids: ['gw-1', 'gw-2', 'gw-3', 'gw-1'] }, [{ ids: ['gw-1', 'gw-2'] }, { ids: ['gw-3'] }]],
    [{ ids: [] }, []],
    [{ ids: Array.from({ length: 21 }, (_, index) => `gw-${index}`) }, [{}]],
  ])('%j sends what the cloud filters by: %j', async (filter, sent) => {
    const { asked, ids } = recording();
    await ids(filter);
    expect(asked).toEqual(sent);
  });

  it('by something misspelt is refused before anything is sent', async () => {
    const { asked, nat } = recording();
    for (const wrong of [{ nmae: 'x' }, { expiresWithin: -1 }, { ids: ['shop:north/gw-1'] }]) {
      expect(() => nat.use('shop').gateways.list(wrong as GatewayFilter)).toThrowError(NatError);
    }
    expect(asked).toEqual([]);
  });
});

describe('a network the cloud does not know', () => {
  const unknown = new NatError('not-found', 'there is no vpc-9');
  const malformed = new NatError('invalid-argument', 'vpc-9 is malformed');

  it('has no gateways, on one cloud and among several', async () => {
    const nat = clouds(() => Promise.reject(unknown));
    expect(await nat.use('shop').gateways.list({ network: 'vpc-9' }).toArray()).toEqual([]);
    expect(await nat.gateways.list({ network: 'vpc-9' }).settle()).toEqual({ items: [], failures: [] });
    await expect(nat.gateways.list().toArray()).rejects.toBe(unknown);
  });

  it('whose id has another form there is looked for in the whole listing', async () => {
    const nat = clouds(async ({ network }) => {
      if (network !== undefined) throw malformed;
      return { items: standing };
    });
    expect(await nat.gateways.list({ network: 'vpc-9' }).toArray()).toEqual([]);
    expect(await nat.gateways.list({ network: 'vpc-2' }).toArray()).toHaveLength(1);
  });
});

describe('find', () => {
  it('answers the one gateway that matches', async () => {
    const { nat } = recording();
    expect((await nat.gateways.find({ name: 'search' })).ref.id).toBe('gw-3');
    expect((await nat.use('shop').gateways.find({ ids: ['gw-1'] })).name).toBe('shop-a');
  });

  it('fails when none matches, and names all when several do', async () => {
    const { nat } = recording();
    await expect(nat.gateways.find({ name: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('no gateway with name nobody'),
    });
    await expect(nat.gateways.find({ tags: { team: 'shop' } })).rejects.toMatchObject({
      code: 'conflict',
      outcome: 'none',
      message: expect.stringMatching(/shop:north\/gw-1, shop:north\/gw-2/),
    });
  });

  it('fails when one of several clouds cannot be asked', async () => {
    const down = new NatError('unavailable', 'no answer');
    const driver = scriptedDriver();
    const broken = { ...driver, gateways: { ...driver.gateways, list: () => Promise.reject(down) } };
    const nat = createNat({ good: driver, broken });
    await expect(nat.gateways.find({ ids: ['gw-1'] })).rejects.toBe(down);
  });
});

describe('an address', () => {
  it('is found by IP or use, and a second one is named', async () => {
    const shared = { state: 'available', providerState: 'InUse', native: {} } as const;
    const held = [
      { ip: '1.1.1.1', id: 'eip-1', use: 'snat', ...shared },
      { ip: '1.1.1.2', use: 'snat', ...shared },
    ] as const;
    const driver = scriptedDriver();
    const addresses = { ...driver.addresses, list: async () => ({ items: held }) };
    const cloud = createNat({ shop: { ...driver, addresses } }).use('shop');
    expect((await cloud.addresses.find({ addresses: ['eip-1'] })).ip).toBe('1.1.1.1');
    expect((await cloud.gateway('gw-1').addresses.find({ addresses: ['1.1.1.2'] })).use).toBe('snat');
    await expect(cloud.addresses.find({ use: 'snat' })).rejects.toThrow(/1\.1\.1\.1, 1\.1\.1\.2/);
    await expect(cloud.addresses.find({ use: 'dnat' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a pattern', () => {
  it.each([
    ['shop', 'shop', true],
    ['shop-1', 'shop', false],
    ['shop-1', 'shop-*', true],
    ['a-shop', '*shop', true],
    ['a-shop-b', '*shop*', true],
    ['ab', 'ab*b', false],
    ['abcabc', 'a*c*c', true],
    ['aXbXc', 'a*X*X*c', true],
    ['', '*', true],
    ['', '', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
  ])('%s against %s: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });
});
