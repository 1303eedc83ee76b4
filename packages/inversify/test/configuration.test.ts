import { manualClock, memoryDriver } from '@polynat/testkit';
import { Container } from 'inversify';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adapter, CLOCK, configuredModules, NAT } from '../src/index.ts';

const settings = z.strictObject({
  region: z.string().min(1, 'must name a region'),
  pageSize: z.number().int().default(50),
});

const registry = {
  memory: adapter(settings, (options, runtime) => memoryDriver({ ...options, ...runtime })),
  fixed: adapter(z.strictObject({}), (_options, runtime) => memoryDriver({ region: 'fixed', ...runtime })),
};

const load = (configuration: unknown) => {
  const container = new Container();
  container.load(...configuredModules(configuration, registry));
  return container;
};

describe('configuredModules', () => {
  it('loads the clouds a configuration names, each by its kind', () => {
    const container = load({
      clouds: { shop: { kind: 'memory', region: 'north' }, spare: { kind: 'fixed' } },
    });
    const nat = container.get(NAT);
    expect([nat.use('shop').region, nat.use('spare').region]).toEqual(['north', 'fixed']);
  });

  it('gives configured clouds what the container replaces', async () => {
    const clock = manualClock({ start: 0 });
    const container = load({ clouds: { shop: { kind: 'memory', region: 'north' } } });
    container.bind(CLOCK).toConstantValue(clock);
    const { created } = await container
      .get(NAT)
      .use('shop')
      .gateways.create({ network: { vpc: 'vpc-main' } });
    expect(created).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    ['an unknown kind', { shop: { kind: 'aws' } }, 'clouds.shop.kind', 'use one of: memory, fixed'],
    [
      'a kind that only looks known',
      { shop: { kind: 'toString' } },
      'clouds.shop.kind',
      'use one of: memory, fixed',
    ],
    ['a missing kind', { shop: { region: 'north' } }, 'clouds.shop.kind', undefined],
    [
      'a setting that does not fit',
      { shop: { kind: 'memory', region: '' } },
      'clouds.shop.region',
      undefined,
    ],
    [
      'a setting nobody knows',
      { shop: { kind: 'memory', region: 'n', regoin: 'n' } },
      'clouds.shop',
      undefined,
    ],
    ['no cloud at all', {}, 'clouds', undefined],
    ['an alias nobody could write', { 'my shop': { kind: 'fixed' } }, 'clouds.my shop', undefined],
  ])('refuses %s, naming the place', (_what, clouds, field, remedy) => {
    const attempt = () => configuredModules({ clouds }, registry);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-argument', field }));
    if (remedy !== undefined) expect(attempt).toThrow(expect.objectContaining({ remedy }));
  });

  it('names a setting nobody knows', () => {
    const clouds = { shop: { kind: 'memory', region: 'north', regoin: 'south' } };
    expect(() => configuredModules({ clouds }, registry)).toThrow(/regoin/);
  });

  it('makes no driver before somebody asks for it', () => {
    let made = 0;
    const counting = adapter(z.strictObject({}), () => {
      made += 1;
      return memoryDriver();
    });
    const container = new Container();
    container.load(...configuredModules({ clouds: { shop: { kind: 'counting' } } }, { counting }));
    expect(made).toBe(0);
    container.get(NAT);
    expect(made).toBe(1);
  });
});
