import 'reflect-metadata';
import { cloudModule, configuredModules, DRIVER, SENDER } from '@polynat/inversify';
import { Container } from 'inversify';
import { describe, expect, test } from 'vitest';
import { baidu } from '../src/index.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { key, keys, scripted } from './scripted-sender.ts';

const settings = { region: 'bj', credentials: keys };

describe('in a container', () => {
  test('a module brings Baidu under its alias, over the sender of the container', async () => {
    const container = new Container();
    const sender = scripted(() => ({ body: answers.normalNat }));
    container.bind(SENDER).toConstantValue(sender);
    await container.load(cloudModule('search', baidu, settings));
    const { alias, driver } = await container.getAsync(DRIVER);
    const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000, token: 'token-1' };
    expect([alias, driver.kind, (await driver.gateways.get(key, call)).name]).toEqual([
      'search',
      'baidu',
      'shop',
    ]);
    expect(sender.requests).toHaveLength(1);
  });

  test('a configuration chooses it by its kind', async () => {
    const container = new Container();
    const configuration = { clouds: { search: { cloud: 'baidu', ...settings, region: 'gz' } } };
    await container.load(...configuredModules(configuration, [baidu]));
    expect((await container.getAsync(DRIVER)).driver.region).toBe('gz');
  });

  test('a configuration that does not fit is refused with its place', () => {
    const configuration = { clouds: { search: { cloud: 'baidu', ...settings, region: 'cn-bj' } } };
    expect(() => configuredModules(configuration, [baidu])).toThrow(
      expect.objectContaining({ field: 'clouds.search.region' }),
    );
  });
});
