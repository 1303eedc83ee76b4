import type { Feature } from '@polynat/core';
import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../src/capabilities.ts';
import { key, scene } from './scripted-sender.ts';

const apis = ['v2', 'v3'] as const;
const facts = apis.flatMap((api) =>
  Object.entries(capabilitiesOf(api).features).map(([feature, fact]) => ({ api, feature, fact })),
);

describe('a fact', () => {
  test.each(facts)('of $api about $feature comes from a public page', ({ fact }) => {
    expect(fact.source).toMatch(/^https:\/\/(?:cloud\.tencent\.com|github\.com)\//);
    if (!fact.supported) expect([fact.reason, fact.remedy].every((words) => words.length > 10)).toBe(true);
  });

  test('differs between the versions only where version 3 can do less', () => {
    const [v2, v3] = apis.map((api) => capabilitiesOf(api).features);
    const names = Object.keys(v2 ?? {}).filter((name): name is Feature => v2 !== undefined && name in v2);
    const lacking = names.filter((feature) => v2?.[feature].supported && !v3?.[feature].supported);
    expect(lacking).toEqual(['gateways.rename', 'snat.source.hosts']);
    expect(names.filter((feature) => !v2?.[feature].supported && v3?.[feature].supported)).toEqual([]);
  });

  test.each([
    ['shop_1', true],
    ['网关一号', true],
    ['a'.repeat(25), true],
    ['a'.repeat(26), false],
    ['shop-1', false],
    ['', false],
  ])('lets a gateway be called %j: %s', (name, allowed) => {
    const { features } = capabilitiesOf('v2');
    const fact = features['gateways.create'];
    expect(fact.supported && fact.names.pattern.test(name)).toBe(allowed);
  });
});

describe('mutations wait for each other', () => {
  const { driver } = scene(() => 'lost');

  test.each([
    ['gateways.resize', key, `gateway ${key.id}`],
    ['snat.add', key, `gateway ${key.id}`],
    ['addresses.allocate', undefined, 'new addresses'],
    ['gateways.create', undefined, undefined],
  ] as const)('%s of %j in lane %s', (mutation, target, lane) => {
    expect(driver.laneOf(mutation, target)).toBe(lane);
  });
});
