import { type CloudFactory, type CloudOptions, cloudFactory, type Setting } from '@polynat/adapter-kit';
import { manualClock, memoryDriver } from '@polynat/testkit';
import { Container } from 'inversify';
import { describe, expect, it } from 'vitest';
import { CLOCK, configuredModules, NAT } from '../src/index.ts';

/** A cloud in memory, of one kind or another. */
function cloudOf(
  kind: string,
  own: Readonly<Record<string, Setting>> = {},
  made = () => undefined,
): CloudFactory {
  const create = ({ region, clock }: CloudOptions) => {
    made();
    return memoryDriver({ region, ...(clock && { clock }) });
  };
  const settings = {
    region: { example: 'north', pattern: /^[a-z]+$/, must: 'must name a region', variables: [] },
    endpoint: { example: 'https://memory.example' },
    own,
  };
  const credentials = { fields: { key: {} }, variables: [{ key: 'MEMORY_KEY' }] };
  return cloudFactory({ kind, title: kind, settings, credentials, load: async () => create }, create);
}

const tone = { oneOf: ['warm', 'cold'], summary: 'How the region feels' };
const known = [cloudOf('memory'), cloudOf('fixed', { tone })];

const load = (configuration: unknown) => {
  const container = new Container();
  container.load(...configuredModules(configuration, known));
  return container;
};

describe('configuredModules', () => {
  it('loads the clouds a configuration names, each by its kind', () => {
    const container = load({
      clouds: { shop: { cloud: 'memory', region: 'north' }, spare: { cloud: 'fixed', region: 'fixed' } },
    });
    const nat = container.get(NAT);
    expect([nat.use('shop').region, nat.use('spare').region]).toEqual(['north', 'fixed']);
  });

  it('gives configured clouds what the container replaces', async () => {
    const clock = manualClock({ start: 0 });
    const container = load({ clouds: { shop: { cloud: 'memory', region: 'north' } } });
    container.bind(CLOCK).toConstantValue(clock);
    const { created } = await container
      .get(NAT)
      .use('shop')
      .gateways.create({ network: { vpc: 'vpc-main' } });
    expect(created).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    ['an unknown kind', { shop: { cloud: 'aws' } }, 'clouds.shop.cloud', 'use one of: memory, fixed'],
    [
      'a kind that only looks known',
      { shop: { cloud: 'toString' } },
      'clouds.shop.cloud',
      'use one of: memory, fixed',
    ],
    ['a missing kind', { shop: { region: 'north' } }, 'clouds.shop.cloud', undefined],
    [
      'a setting that does not fit',
      { shop: { cloud: 'memory', region: '' } },
      'clouds.shop.region',
      undefined,
    ],
    [
      'a setting nobody knows',
      { shop: { cloud: 'memory', region: 'n', regoin: 'n' } },
      'clouds.shop',
      undefined,
    ],
    ['no cloud at all', {}, 'clouds', undefined],
    [
      'an alias nobody could write',
      { 'my shop': { cloud: 'fixed', region: 'fixed' } },
      'clouds.my shop',
      undefined,
    ],
  ])('refuses %s, naming the place', (_what, clouds, field, remedy) => {
    const attempt = () => configuredModules({ clouds }, known);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-argument', field }));
    if (remedy !== undefined) expect(attempt).toThrow(expect.objectContaining({ remedy }));
  });

  it('names a setting nobody knows', () => {
    const clouds = { shop: { cloud: 'memory', region: 'north', regoin: 'south' } };
    expect(() => configuredModules({ clouds }, known)).toThrow(/regoin/);
  });

  it('makes no driver before somebody asks for it', () => {
    let made = 0;
    const counting = cloudOf('counting', {}, () => {
      made += 1;
    });
    const container = new Container();
    const clouds = { shop: { cloud: 'counting', region: 'north' } };
    container.load(...configuredModules({ clouds }, [counting]));
    expect(made).toBe(0);
    container.get(NAT);
    expect(made).toBe(1);
  });

  it.each([
    ['kind', { kind: 'memory', region: 'north' }, 'clouds.shop.kind', 'write cloud: memory'],
    [
      'from',
      { cloud: 'memory', region: 'north', credentials: { from: 'environment' } },
      'clouds.shop.credentials.from',
      undefined,
    ],
  ])('refuses the former %s and tells the new spelling', (_what, shop, field, remedy) => {
    const attempt = () => configuredModules({ clouds: { shop } }, known);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-argument', field }));
    if (remedy) expect(attempt).toThrow(expect.objectContaining({ remedy }));
    else expect(attempt).toThrow(/write credentials: environment/);
  });

  it('tells which clouds have a setting that another was given', () => {
    const clouds = { shop: { cloud: 'memory', region: 'north', tone: 'warm' } };
    expect(() => configuredModules({ clouds }, known)).toThrow('clouds.shop.tone: is a choice on fixed only');
  });
});
