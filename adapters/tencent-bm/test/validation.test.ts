import { describe, expect, test } from 'vitest';
import { keys, scene } from './scripted-sender.ts';

const unVpcId = 'vpc-kd7d06of';
const gateway = { natId: 'nat-et8e970y', unVpcId };
const order = {
  natName: 'shop',
  unVpcId,
  maxConcurrent: 1_000_000,
  forwardMode: 0,
  assignedEipSet: ['118.89.24.81'],
};
const four = ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'];
const part = { unSubnetId: 'subnet-a', ipList: ['10.0.0.1'] };

async function refused(api: 'v2' | 'v3', name: string, input: unknown) {
  const { driver, sender } = scene(() => 'lost', { api });
  const door: { call(name: string, input: unknown): Promise<unknown> } = driver.native;
  const error = await door.call(name, input).catch((thrown: unknown) => thrown);
  expect(sender.requests).toEqual([]);
  return error;
}

describe('version 2 refuses before anything is sent', () => {
  test.each([
    ['CreateBmNatGateway', { ...order, natName: '' }, 'natName'],
    ['CreateBmNatGateway', { ...order, natName: 'a-b' }, 'natName'],
    ['CreateBmNatGateway', { ...order, natName: '网'.repeat(26) }, 'natName'],
    ['CreateBmNatGateway', { ...order, unVpcId: undefined }, 'unVpcId'],
    ['CreateBmNatGateway', { ...order, vpcId: 300006 }, 'unVpcId'],
    ['CreateBmNatGateway', { ...order, maxConcurrent: 2_000_000 }, 'maxConcurrent'],
    ['CreateBmNatGateway', { ...order, maxConcurrent: 'many' }, 'maxConcurrent'],
    ['CreateBmNatGateway', { ...order, forwardMode: undefined }, 'forwardMode'],
    ['CreateBmNatGateway', { ...order, forwardMode: 2 }, 'forwardMode'],
    ['CreateBmNatGateway', { ...order, exclusive: 2 }, 'exclusive'],
    ['CreateBmNatGateway', { ...order, assignedEipSet: undefined }, 'assignedEipSet'],
    ['CreateBmNatGateway', { ...order, assignedEipSet: undefined, autoAllocEipNum: 0 }, 'assignedEipSet'],
    ['CreateBmNatGateway', { ...order, assignedEipSet: four, autoAllocEipNum: 1 }, 'assignedEipSet'],
    ['CreateBmNatGateway', { ...order, assignedEipSet: ['eip-e791epal'] }, 'assignedEipSet.0'],
    ['CreateBmNatGateway', { ...order, autoAllocEipNum: 5 }, 'autoAllocEipNum'],
    ['CreateBmNatGateway', { ...order, forwardMode: 1, ips: [part] }, 'ips'],
    ['CreateBmNatGateway', { ...order, unSubnetIds: ['subnet-a'], ips: [part] }, 'ips'],
    ['CreateBmNatGateway', { ...order, ips: [{ ...part, ipList: [] }] }, 'ips.0.ipList'],
    ['CreateBmNatGateway', { ...order, tags: [] }, 'CreateBmNatGateway'],
    ['UpgradeBmNatGateway', { ...gateway, maxConcurrent: 1 }, 'maxConcurrent'],
    ['UpgradeBmNatGateway', { natId: 'nat-1', maxConcurrent: 3_000_000 }, 'unVpcId'],
    ['UpgradeBmNatGateway', { ...gateway, natId: 'nat 1', maxConcurrent: 3_000_000 }, 'natId'],
    ['ModifyBmNatGateway', { ...gateway, natName: 'a b' }, 'natName'],
    ['DescribeBmNatGateway', { limit: 51 }, 'limit'],
    ['DescribeBmNatGateway', { offset: -1 }, 'offset'],
    ['DescribeBmNatGateway', { orderField: 'natName' }, 'orderField'],
    ['EipBindBmNatGateway', gateway, 'assignedEipSet'],
    ['EipUnBindBmNatGateway', { ...gateway, assignedEipSet: [] }, 'assignedEipSet'],
    ['SubnetBindBmNatGateway', { ...gateway, unSubnetIds: [] }, 'unSubnetIds'],
    ['BindIpsToBmNatGateway', { ...gateway, ips: [] }, 'ips'],
    ['BindIpsToBmNatGateway', { ...gateway, ips: [{ ...part, ipList: ['10.0.0.256'] }] }, 'ips.0.ipList.0'],
    ['QueryBmNatGatewayProductionStatus', {}, 'taskId'],
    ['EipBmApply', { unVpcId, goodsNum: 21 }, 'goodsNum'],
    ['EipBmApply', { unVpcId, payMode: 'flow', bandwidth: 10 }, 'bandwidth'],
    ['EipBmApply', { unVpcId, payMode: 'bandwidth', bandwidth: 1001 }, 'bandwidth'],
    ['EipBmDelete', { eipIds: [] }, 'eipIds'],
    ['DescribeEipBm', { limit: 101 }, 'limit'],
  ])('%s %j for its %s', async (name, input, field) => {
    expect(await refused('v2', name, input)).toMatchObject({ code: 'invalid-argument', field });
  });
});

describe('version 3 refuses before anything is sent', () => {
  const created = {
    ForwardMode: '0',
    VpcId: unVpcId,
    NatName: 'shop',
    MaxConcurrent: 1_000_000,
    AssignedEips: ['1.1.1.1'],
  };
  const key = { NatId: 'nat-1', VpcId: unVpcId };
  test.each([
    ['CreateNatGateway', { ...created, NatName: 'a-b' }, 'NatName'],
    ['CreateNatGateway', { ...created, ForwardMode: undefined }, 'ForwardMode'],
    ['CreateNatGateway', { ...created, AssignedEips: undefined }, 'AssignedEips'],
    [
      'CreateNatGateway',
      { ...created, ForwardMode: 1, IpInfoSet: [{ SubnetId: 'subnet-a', Ips: ['10.0.0.1'] }] },
      'IpInfoSet',
    ],
    ['UpgradeNatGateway', { ...key, MaxConcurrent: 5 }, 'MaxConcurrent'],
    ['UpgradeNatGateway', { NatId: 'nat-1', MaxConcurrent: 3_000_000 }, 'VpcId'],
    ['BindEipsToNatGateway', key, 'AssignedEips'],
    ['DescribeNatGateways', { OrderField: 'NatId' }, 'OrderField'],
    ['DescribeTaskStatus', { TaskId: 'nine' }, 'TaskId'],
    ['CreateEip', { PayMode: 'flow', Bandwidth: 5 }, 'Bandwidth'],
    ['DescribeVpcs', { VpcIds: ['vpc-1'], Filters: [{ Name: 'zone', Values: ['z'] }] }, 'Filters'],
    ['DescribeEips', { OrderField: 'Name' }, 'OrderField'],
  ])('%s %j for its %s', async (name, input, field) => {
    expect(await refused('v3', name, input)).toMatchObject({ code: 'invalid-argument', field });
  });
});

describe('an option', () => {
  test.each([
    [{ region: 'guangzhou' }, 'region'],
    [{ api: 'v4' }, 'api'],
    [{ method: 'PUT' }, 'method'],
    [{ signatureMethod: 'MD5' }, 'signatureMethod'],
    [{ endpoint: 'bmvpc.api.qcloud.com' }, 'endpoint'],
    [{ vpc: '' }, 'vpc'],
    [{ credentials: { secretId: 'a/b', secretKey: 'c' } }, 'credentials.secretId'],
    [{ credentials: { ...keys, secretKey: '' } }, 'credentials.secretKey'],
  ])('of %j is refused by name', (options, field) => {
    const wrong: object = options;
    expect(() => scene(() => 'lost', wrong)).toThrowError(
      expect.objectContaining({ code: 'invalid-argument', field }),
    );
  });
});
