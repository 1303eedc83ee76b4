import { describe, expect, it } from 'vitest';
import { createNat, type Features, type GatewayKey, type SnatSource, type SnatSpec } from '../src/index.ts';
import {
  capabilities,
  countingRandom,
  gatewayRecord,
  leapingClock,
  scriptedDriver,
} from './scripted-driver.ts';

/** A cloud with other facts, and what its driver is given. */
function cloudWith(facts: Partial<Features>) {
  const sent: string[] = [];
  const given: SnatSource[] = [];
  const base = scriptedDriver({ sent });
  const subnet = { id: 'subnet-1', name: 'web', network: 'vpc-1', cidr: '10.0.1.0/24', native: {} };
  const driver = {
    ...base,
    capabilities: { ...capabilities, features: { ...capabilities.features, ...facts } },
    networks: {
      list: async () => ({ items: [] }),
      subnets: async (network: string) => ({ items: network === 'vpc-1' ? [subnet] : [] }),
    },
    gateways: { ...base.gateways, get: async () => gatewayRecord('gw-1') },
    snat: {
      list: async () => ({ items: [] }),
      add: async (_key: GatewayKey, rule: SnatSpec) => {
        given.push(rule.source);
        return { kind: 'add', subject: {} };
      },
      remove: async () => ({ kind: 'remove', subject: {} }),
    },
  };
  const nat = createNat({ shop: driver }, { clock: leapingClock(), random: countingRandom() });
  const add = async (source: SnatSource) =>
    nat.gateway('shop:north/gw-1').snat.add({ source, through: ['47.0.0.1'] }).accepted;
  return { cloud: nat.use('shop'), add, given, sent };
}

const yes = { supported: true, source: 'test' } as const;
const creation = { ...capabilities.features['gateways.create'], ...yes };

describe('a placement', () => {
  const facts = { 'gateways.create': { ...creation, subnetBySize: { tier: 'unused' } } } as Partial<Features>;
  const network = { vpc: 'vpc-1', subnet: 'subnet-1' };

  it('depends on the kind of size where the facts say so', async () => {
    const { cloud, sent } = cloudWith(facts);
    const size = { tier: 'small' } as const;
    await expect(cloud.gateways.create({ name: 'egress', network, size })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'network.subnet',
      remedy: 'leave network.subnet out',
    });
    await expect(cloud.gateways.create({ name: 'egress', network: { vpc: 'vpc-1' } })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'network.subnet',
    });
    expect(sent).toEqual([]);
    await cloud.gateways.create({ name: 'egress', network: { vpc: 'vpc-1' }, size }).accepted;
    expect(sent).toEqual(['create']);
  });
});

describe('a new address', () => {
  it('takes a network only where addresses belong to one', async () => {
    const { cloud, sent } = cloudWith({});
    await expect(cloud.addresses.allocate({ network: 'vpc-1' })).rejects.toMatchObject({
      code: 'unsupported',
      field: 'network',
    });
    expect(sent).toEqual([]);
  });
});

describe('a block beside a subnet', () => {
  const whole: Partial<Features> = { 'snat.source.subnet': yes };
  const part: Partial<Features> = { 'snat.source.subnet': { ...yes, part: true } };
  const own = { subnet: 'subnet-1', cidr: '10.0.1.0/24' };
  const narrower = { subnet: 'subnet-1', cidr: '10.0.1.128/25' };

  it('is left out when it is the whole subnet and rules take subnets whole', async () => {
    const { add, given } = cloudWith(whole);
    await add(own);
    expect(given).toEqual([{ subnet: 'subnet-1' }]);
  });

  it('reaches the driver where rules take a part of a subnet', async () => {
    const { add, given } = cloudWith(part);
    await add(own);
    await add(narrower);
    expect(given).toEqual([own, narrower]);
  });

  it.each([
    ['a part, where rules take subnets whole', whole, narrower, 'unsupported', 'rule.source.cidr'],
    ['of another subnet', part, { ...own, cidr: '10.0.2.0/24' }, 'invalid-argument', 'rule.source.cidr'],
    ['of no subnet', part, { ...own, subnet: 'subnet-9' }, 'invalid-argument', 'rule.source.subnet'],
  ])('is refused when it is %s', async (_, facts, source, code, field) => {
    const { add, given } = cloudWith(facts);
    await expect(add(source)).rejects.toMatchObject({ code, field });
    expect(given).toEqual([]);
  });
});
