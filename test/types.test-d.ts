import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import {
  type Billing,
  createNat,
  type DnatRule,
  fromEnvironment,
  type Gateway,
  type ItemResult,
  type Nat,
  type Operation,
  valuesOf,
} from '@polynat/core';
import { CLOCK, NAT, token } from '@polynat/inversify';
import { tencentBm } from '@polynat/tencent-bm';
import { Container } from 'inversify';
import { describe, expectTypeOf, it } from 'vitest';

const credentials = fromEnvironment();
const nat = createNat({
  shop: alibaba({ region: 'cn-hangzhou', credentials }),
  search: baidu({ region: 'bj', credentials }),
  legacy: tencentBm({ region: 'ap-guangzhou', credentials }),
});
const network = { vpc: 'vpc-1', subnet: 'vsw-1' };

describe('clouds', () => {
  it('are known by the aliases they were given', () => {
    expectTypeOf(nat.use).parameter(0).toEqualTypeOf<'shop' | 'search' | 'legacy'>();
    // @ts-expect-error a typo in the alias
    nat.use('serach');
  });

  it('are made with what they need', () => {
    // @ts-expect-error without a region
    alibaba({ credentials });
    // @ts-expect-error with the keys of another cloud
    baidu({ region: 'bj', credentials: { accessKeyId: 'a', accessKeySecret: 'b' } });
    // @ts-expect-error with a version there is not
    tencentBm({ region: 'ap-guangzhou', credentials, api: 'v4' });
  });
});

describe('what a cloud lacks does not compile', () => {
  it('no renewal and no DNAT on bare metal', () => {
    // @ts-expect-error nothing is paid ahead
    nat.use('legacy').gateway('g').renew({ months: 1 });
    // @ts-expect-error from inside to outside only
    nat.use('legacy').gateway('g').dnat.list();
    expectTypeOf(nat.use('legacy').gateway('g')).toHaveProperty('snat');
  });

  it('no bandwidth packages but on Alibaba', () => {
    expectTypeOf(nat.use('shop').gateway('g')).toHaveProperty('bandwidth');
    // @ts-expect-error addresses have their own bandwidth
    nat.use('search').gateway('g').bandwidth.list();
    // @ts-expect-error addresses have their own bandwidth
    nat.use('legacy').gateway('g').bandwidth.list();
    expectTypeOf(nat.use('search')).toHaveProperty('bandwidth');
    // @ts-expect-error addresses are paid one by one
    nat.use('legacy').bandwidth.list();
  });

  it('a batch answers for each item', () => {
    const adding = nat.use('shop').gateway('g').dnat.addAll([], { atomic: true });
    expectTypeOf(adding).toEqualTypeOf<Operation<readonly ItemResult<DnatRule>[]>>();
    expectTypeOf(valuesOf<DnatRule>).returns.toEqualTypeOf<DnatRule[]>();
    const removing = nat.use('legacy').gateway('g').snat.removeAll(['a']);
    expectTypeOf(removing).toEqualTypeOf<Operation<readonly ItemResult<void>[]>>();
    // @ts-expect-error no cloud removes all or nothing
    nat.use('search').gateway('g').snat.removeAll(['a'], { atomic: true });
  });

  it('what it has does', () => {
    expectTypeOf(nat.use('search').gateway('g').renew({ months: 1 })).toEqualTypeOf<Operation<Billing>>();
    expectTypeOf(nat.use('shop').gateway('g').resize({ tier: 'large' })).toEqualTypeOf<Operation<Gateway>>();
    const rule = {
      protocol: 'tcp',
      public: { address: 'a', ports: 1 },
      private: { address: 'b', ports: 1 },
    } as const;
    expectTypeOf(nat.use('search').gateway('g').dnat.add(rule)).toEqualTypeOf<Operation<DnatRule>>();
  });
});

describe('orders', () => {
  it('are paid ahead for a term, or not at all', () => {
    nat.use('search').gateways.create({ network, billing: { mode: 'prepaid', term: { months: 1 } } });
    // @ts-expect-error for how long?
    nat.use('search').gateways.create({ network, billing: { mode: 'prepaid' } });
    // @ts-expect-error months or years
    nat.use('search').gateway('g').renew({ weeks: 1 });
  });

  it('have one size of the kinds there are', () => {
    nat.use('legacy').gateways.create({ network, size: { atLeast: { connections: 3_000_000 } } });
    // @ts-expect-error no such tier
    nat.use('legacy').gateways.create({ network, size: { tier: 'middle' } });
    // @ts-expect-error a gateway stands in a network
    nat.use('legacy').gateways.create({ name: 'shop' });
  });

  it('tell one source from another', () => {
    const { snat } = nat.use('shop').gateway('g');
    snat.add({ source: { subnet: 'vsw-1' } });
    // @ts-expect-error a network is whole
    snat.add({ source: { network: 'half' } });
  });
});

describe('native operations', () => {
  const shop = alibaba({ region: 'cn-hangzhou', credentials });
  const search = baidu({ region: 'bj', credentials });
  const legacy = tencentBm({ region: 'ap-guangzhou', credentials });
  const twin = tencentBm({ region: 'ap-guangzhou', credentials, api: 'v3' });

  it('of Alibaba are typed by their name', () => {
    const entry = {
      ForwardTableId: 'ftb-1',
      ExternalIp: '47.0.0.1',
      ExternalPort: '443',
      InternalIp: '10.0.0.9',
      InternalPort: '8443',
      IpProtocol: 'TCP',
    } as const;
    expectTypeOf(shop.native.call('CreateForwardEntry', entry)).resolves.toHaveProperty('ForwardEntryId');
    expectTypeOf(shop.native.call('DescribeNatGateways', {}))
      .resolves.toHaveProperty('NatGateways')
      .toExtend<readonly { readonly NatGatewayId: string }[]>();
    // @ts-expect-error which table?
    void shop.native.call('CreateForwardEntry', { ...entry, ForwardTableId: undefined });
    // @ts-expect-error a break is wanted or not
    void shop.native.call('CreateForwardEntry', { ...entry, PortBreak: {} });
    // @ts-expect-error an operation of another cloud
    void shop.native.call('PurchaseReservedNat', {});
  });

  it('of Baidu are typed by their name', () => {
    const billing = { reservation: { reservationLength: 1, reservationTimeUnit: 'month' } } as const;
    expectTypeOf(search.native.call('PurchaseReservedNat', { natId: 'nat-1', billing })).toBeObject();
    expectTypeOf(search.native.call('CreateSnatRule', {} as never))
      .resolves.toHaveProperty('ruleId')
      .toBeString();
    // @ts-expect-error which gateway?
    void search.native.call('PurchaseReservedNat', { billing });
    // @ts-expect-error for how long?
    void search.native.call('PurchaseReservedNat', { natId: 'nat-1' });
    // @ts-expect-error a typo in the name
    void search.native.call('PurchaseReserveNat', { natId: 'nat-1', billing });
  });

  it('of bare metal are those of the version that was chosen', () => {
    const upgrade = { natId: 'nat-1', unVpcId: 'vpc-1', maxConcurrent: 3_000_000 } as const;
    expectTypeOf(legacy.native.call('UpgradeBmNatGateway', upgrade)).resolves.toHaveProperty('data');
    const twinUpgrade = { NatId: 'nat-1', VpcId: 'vpc-1', MaxConcurrent: 3_000_000 } as const;
    expectTypeOf(twin.native.call('UpgradeNatGateway', twinUpgrade)).resolves.toHaveProperty('TaskId');
    // @ts-expect-error to which size?
    void legacy.native.call('UpgradeBmNatGateway', { natId: 'nat-1', unVpcId: 'vpc-1' });
    // @ts-expect-error an operation of version 3
    void legacy.native.call('UpgradeNatGateway', twinUpgrade);
    // @ts-expect-error an operation of version 2
    void twin.native.call('UpgradeBmNatGateway', upgrade);
  });
});

describe('tokens of a container', () => {
  class Report {
    readonly nat: Nat;
    constructor(own: Nat) {
      this.nat = own;
    }
  }
  const container = new Container();
  const report = token<Report>('test/report');

  it('bring what they stand for', () => {
    expectTypeOf(container.get(NAT)).toEqualTypeOf<Nat>();
    container.bind(report).toResolvedValue((own) => new Report(own), [NAT]);
    // @ts-expect-error a clock is no Nat
    container.bind(report).toResolvedValue((own: Nat) => new Report(own), [CLOCK]);
  });
});
