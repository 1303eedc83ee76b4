import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Tencent } from './client.ts';

/** Thirty gateways over six VPCs of ap-guangzhou, and one in ap-beijing. */
function many() {
  const tencent = new Tencent();
  const gateway = (vpc: number, index: number) => ({
    natId: `nat-${vpc}${index}`,
    name: `n${vpc}_${index}`,
    eips: [`198.19.${vpc}.${index}`],
  });
  const vpcs = Array.from({ length: 6 }, (_, vpc) => ({
    region: 'ap-guangzhou',
    vpcId: `vpc-many${vpc}`,
    cidr: '10.0.0.0/16',
    eips: Array.from({ length: 5 }, (__, index) => ({ ip: `198.19.${vpc}.${index}` })),
    gateways: Array.from({ length: 5 }, (__, index) => gateway(vpc, index)),
  }));
  const north = {
    region: 'bj',
    vpcId: 'vpc-north',
    cidr: '10.0.0.0/16',
    eips: [{ ip: '198.19.99.1' }],
    gateways: [{ natId: 'nat-north', name: 'north', eips: ['198.19.99.1'] }],
  };
  tencent.cloud.seed({ vpcs: [...vpcs, north] });
  return tencent;
}

const ids = (tencent: Tencent, filter: Readonly<Record<string, unknown>>) =>
  tencent.gateways(filter).map(({ natId }) => natId);

describe('listing gateways', () => {
  it('answers 20 of them and the number of all beside the data', () => {
    const answer = many().v2('DescribeBmNatGateway');
    expect([answer.totalCount, z.array(z.unknown()).parse(answer.data).length]).toEqual([30, 20]);
  });

  it('goes through all of them page by page, each once', () => {
    const tencent = many();
    const pages = [0, 7, 14, 21, 28, 35].map((offset) => ids(tencent, { offset, limit: 7 }));
    expect(pages.map(({ length }) => length)).toEqual([7, 7, 7, 7, 2, 0]);
    expect(new Set(pages.flat()).size).toBe(30);
  });

  it('orders by id, downwards unless told otherwise', () => {
    const tencent = many();
    const up = ids(tencent, { orderField: 'natId', orderDirection: 'asc', limit: 50 });
    const down = ids(tencent, { orderField: 'natId', limit: 50 });
    expect(up).toEqual(up.toSorted());
    expect(down).toEqual(up.toReversed());
  });

  it('finds by VPC, by part of the name, and by id', () => {
    const tencent = many();
    expect(ids(tencent, { unVpcId: 'vpc-many2' })).toHaveLength(5);
    expect(ids(tencent, { natName: '_3' })).toHaveLength(6);
    expect(ids(tencent, { natName: '_3', unVpcId: 'vpc-many2' })).toEqual(['nat-23']);
    expect(ids(tencent, { natId: 'nat-14' })).toEqual(['nat-14']);
    expect(ids(tencent, { natId: 'nat-14', unVpcId: 'vpc-many2' })).toEqual([]);
  });

  it('keeps regions apart, under their long and their short names', () => {
    const tencent = many();
    const north = tencent.v2('DescribeBmNatGateway', {}, { common: { Region: 'bj' } });
    const foreign = tencent.v2('DescribeBmNatGateway', { natId: 'nat-north' });
    expect([north.totalCount, foreign.code]).toEqual([1, 13014]);
  });

  it.each([{ limit: 51 }, { limit: 0 }, { offset: -1 }, { orderField: 'natName' }, { orderDirection: 'up' }])(
    'refuses %o',
    (filter) => {
      expect(many().v2('DescribeBmNatGateway', filter).code).toBe(4000);
    },
  );
});

describe('listing networks', () => {
  it('finds VPCs by name and orders them', () => {
    const { data } = many().v2('DescribeBmVpcEx', {
      orderField: 'vpcName',
      orderDirection: 'desc',
      limit: 1,
    });
    expect(data).toMatchObject([{ vpcName: 'vpc', productionStatus: 0, zoneId: 1000100003 }]);
  });

  it('describes a subnet by either of its ids', () => {
    const tencent = new Tencent();
    const { subnetId, cidr } = tencent.network;
    const byId = tencent.v2('DescribeBmSubnetEx', { unSubnetId: subnetId });
    const [record] = z.array(z.looseObject({ subnetId: z.number(), cidrBlock: z.string() })).parse(byId.data);
    const byNumber = tencent.v2('DescribeBmSubnetEx', { subnetId: record?.subnetId });
    expect(record?.cidrBlock).toBe(cidr);
    expect(byNumber.data).toEqual(byId.data);
  });

  it('describes the regions by id, with ids as text', () => {
    const { data } = new Tencent().v2('DescribeRegions', { regionId: 8 }, { common: { Region: undefined } });
    expect(data).toMatchObject({
      8: { regionId: '8', setName: 'bj', zones: { 1000800001: { zoneId: '1000800001' } } },
    });
  });
});
