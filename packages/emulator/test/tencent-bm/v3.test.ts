import { describe, expect, it } from 'vitest';
import { type ApiBend, START } from '../tencent/client.ts';
import { Tencent } from './client.ts';
import { situation } from './scenarios.ts';

const error = (action: string, body: unknown, bend: ApiBend = {}, tencent = new Tencent()) =>
  tencent.v3(action, body, bend).Error?.Code;

describe('version 3', () => {
  it('creates, describes and polls the same gateways as version 2', () => {
    const tencent = new Tencent();
    const { vpcId, subnetId, eips } = tencent.network;
    const created = tencent.v3('CreateNatGateway', {
      ForwardMode: '0',
      VpcId: vpcId,
      NatName: 'shop',
      MaxConcurrent: 10_000_000,
      SubnetIds: [subnetId],
      AssignedEips: [eips[0]],
    });
    tencent.clock.advance(60_000);
    const listed = tencent.v3('DescribeNatGateways', { VpcId: vpcId });
    const [same] = tencent.gateways();
    expect(created).toMatchObject({ TaskId: 9641 });
    expect(tencent.v3('DescribeTaskStatus', { TaskId: 9641 })).toMatchObject({ Status: 0 });
    expect(listed).toMatchObject({
      TotalCount: 1,
      NatGatewayInfoSet: [
        { NatId: same?.natId, ProductionStatus: 1, Type: 'big', State: 0, Eips: [eips[0]] },
      ],
    });
  });

  it('answers every call with a request id of its own', () => {
    const tencent = new Tencent();
    const ids = Array.from({ length: 3 }, () => tencent.v3('DescribeNatGateways').RequestId);
    expect(new Set(ids).size).toBe(3);
  });

  it.each<[string, ApiBend]>([
    ['AuthFailure.SecretIdNotFound', { secretId: 'AKIDnobody' }],
    ['AuthFailure.SignatureFailure', { secretKey: 'someone else' }],
    ['AuthFailure.SignatureFailure', { headers: { 'x-tc-timestamp': String(START / 1000 + 1) } }],
    ['AuthFailure.SignatureFailure', { headers: { 'content-type': 'text/json' } }],
    ['AuthFailure.SignatureExpire', { timestamp: START / 1000 - 301 }],
    ['AuthFailure.SignatureExpire', { clockSkew: -301_000 }],
    ['AuthFailure.InvalidAuthorization', { headers: { authorization: 'Bearer x' } }],
    ['AuthFailure.TokenFailure', { headers: { 'x-tc-token': 'token' } }],
    ['MissingParameter', { headers: { 'x-tc-version': undefined } }],
    ['MissingParameter', { headers: { 'x-tc-timestamp': undefined } }],
    ['MissingParameter', { headers: { 'x-tc-region': undefined } }],
    ['MissingParameter', { headers: { 'x-tc-action': undefined } }],
    ['UnsupportedRegion', { headers: { 'x-tc-region': 'ap-atlantis' } }],
    ['NoSuchVersion', { headers: { 'x-tc-version': '2017-03-12' } }],
    ['InvalidAction', { headers: { 'x-tc-action': 'CreateDnat' } }],
    ['InvalidAction', { host: 'bmeip.tencentcloudapi.com' }],
    ['UnsupportedProtocol', { method: 'PUT' }],
    ['InvalidParameter', { headers: { 'x-tc-timestamp': 'now' } }],
  ])('answers %s to %o', (expected, bend) => {
    expect(error('DescribeNatGateways', {}, bend)).toBe(expected);
  });

  it.each<[string, string, unknown]>([
    ['a parameter that does not exist', 'UnknownParameter', { VpcID: 'vpc' }],
    ['a number in quotes', 'InvalidParameter', { Limit: '5' }],
    ['a number for text', 'InvalidParameter', { VpcId: 5 }],
    ['a limit over 100', 'InvalidParameter', { Limit: 101 }],
    ['a body that is no JSON', 'InvalidParameter', '{'],
    ['an unknown VPC', 'ResourceNotFound.VpcNotExist', { VpcId: 'vpc-00000000' }],
    ['an unknown gateway', 'ResourceNotFound', { NatId: 'nat-00000000' }],
  ])('refuses %s with %s', (_, expected, body) => {
    expect(error('DescribeNatGateways', body)).toBe(expected);
  });

  it('takes null for absent', () => {
    expect(error('DescribeNatGateways', { VpcId: null })).toBeUndefined();
  });

  it('requires what the client types require', () => {
    expect(error('DescribeNatSubnets', { NatId: 'nat-1' })).toBe('MissingParameter');
    expect(error('CreateNatGateway', { ForwardMode: 0 })).toBe('InvalidParameter');
  });

  it.each<[string, string, (at: ReturnType<typeof situation>) => object]>([
    ['LimitExceeded', 'BindEipsToNatGateway', ({ free }) => ({ AssignedEips: [free], AutoAllocEipNum: 4 })],
    ['ResourceInUse', 'BindEipsToNatGateway', ({ third }) => ({ AssignedEips: [third] })],
    ['ResourceNotFound', 'BindEipsToNatGateway', () => ({ AssignedEips: ['203.0.113.9'] })],
    [
      'UnsupportedOperation',
      'UnbindEipsFromNatGateway',
      ({ first, second }) => ({ AssignedEips: [first, second] }),
    ],
    ['ResourceInUse', 'BindSubnetsToNatGateway', ({ servers }) => ({ SubnetIds: [servers] })],
    ['ResourceNotFound', 'BindSubnetsToNatGateway', () => ({ SubnetIds: ['subnet-00000000'] })],
    ['InvalidParameter', 'UnbindSubnetsFromNatGateway', ({ backup }) => ({ SubnetIds: [backup] })],
    [
      'InvalidParameter',
      'BindIpsToNatGateway',
      ({ backup }) => ({ IpInfoSet: [{ SubnetId: backup, Ips: ['1.2.3.4'] }] }),
    ],
    ['InvalidParameter', 'UpgradeNatGateway', () => ({ MaxConcurrent: 5 })],
  ])('answers %s to a refused %s', (expected, action, parameters) => {
    const at = situation();
    const body = { NatId: at.shop, VpcId: at.vpcId, ...parameters(at) };
    expect(error(action, body, {}, at.tencent)).toBe(expected);
  });

  it('refuses work that is sold out', () => {
    const { tencent, shop, vpcId } = situation();
    const body = { NatId: shop, VpcId: vpcId, MaxConcurrent: 3_000_000 };
    expect(error('UpgradeNatGateway', body, { workFault: 'out-of-stock' }, tencent)).toBe(
      'ResourceInsufficient',
    );
  });

  it('lists joins, leaves them, and deletes', () => {
    const { tencent, shop, vpcId, servers, storage } = situation();
    const key = { NatId: shop, VpcId: vpcId };
    const run = (action: string, body: object) => {
      const { TaskId } = tencent.v3(action, { ...key, ...body });
      tencent.clock.advance(60_000);
      return tencent.v3('DescribeTaskStatus', { TaskId }).Status;
    };
    const before = tencent.v3('DescribeNatSubnets', key);
    const statuses = [
      run('UnbindSubnetsFromNatGateway', { SubnetIds: [servers] }),
      run('UnbindIpsFromNatGateway', { IpInfoSet: [{ SubnetId: storage, Ips: ['10.1.2.10', '10.1.2.11'] }] }),
      run('DeleteNatGateway', {}),
    ];
    expect(before).toMatchObject({ NatSubnetInfoSet: [{ SubnetNatType: 1 }, { SubnetNatType: 0 }] });
    expect(statuses).toEqual([0, 0, 0]);
    expect(tencent.v3('DescribeNatGateways', { SearchKey: 'shop' })).toMatchObject({ TotalCount: 0 });
  });

  it('describes networks by id and by filter, and refuses a filter it does not know', () => {
    const tencent = new Tencent();
    const { vpcId, subnetId, cidr } = tencent.network;
    const vpcs = tencent.v3('DescribeVpcs', { Filters: [{ Name: 'vpc-name', Values: ['default'] }] });
    const resources = tencent.v3('DescribeVpcResource', { VpcIds: [vpcId] });
    const subnets = tencent.v3('DescribeSubnets', { Filters: [{ Name: 'subnet-id', Values: [subnetId] }] });
    const unknown = tencent.v3('DescribeVpcs', { Filters: [{ Name: 'colour', Values: ['red'] }] });
    expect(vpcs).toMatchObject({ VpcSet: [{ VpcId: vpcId, State: 'available' }] });
    expect(resources).toMatchObject({
      TotalCount: 1,
      VpcResourceSet: [{ NatNum: 0, SubnetNum: 3, EipNum: 8 }],
    });
    expect(subnets).toMatchObject({ TotalCount: 1, SubnetSet: [{ CidrBlock: cidr }] });
    expect(unknown.Error?.Code).toBe('InvalidParameter');
  });

  it('answers the quota of gateways', () => {
    expect(new Tencent().v3('DescribeVpcQuota', { TypeIds: [1] })).toMatchObject({
      VpcQuotaSet: [{ TypeId: 1, Quota: 5 }],
    });
  });
});
