import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Tencent } from './client.ts';
import { situation } from './scenarios.ts';

const joined = z.object({
  subnets: z.array(z.looseObject({ unSubnetId: z.string(), subnetNatType: z.number() })),
});

function subnetsOf(tencent: Tencent, natId: string | undefined) {
  const { subnets } = joined.parse(tencent.v2('DescribeBmNatBindSubnets', { natId }).data);
  return Object.fromEntries(subnets.map(({ unSubnetId, subnetNatType }) => [unSubnetId, subnetNatType]));
}

function ipsOf(tencent: Tencent, natId: string | undefined, filter = {}) {
  const { data } = tencent.v2('DescribeBmNatPartSubnetBindIps', { natId, ...filter });
  const parts = z.array(
    z.object({ unSubnetId: z.string(), subnetId: z.number(), natIpList: z.array(z.string()) }),
  );
  return Object.fromEntries(parts.parse(data).map(({ unSubnetId, natIpList }) => [unSubnetId, natIpList]));
}

/** A CIDR-mode gateway in a VPC with subnets of several sizes. */
function cidrMode() {
  const tencent = new Tencent();
  const cidrs = [
    '10.40.0.0/16',
    '10.41.0.0/16',
    '10.42.0.0/16',
    '10.43.0.0/16',
    '10.44.0.0/16',
    '10.45.0.0/26',
  ];
  const subnets = cidrs.map((cidr, index) => ({ cidr, subnetId: `subnet-${index}`, name: `s${index}` }));
  tencent.cloud.seed({
    vpcs: [
      {
        region: 'ap-guangzhou',
        vpcId: 'vpc-wide',
        cidr: '10.32.0.0/11',
        subnets,
        eips: [{ ip: '198.19.0.1' }],
        gateways: [{ natId: 'nat-cidr', name: 'wide', forwardMode: 1, eips: ['198.19.0.1'] }],
      },
    ],
  });
  return { tencent, key: { natId: 'nat-cidr', unVpcId: 'vpc-wide' } };
}

describe('subnets of a gateway', () => {
  it('are listed with how they are joined, and single addresses beside them', () => {
    const { tencent, shop, servers, storage } = situation();
    expect(subnetsOf(tencent, shop)).toEqual({ [servers]: 1, [storage]: 0 });
    expect(ipsOf(tencent, shop)).toEqual({ [storage]: ['10.1.2.10', '10.1.2.11'] });
    expect(ipsOf(tencent, shop, { unSubnetIds: [servers] })).toEqual({});
  });

  it('forward only when the task is done, but are reserved at once', () => {
    const { tencent, shop, other, vpcId, backup } = situation();
    tencent.v2('SubnetBindBmNatGateway', { natId: shop, unVpcId: vpcId, unSubnetIds: [backup] });
    const during = Object.keys(subnetsOf(tencent, shop));
    const taken = tencent.v2('SubnetBindBmNatGateway', {
      natId: other,
      unVpcId: vpcId,
      unSubnetIds: [backup],
    }).code;
    tencent.clock.advance(10_000);
    expect([during.includes(backup), taken, subnetsOf(tencent, shop)[backup]]).toEqual([false, 13012, 1]);
  });

  it('leave however they were joined', () => {
    const { tencent, shop, vpcId, servers, storage } = situation();
    const request = { natId: shop, unVpcId: vpcId, unSubnetIds: [servers, storage] };
    tencent.v2('SubnetUnBindBmNatGateway', request);
    const during = subnetsOf(tencent, shop);
    tencent.clock.advance(10_000);
    expect([during, subnetsOf(tencent, shop)]).toEqual([{ [servers]: 1, [storage]: 0 }, {}]);
  });

  it('take further single addresses, and leave with the last one', () => {
    const { tencent, shop, vpcId, storage } = situation();
    const key = { natId: shop, unVpcId: vpcId };
    const part = (...ipList: string[]) => ({ ...key, ips: [{ unSubnetId: storage, ipList }] });
    tencent.settle('BindIpsToBmNatGateway', part('10.1.2.12'));
    const grown = ipsOf(tencent, shop);
    tencent.settle('UnbindIpsToBmNatGateway', part('10.1.2.10', '10.1.2.11', '10.1.2.12'));
    expect(grown).toEqual({ [storage]: ['10.1.2.10', '10.1.2.11', '10.1.2.12'] });
    expect(Object.keys(subnetsOf(tencent, shop))).not.toContain(storage);
  });

  it('cannot be joined in part when they are joined whole, nor whole when they are joined in part', () => {
    const { tencent, shop, vpcId, servers, storage } = situation();
    const key = { natId: shop, unVpcId: vpcId };
    const part = tencent.v2('BindIpsToBmNatGateway', {
      ...key,
      ips: [{ unSubnetId: servers, ipList: ['10.1.1.20'] }],
    });
    const whole = tencent.v2('SubnetBindBmNatGateway', { ...key, unSubnetIds: [storage] });
    expect([part.code, whole.code]).toEqual([13012, 13012]);
  });

  it('cannot be named whole and in part at once', () => {
    const tencent = new Tencent();
    const { vpcId, subnetId, eips } = tencent.network;
    const answer = tencent.v2('CreateBmNatGateway', {
      natName: 'both',
      unVpcId: vpcId,
      maxConcurrent: 1_000_000,
      forwardMode: 0,
      assignedEipSet: [eips[0]],
      unSubnetIds: [subnetId],
      ips: [{ unSubnetId: subnetId, ipList: ['10.1.1.10'] }],
    });
    expect(answer.code).toBe(10001);
  });

  it('come back when leaving fails, and are free when joining fails', () => {
    const { tencent, shop, vpcId, servers, backup } = situation();
    const key = { natId: shop, unVpcId: vpcId };
    tencent.settle('SubnetUnBindBmNatGateway', { ...key, unSubnetIds: [servers] }, { workFault: 'failed' });
    tencent.settle('SubnetBindBmNatGateway', { ...key, unSubnetIds: [backup] }, { workFault: 'failed' });
    tencent.cloud.checkInvariants();
    expect([subnetsOf(tencent, shop)[servers], subnetsOf(tencent, shop)[backup]]).toEqual([1, undefined]);
  });

  it('fail as a task when a server that is named singly has a public address of its own', () => {
    const { tencent, shop, vpcId } = situation();
    const servers = [{ ip: '10.1.7.5', ownAddress: '198.19.9.9' }];
    const subnet = { cidr: '10.1.7.0/24', subnetId: 'subnet-mixed', servers };
    tencent.cloud.seed({ vpcs: [{ region: 'gz', vpcId, subnets: [subnet] }] });
    const bind = (ip: string) =>
      tencent.settle('BindIpsToBmNatGateway', {
        natId: shop,
        unVpcId: vpcId,
        ips: [{ unSubnetId: 'subnet-mixed', ipList: [ip] }],
      });
    expect([bind('10.1.7.5'), bind('10.1.7.6')]).toEqual([1, 0]);
  });

  it('are refused in CIDR mode when their mask is longer than 24, or when they come singly', () => {
    const { tencent, key } = cidrMode();
    const long = tencent.v2('SubnetBindBmNatGateway', { ...key, unSubnetIds: ['subnet-5'] });
    const single = tencent.v2('BindIpsToBmNatGateway', {
      ...key,
      ips: [{ unSubnetId: 'subnet-0', ipList: ['10.40.0.9'] }],
    });
    expect([long.code, single.code]).toEqual([10001, 10001]);
  });

  it('fill a gateway in CIDR mode with 1024 segments', () => {
    const { tencent, key } = cidrMode();
    const four = ['subnet-0', 'subnet-1', 'subnet-2', 'subnet-3'];
    const full = tencent.settle('SubnetBindBmNatGateway', { ...key, unSubnetIds: four });
    const more = tencent.v2('SubnetBindBmNatGateway', { ...key, unSubnetIds: ['subnet-4'] });
    expect([full, more.code, subnetsOf(tencent, 'nat-cidr')]).toEqual([
      0,
      10001,
      Object.fromEntries(four.map((id) => [id, 2])),
    ]);
  });

  it('fill a gateway in IP mode with 1024 servers', () => {
    const { tencent, shop, vpcId } = situation();
    const servers = Array.from({ length: 1020 }, (_, index) => ({
      ip: `10.1.${64 + (index >> 8)}.${index & 255}`,
    }));
    tencent.cloud.seed({
      vpcs: [{ region: 'gz', vpcId, subnets: [{ cidr: '10.1.64.0/22', subnetId: 'subnet-big', servers }] }],
    });
    const answer = tencent.v2('SubnetBindBmNatGateway', {
      natId: shop,
      unVpcId: vpcId,
      unSubnetIds: ['subnet-big'],
    });
    expect(answer).toMatchObject({ code: 10001, message: expect.stringContaining('1024') });
  });
});
