import 'reflect-metadata';
import { cloudModule, configuredModules, DRIVER, SENDER } from '@polynat/inversify';
import { Container } from 'inversify';
import { describe, expect, test } from 'vitest';
import { tencentBm } from '../src/index.ts';
import answers from './fixtures/answers.json' with { type: 'json' };
import { key, keys, scripted, v2 } from './scripted-sender.ts';

const settings = { region: 'ap-guangzhou', credentials: keys };

describe('in a container', () => {
  test('a module brings bare metal under its alias, over the sender of the container', async () => {
    const container = new Container();
    const sender = scripted(() => v2({ data: [answers.gatewayV2] }));
    container.bind(SENDER).toConstantValue(sender);
    await container.load(cloudModule('legacy', tencentBm, settings));
    const { alias, driver } = await container.getAsync(DRIVER);
    const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000, token: 'token-1' };
    expect([alias, driver.kind, (await driver.gateways.get(key, call)).name]).toEqual([
      'legacy',
      'tencent-bm',
      'shop_1',
    ]);
    expect(sender.requests).toHaveLength(1);
  });

  test('a configuration chooses it by its kind, and the version of its API', async () => {
    const container = new Container();
    const cloud = { cloud: 'tencent-bm', ...settings, region: 'bj', api: 'v3' };
    await container.load(...configuredModules({ clouds: { legacy: cloud } }, [tencentBm]));
    const { driver } = await container.getAsync(DRIVER);
    expect(driver.region).toBe('ap-beijing');
    expect(driver.gateways.change).toBeUndefined();
  });

  test('a configuration that does not fit is refused with its place', () => {
    const cloud = { cloud: 'tencent-bm', ...settings, api: 'v4' };
    expect(() => configuredModules({ clouds: { legacy: cloud } }, [tencentBm])).toThrow(
      expect.objectContaining({ field: 'clouds.legacy.api' }),
    );
  });
});
