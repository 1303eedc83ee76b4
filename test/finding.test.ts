import type { GatewayFilter } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliases, type EveryCloud, openEveryCloud } from './clouds.ts';
import { orderOn } from './placement.ts';

/** Clouds that share one account on the emulator list each other's gateways. */
const apart = aliases.filter((alias) => alias !== 'tencent-bm-v3');

let clouds: EveryCloud;
beforeAll(async () => {
  clouds = await openEveryCloud();
  for (const alias of apart) {
    for (const name of ['shop_a', 'shop_b', 'other_c']) await create(alias, name);
  }
});
afterAll(() => clouds.close());

async function create(alias: string, name: string): Promise<void> {
  const cloud = clouds.nat.cloud(alias);
  const place = clouds.places[alias];
  if (!place) throw new Error(alias);
  const tags = cloud.can('gateways.tags') ? { tags: { team: name.slice(0, 4) } } : {};
  await cloud.gateways.create({ ...(await orderOn(cloud, place)), name, ...tags });
}

/** What left for listing gateways while `work` ran, without paging, account and protocol. */
async function sentBy(work: () => Promise<unknown>): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const before = clouds.emulator.requests().length;
  await work();
  return clouds.emulator
    .requests()
    .slice(before)
    .filter(({ operation }) => listings.includes(operation))
    .map(({ operation, parameters }) => ({ operation, ...conditionsIn(parameters) }));
}

const listings = ['DescribeNatGateways', 'DescribeBmNatGateway', 'ListNat', 'GetNat'];
const conditions = /^(NatGatewayIds?|VpcId|Name|Status|Tag\..*|Filters.*|natId|natName|unVpcId|vpcId|name)$/;

const conditionsIn = (parameters: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => conditions.test(name)));

const named = async (alias: string, filter: GatewayFilter): Promise<readonly string[]> =>
  (await clouds.nat.cloud(alias).gateways.list(filter).toArray()).map(({ name }) => name).sort();

describe.each(apart)('%s', (alias) => {
  it('answers each filter alike, whoever applies it', async () => {
    expect(await named(alias, { name: 'shop_*' })).toEqual(['shop_a', 'shop_b']);
    expect(await named(alias, { name: 'shop_a', state: 'available' })).toEqual(['shop_a']);
    expect(await named(alias, { network: 'vpc-of-nobody' })).toEqual([]);
    if (!clouds.nat.cloud(alias).can('gateways.tags')) return;
    expect(await named(alias, { tags: { team: 'shop' } })).toEqual(['shop_a', 'shop_b']);
    expect(await named(alias, { tags: { team: 'o*' }, name: '*_c' })).toEqual(['other_c']);
  });
});

describe('a filter goes to the cloud where it filters', () => {
  it('on Alibaba Cloud by id, name, network, state and tag, in one request', async () => {
    const { gateways } = clouds.nat.cloud('alibaba');
    const vpc = clouds.places.alibaba?.vpc ?? '';
    const { ref } = await gateways.find({ name: 'shop_a' });
    const filter = { ids: [ref.id], name: 'shop_a', network: vpc, state: 'available' as const };
    expect(await sentBy(() => gateways.list({ ...filter, tags: { team: 'shop' } }).toArray())).toEqual([
      {
        operation: 'DescribeNatGateways',
        ...{ NatGatewayId: ref.id, Name: 'shop_a', VpcId: vpc, Status: 'Available' },
        ...{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'shop' },
      },
    ]);
    expect(await sentBy(() => gateways.list({ name: 'shop_*' }).toArray())).toEqual([
      { operation: 'DescribeNatGateways' },
    ]);
  });

  it('on Tencent Cloud VPC by ids alone, or by everything else', async () => {
    const { gateways } = clouds.nat.cloud('tencent-vpc');
    const ids = (await gateways.list().toArray()).map(({ ref }) => ref.id);
    expect(await sentBy(() => gateways.list({ ids, name: 'shop_a' }).toArray())).toHaveLength(1);
    const sent = await sentBy(() =>
      gateways.list({ name: 'shop_a', state: 'available', tags: { team: 'shop' } }).toArray(),
    );
    expect(JSON.stringify(sent)).toMatch(/nat-gateway-name.*shop_a.*nat-state.*AVAILABLE.*tag-key.*team/);
    expect(sent).toHaveLength(1);
  });

  it('on Tencent Cloud BM by a part of the name', async () => {
    const { gateways } = clouds.nat.cloud('tencent-bm');
    expect(await sentBy(() => gateways.list({ name: '*hop_*' }).toArray())).toEqual([
      { operation: 'DescribeBmNatGateway', natName: 'hop_' },
    ]);
  });

  it('on Baidu by id, or by network and whole name', async () => {
    const { gateways } = clouds.nat.cloud('baidu');
    const vpc = clouds.places.baidu?.vpc ?? '';
    const { ref } = await gateways.find({ name: 'shop_b' });
    expect(await sentBy(() => gateways.list({ ids: [ref.id] }).toArray())).toHaveLength(1);
    expect(await sentBy(() => gateways.list({ network: vpc, name: 'shop_b' }).toArray())).toEqual([
      { operation: 'ListNat', vpcId: vpc, name: 'shop_b' },
    ]);
  });
});

describe('among all clouds', () => {
  it('a network that only one knows is no failure of the others', async () => {
    const network = clouds.places.baidu?.vpc ?? '';
    const { items, failures } = await clouds.nat.gateways.list({ network }).settle();
    expect(failures).toEqual([]);
    expect(new Set(items.map(({ ref }) => ref.cloud))).toEqual(new Set(['baidu']));
    expect(items).toHaveLength(3);
  });

  it('two matches on two clouds are both named', async () => {
    await expect(clouds.nat.gateways.find({ name: 'other_c' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/alibaba:.*baidu:.*memory:/),
    });
  });
});
