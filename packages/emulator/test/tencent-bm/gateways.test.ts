import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { Tencent } from './client.ts';
import { situation } from './scenarios.ts';

const addressSchema = z.looseObject({
  eip: z.string(),
  status: z.number(),
  type: z.number(),
  natUid: z.string(),
});

function addresses(tencent: Tencent, filter: Readonly<Record<string, unknown>>) {
  const { data } = tencent.v2('DescribeEipBm', { limit: 100, ...filter });
  return z.object({ eipSet: z.array(addressSchema) }).parse(data).eipSet;
}

function create(tencent: Tencent, parameters: Readonly<Record<string, unknown>> = {}) {
  const { vpcId, eips } = tencent.network;
  const request = { natName: 'shop', unVpcId: vpcId, maxConcurrent: 1_000_000, forwardMode: 0 };
  return { ...request, assignedEipSet: [eips[0]], ...parameters };
}

describe('creating a gateway', () => {
  it('answers a task only; the gateway is listed at once as being created and available when the task is done', () => {
    const tencent = new Tencent();
    const answer = tencent.v2('CreateBmNatGateway', create(tencent));
    const before = tencent.gateways();
    tencent.clock.advance(60_000);
    const after = tencent.gateways();
    expect(answer).toEqual({ code: 0, message: '', codeDesc: 'Success', data: { taskId: 9641 } });
    expect(before).toMatchObject([{ natName: 'shop', productionStatus: 0, eipSet: [], eipCount: 0 }]);
    expect(after).toMatchObject([
      { productionStatus: 1, eipCount: 1, ntype: 'small', state: 0, exclusive: 0 },
    ]);
  });

  it('passes the status of its task from 2 to 0', () => {
    const tencent = new Tencent();
    tencent.v2('CreateBmNatGateway', create(tencent));
    const running = tencent.status(9641);
    tencent.clock.advance(60_000);
    expect([running, tencent.status(9641)]).toEqual([2, 0]);
  });

  it('finishes at once when the emulator runs with speed 0', () => {
    const tencent = new Tencent(0);
    tencent.v2('CreateBmNatGateway', create(tencent));
    expect(tencent.status(9641)).toBe(0);
  });

  it('runs as many times faster as the speed says', () => {
    const tencent = new Tencent(60);
    tencent.v2('CreateBmNatGateway', create(tencent));
    tencent.time.now += 999;
    const early = tencent.status(9641);
    tencent.time.now += 1;
    expect([early, tencent.status(9641)]).toEqual([2, 0]);
  });

  it('orders new addresses along with the gateway', () => {
    const tencent = new Tencent();
    tencent.settle('CreateBmNatGateway', create(tencent, { autoAllocEipNum: 2 }));
    const [gateway] = tencent.gateways();
    expect(gateway?.eipSet).toHaveLength(3);
    expect(addresses(tencent, { eips: gateway?.eipSet })).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 2, type: 1, natUid: gateway?.natId })),
    );
  });

  it('makes a second gateway when it is repeated, since there is no token', () => {
    const tencent = new Tencent();
    const request = { natName: 'shop', assignedEipSet: [], autoAllocEipNum: 1 };
    tencent.settle('CreateBmNatGateway', create(tencent, request));
    tencent.settle('CreateBmNatGateway', create(tencent, request));
    expect(tencent.gateways({ natName: 'shop' })).toHaveLength(2);
  });

  it('takes the names of the first generation of the API: vpcId as a number, subnetAll', () => {
    const tencent = new Tencent();
    const [vpc] = z.array(z.looseObject({ vpcId: z.number() })).parse(tencent.v2('DescribeBmVpcEx').data);
    const request = {
      vpcId: vpc?.vpcId,
      subnetAll: 1,
      natName: 'old',
      maxConcurrent: 1_000_000,
      autoAllocEipNum: 1,
    };
    const status = tencent.settle('CreateBmNatGateway', request);
    const [gateway] = tencent.gateways();
    const subnets = tencent.v2('DescribeBmNatBindSubnets', { natId: gateway?.natId }).data;
    expect(status).toBe(0);
    expect(subnets).toMatchObject({
      subnets: [{ name: 'servers' }, { name: 'storage' }, { name: 'backup' }],
    });
  });

  it('joins subnets that come later when it was asked for all', () => {
    const tencent = new Tencent();
    const { vpcId } = tencent.network;
    tencent.settle('CreateBmNatGateway', { ...create(tencent), unVpcId: undefined, vpcId, subnetAll: 1 });
    tencent.cloud.seed({
      vpcs: [
        {
          region: 'gz',
          vpcId,
          subnets: [{ name: 'late', subnetId: 'subnet-late0000', cidr: '10.1.9.0/24' }],
        },
      ],
    });
    const [gateway] = tencent.gateways();
    const { data } = tencent.v2('DescribeBmNatBindSubnets', { natId: gateway?.natId });
    expect(JSON.stringify(data)).toContain('subnet-late0000');
  });

  it('requires the forward mode when the newer name of the VPC is used', () => {
    const tencent = new Tencent();
    const answer = tencent.v2('CreateBmNatGateway', create(tencent, { forwardMode: undefined }));
    expect(answer).toMatchObject({ code: 4000, message: 'parameter forwardMode is missing' });
  });

  it.each([
    ['no address at all', { assignedEipSet: [] }],
    ['a name with a dash', { natName: 'my-shop' }],
    ['a name of 26 characters', { natName: 'x'.repeat(26) }],
    ['five ordered addresses', { autoAllocEipNum: 5 }],
    ['forward mode 2', { forwardMode: 2 }],
  ])('refuses %s', (_, change) => {
    const tencent = new Tencent();
    const answer = tencent.v2('CreateBmNatGateway', create(tencent, change));
    expect([answer.code, tencent.gateways()]).toEqual([10001, []]);
  });

  it('accepts a name in Chinese', () => {
    const tencent = new Tencent();
    const status = tencent.settle('CreateBmNatGateway', create(tencent, { natName: '网关_1' }));
    expect([status, tencent.gateways()[0]?.natName]).toEqual([0, '网关_1']);
  });

  it('fails as a task when the creation fails: the record stays, holds nothing, and can be deleted', () => {
    const tencent = new Tencent();
    const request = create(tencent, { autoAllocEipNum: 1, unSubnetIds: [tencent.network.subnetId] });
    const status = tencent.settle('CreateBmNatGateway', request, { workFault: 'failed' });
    const [failed] = tencent.gateways();
    const statuses = addresses(tencent, {}).filter(({ status: each }) => each === 9);
    const deleted = tencent.settle('DeleteBmNatGateway', { natId: failed?.natId, unVpcId: failed?.unVpcId });
    tencent.cloud.checkInvariants();
    expect([status, failed?.productionStatus, deleted, tencent.gateways()]).toEqual([1, 2, 0, []]);
    expect(statuses).toHaveLength(1);
    expect(tencent.network.eips).toHaveLength(8);
  });

  it('stays at 2 for good when its task is stuck', () => {
    const tencent = new Tencent();
    expect(tencent.settle('CreateBmNatGateway', create(tencent), { workFault: 'stuck' })).toBe(2);
  });

  it('fails for an exclusive gateway where no exclusive cluster was built, and works where one was', () => {
    const tencent = new Tencent();
    const exclusive = tencent.v2('DescribeBmVpcEx', { vpcName: 'exclusive' }).data;
    const [built] = z.array(z.looseObject({ unVpcId: z.string() })).parse(exclusive);
    const request = { exclusive: 1, assignedEipSet: [], autoAllocEipNum: 1 };
    const without = tencent.settle('CreateBmNatGateway', create(tencent, request));
    const withCluster = tencent.settle(
      'CreateBmNatGateway',
      create(tencent, { ...request, unVpcId: built?.unVpcId }),
    );
    expect([without, withCluster]).toEqual([1, 0]);
  });

  it('keeps shared and exclusive gateways out of one VPC', () => {
    const tencent = new Tencent();
    tencent.settle('CreateBmNatGateway', create(tencent));
    const answer = tencent.v2(
      'CreateBmNatGateway',
      create(tencent, { exclusive: 1, assignedEipSet: [], autoAllocEipNum: 1 }),
    );
    expect(answer.code).toBe(10001);
  });

  it('allows as many gateways per VPC as the settings say', () => {
    const tencent = new Tencent();
    tencent.cloud.seed({ settings: { gatewaysPerVpc: 10 } });
    const request = create(tencent, { assignedEipSet: [], autoAllocEipNum: 1 });
    const codes = Array.from({ length: 11 }, () => tencent.v2('CreateBmNatGateway', request).code);
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 0), 13006]);
  });
});

describe('changing a gateway', () => {
  it('switches size only when the task is done', () => {
    const { tencent, shop, vpcId } = situation();
    tencent.v2('UpgradeBmNatGateway', { natId: shop, unVpcId: vpcId, maxConcurrent: 3_000_000 });
    const during = tencent.gateways({ natId: shop })[0];
    tencent.clock.advance(20_000);
    const after = tencent.gateways({ natId: shop })[0];
    expect(during).toMatchObject({ maxConcurrent: 1_000_000, ntype: 'small', productionStatus: 1 });
    expect(after).toMatchObject({ maxConcurrent: 3_000_000, ntype: 'middle' });
  });

  it('keeps the size when the task fails', () => {
    const { tencent, shop, vpcId } = situation();
    const request = { natId: shop, unVpcId: vpcId, maxConcurrent: 10_000_000 };
    const status = tencent.settle('UpgradeBmNatGateway', request, { workFault: 'failed' });
    expect([status, tencent.gateways({ natId: shop })[0]?.maxConcurrent]).toEqual([1, 1_000_000]);
  });

  it('accepts a smaller size unless the settings forbid it', () => {
    const { tencent, shop, vpcId } = situation();
    const request = { natId: shop, unVpcId: vpcId, maxConcurrent: 1_000_000 };
    const lenient = tencent.v2('UpgradeBmNatGateway', request).code;
    tencent.cloud.seed({ settings: { upgradeOnlyUp: true } });
    expect([lenient, tencent.v2('UpgradeBmNatGateway', request).code]).toEqual([0, 4000]);
  });

  it('accepts two writes at once unless the settings forbid it', () => {
    const { tencent, shop, vpcId } = situation();
    const request = { natId: shop, unVpcId: vpcId, maxConcurrent: 3_000_000 };
    const codes = [1, 2].map(() => tencent.v2('UpgradeBmNatGateway', request).code);
    tencent.cloud.seed({ settings: { oneTaskPerGateway: true } });
    expect([...codes, tencent.v2('UpgradeBmNatGateway', request).codeDesc]).toEqual([0, 0, 'ActionLocked']);
  });

  it('renames at once', () => {
    const { tencent, shop, vpcId } = situation();
    tencent.v2('ModifyBmNatGateway', { natId: shop, unVpcId: vpcId, natName: 'renamed' });
    expect(tencent.gateways({ natId: shop })[0]?.natName).toBe('renamed');
  });

  it('disappears when its deletion is done, and keeps its addresses in the account', () => {
    const { tencent, shop, vpcId, first, second } = situation();
    tencent.v2('DeleteBmNatGateway', { natId: shop, unVpcId: vpcId });
    const during = tencent.gateways({ natName: 'shop' });
    const again = tencent.v2('DeleteBmNatGateway', { natId: shop, unVpcId: vpcId });
    tencent.clock.advance(30_000);
    expect(during).toHaveLength(1);
    expect(again).toMatchObject({ code: 5100, codeDesc: 'ActionLocked' });
    expect(tencent.gateways({ natName: 'shop' })).toEqual([]);
    expect(addresses(tencent, { eips: [first, second] })).toMatchObject([
      { status: 4, type: -1, natUid: '' },
      { status: 4, type: -1, natUid: '' },
    ]);
  });

  it('survives a deletion that fails', () => {
    const { tencent, shop, vpcId } = situation();
    const status = tencent.settle(
      'DeleteBmNatGateway',
      { natId: shop, unVpcId: vpcId },
      { workFault: 'failed' },
    );
    const upgrade = tencent.settle('UpgradeBmNatGateway', {
      natId: shop,
      unVpcId: vpcId,
      maxConcurrent: 3_000_000,
    });
    expect([status, upgrade]).toEqual([1, 0]);
  });

  it('fails the task of a write that its deletion overtakes', () => {
    const { tencent, other, vpcId, free } = situation();
    tencent.cloud.seed({ settings: { durations: { bindAddress: 100 } } });
    const bind = tencent.v2('EipBindBmNatGateway', { natId: other, unVpcId: vpcId, assignedEipSet: [free] });
    tencent.v2('DeleteBmNatGateway', { natId: other, unVpcId: vpcId });
    tencent.clock.advance(200_000);
    const { taskId } = z.object({ taskId: z.number() }).parse(bind.data);
    tencent.cloud.checkInvariants();
    expect([tencent.status(taskId), addresses(tencent, { eips: [free] })[0]?.status]).toEqual([1, 4]);
  });

  it('is found in its own VPC only', () => {
    const { tencent, shop } = situation();
    const foreign = tencent.v2('DescribeBmVpcEx', { vpcName: 'exclusive' }).data;
    const [vpc] = z.array(z.looseObject({ unVpcId: z.string() })).parse(foreign);
    expect(tencent.v2('DeleteBmNatGateway', { natId: shop, unVpcId: vpc?.unVpcId }).code).toBe(13014);
  });
});

describe('public addresses of a gateway', () => {
  it('pass through binding and unbinding, and carry traffic until they are off', () => {
    const { tencent, other, vpcId, third, free } = situation();
    const key = { natId: other, unVpcId: vpcId };
    const status = () => addresses(tencent, { eips: [free] })[0]?.status;
    const active = () => tencent.gateways({ natId: other })[0]?.eipSet;
    const seen: unknown[] = [status()];
    tencent.v2('EipBindBmNatGateway', { ...key, assignedEipSet: [free] });
    seen.push(status(), active());
    tencent.clock.advance(10_000);
    seen.push(status(), active());
    tencent.v2('EipUnBindBmNatGateway', { ...key, assignedEipSet: [free] });
    seen.push(status(), active());
    tencent.clock.advance(10_000);
    seen.push(status(), active());
    expect(seen).toEqual([4, 1, [third], 2, [third, free], 3, [third, free], 4, [third]]);
  });

  it('cannot lose the last bound one while another is only being bound', () => {
    const { tencent, other, vpcId, third, free } = situation();
    const key = { natId: other, unVpcId: vpcId };
    tencent.v2('EipBindBmNatGateway', { ...key, assignedEipSet: [free] });
    expect(tencent.v2('EipUnBindBmNatGateway', { ...key, assignedEipSet: [third] }).code).toBe(13008);
  });

  it('cannot be unbound from a gateway they are not on', () => {
    const { tencent, shop, vpcId, third } = situation();
    const answer = tencent.v2('EipUnBindBmNatGateway', {
      natId: shop,
      unVpcId: vpcId,
      assignedEipSet: [third],
    });
    expect(answer.code).toBe(13010);
  });

  it('go back to bound when unbinding fails', () => {
    const { tencent, shop, vpcId, first } = situation();
    const request = { natId: shop, unVpcId: vpcId, assignedEipSet: [first] };
    const status = tencent.settle('EipUnBindBmNatGateway', request, { workFault: 'failed' });
    expect([status, addresses(tencent, { eips: [first] })[0]?.status]).toEqual([1, 2]);
  });

  it('are ordered, listed and released beside any gateway', () => {
    const tencent = new Tencent();
    const { vpcId } = tencent.network;
    const order = tencent.v2('EipBmApply', {
      unVpcId: vpcId,
      goodsNum: 2,
      payMode: 'bandwidth',
      bandwidth: 10,
    });
    const { eipIds, requestId } = z
      .object({ eipIds: z.array(z.string()), requestId: z.number() })
      .parse(order.data);
    const fresh = addresses(tencent, { eipIds });
    tencent.clock.advance(10_000);
    const ready = addresses(tencent, { eipIds });
    const polled = tencent.v2('EipBmQueryTask', { requestId }).data;
    tencent.settleRelease(eipIds);
    expect(fresh.map(({ status }) => status)).toEqual([0, 0]);
    expect(ready).toMatchObject([{ status: 4, payMode: 'bandwidth', bandwidth: 10 }, { status: 4 }]);
    expect(polled).toEqual({ status: 0 });
    expect(addresses(tencent, { eipIds })).toEqual([]);
  });
});
