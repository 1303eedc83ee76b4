/** Each portable step beside the requests it becomes. */
import { type Call, NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import type { AlibabaDriver } from '../src/index.ts';
import { type Parameters, type Reply, scripted } from './scripted.ts';

const key = { region: 'cn-qingdao', id: 'ngw-1' };
const gateway = {
  NatGatewayId: 'ngw-1',
  Name: 'egress',
  Status: 'Available',
  NatType: 'Normal',
  Spec: 'Small',
  InternetChargeType: 'PayBySpec',
  SnatTableIds: { SnatTableId: ['stb-1'] },
  ForwardTableIds: { ForwardTableId: ['ftb-1'] },
  IpLists: { IpList: [{ IpAddress: '47.0.0.1', AllocationId: 'eip-1', UsingStatus: 'UsedBySnatTable' }] },
};
const eips: Readonly<Record<string, object>> = {
  '47.0.0.1': {
    AllocationId: 'eip-1',
    IpAddress: '47.0.0.1',
    Status: 'InUse',
    InstanceType: 'Nat',
    InstanceId: 'ngw-1',
  },
  '47.0.0.2': { AllocationId: 'eip-2', IpAddress: '47.0.0.2', Status: 'Available', InstanceId: '' },
};
const answers: Readonly<Record<string, (parameters: Parameters) => object>> = {
  DescribeNatGateways: () => ({ NatGateways: { NatGateway: [gateway] } }),
  DescribeEipAddresses: ({ EipAddress = '' }) => ({
    EipAddresses: { EipAddress: eips[EipAddress] ? [eips[EipAddress]] : [] },
  }),
  DescribeSnatTableEntries: () => ({
    SnatTableEntries: {
      SnatTableEntry: [
        { SnatEntryId: 'snat-1', SourceCIDR: '10.0.0.0/24', SnatIp: '47.0.0.1', Status: 'Available' },
      ],
    },
  }),
  DescribeVpcs: () => ({ Vpcs: { Vpc: [] } }),
  DescribeVSwitches: () => ({ VSwitches: { VSwitch: [] } }),
  CreateNatGateway: () => ({ NatGatewayId: 'ngw-2' }),
  CreateSnatEntry: () => ({ SnatEntryId: 'snat-2' }),
  CreateForwardEntry: () => ({ ForwardEntryId: 'fwd-2' }),
  AllocateEipAddress: () => ({ AllocationId: 'eip-9', EipAddress: '47.0.0.9' }),
  CreateBandwidthPackage: () => ({ BandwidthPackageId: 'bwp-1' }),
};
const answer = (parameters: Parameters): Reply => ({
  body: { RequestId: 'R-1', ...answers[parameters.Action ?? '']?.(parameters) },
});

const snat = { source: { cidr: '10.0.0.0/24' }, through: ['47.0.0.1', '47.0.0.2'] };
const dnat = {
  protocol: 'tcp',
  public: { address: '47.0.0.1', ports: { from: 10, to: 20 } },
  private: { address: '10.0.0.8', ports: { from: 30, to: 40 } },
} as const;

type Step = (driver: AlibabaDriver, call: Call) => Promise<unknown>;

/** The last request of each step, without what every request has. */
const steps: readonly (readonly [name: string, step: Step, request: Parameters])[] = [
  [
    'create',
    ({ gateways }, call) =>
      gateways.create(
        {
          name: 'egress',
          network: { vpc: 'vpc-1', subnet: 'vsw-1' },
          billing: { mode: 'on-demand' },
          tags: { team: 'shop' },
        },
        call,
      ),
    {
      Action: 'CreateNatGateway',
      VpcId: 'vpc-1',
      VSwitchId: 'vsw-1',
      Name: 'egress',
      NatType: 'Enhanced',
      InstanceChargeType: 'PostPaid',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'shop',
      ClientToken: 'a-token',
    },
  ],
  [
    'list',
    ({ gateways }, call) => gateways.list({ network: 'vpc-1', name: 'egress' }, '3', call),
    { Action: 'DescribeNatGateways', VpcId: 'vpc-1', Name: 'egress', PageNumber: '3', PageSize: '50' },
  ],
  [
    'get',
    ({ gateways }, call) => gateways.get(key, call),
    { Action: 'DescribeNatGateways', NatGatewayId: 'ngw-1' },
  ],
  [
    'rename',
    ({ gateways }, call) => required(gateways.change)(key, { name: 'new' }, call),
    { Action: 'ModifyNatGatewayAttribute', NatGatewayId: 'ngw-1', Name: 'new' },
  ],
  [
    'resize',
    ({ gateways }, call) => required(gateways.resize)(key, { tier: 'large' }, call),
    { Action: 'ModifyNatGatewaySpec', NatGatewayId: 'ngw-1', Spec: 'Large', ClientToken: 'a-token' },
  ],
  [
    'convert',
    ({ gateways }, call) => required(gateways.convert)(key, 'vsw-1', call),
    {
      Action: 'UpdateNatGatewayNatType',
      NatGatewayId: 'ngw-1',
      NatType: 'Enhanced',
      VSwitchId: 'vsw-1',
      ClientToken: 'a-token',
    },
  ],
  [
    'protect',
    ({ gateways }, call) => required(gateways.protect)(key, true, call),
    {
      Action: 'DeletionProtection',
      InstanceId: 'ngw-1',
      ProtectionEnable: 'true',
      Type: 'NATGW',
      ClientToken: 'a-token',
    },
  ],
  [
    'tag',
    ({ gateways }, call) => required(gateways.tag)(key, { set: { team: 'shop' } }, call),
    {
      Action: 'TagResources',
      ResourceType: 'NATGATEWAY',
      'ResourceId.1': 'ngw-1',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'shop',
    },
  ],
  [
    'delete',
    ({ gateways }, call) => gateways.delete(key, true, call),
    { Action: 'DeleteNatGateway', NatGatewayId: 'ngw-1', Force: 'true' },
  ],
  [
    'SNAT add',
    ({ snat: facet }, call) => facet.add(key, snat, call),
    {
      Action: 'CreateSnatEntry',
      SnatTableId: 'stb-1',
      SourceCIDR: '10.0.0.0/24',
      SnatIp: '47.0.0.1,47.0.0.2',
      ClientToken: 'a-token',
    },
  ],
  [
    'SNAT add for a subnet',
    ({ snat: facet }, call) => facet.add(key, { ...snat, source: { subnet: 'vsw-1' }, name: 'office' }, call),
    {
      Action: 'CreateSnatEntry',
      SnatTableId: 'stb-1',
      SourceVSwitchId: 'vsw-1',
      SnatIp: '47.0.0.1,47.0.0.2',
      SnatEntryName: 'office',
      ClientToken: 'a-token',
    },
  ],
  [
    'SNAT replace with other addresses',
    ({ snat: facet }, call) =>
      required(facet.replace)(key, 'snat-1', { ...snat, through: ['47.0.0.2'] }, call),
    {
      Action: 'ModifySnatEntry',
      SnatTableId: 'stb-1',
      SnatEntryId: 'snat-1',
      SnatIp: '47.0.0.2',
      ClientToken: 'a-token',
    },
  ],
  [
    'SNAT replace with another source',
    ({ snat: facet }, call) =>
      required(facet.replace)(key, 'snat-1', { ...snat, source: { cidr: '10.0.1.0/24' } }, call),
    {
      Action: 'CreateSnatEntry',
      SnatTableId: 'stb-1',
      SourceCIDR: '10.0.1.0/24',
      SnatIp: '47.0.0.1,47.0.0.2',
      ClientToken: 'a-token',
    },
  ],
  [
    'SNAT list',
    ({ snat: facet }, call) => facet.list(key, undefined, call),
    { Action: 'DescribeSnatTableEntries', SnatTableId: 'stb-1', PageNumber: '1', PageSize: '50' },
  ],
  [
    'SNAT remove',
    ({ snat: facet }, call) => facet.remove(key, 'snat-1', call),
    { Action: 'DeleteSnatEntry', SnatTableId: 'stb-1', SnatEntryId: 'snat-1' },
  ],
  [
    'DNAT add',
    ({ dnat: facet }, call) => facet.add(key, { ...dnat, portBreak: true }, call),
    {
      Action: 'CreateForwardEntry',
      ForwardTableId: 'ftb-1',
      ExternalIp: '47.0.0.1',
      ExternalPort: '10/20',
      InternalIp: '10.0.0.8',
      InternalPort: '30/40',
      IpProtocol: 'TCP',
      PortBreak: 'true',
      ClientToken: 'a-token',
    },
  ],
  [
    'DNAT add for a whole address',
    ({ dnat: facet }, call) =>
      facet.add(
        key,
        {
          protocol: 'any',
          public: { address: '47.0.0.1', ports: 'any' },
          private: { address: '10.0.0.8', ports: 'any' },
        },
        call,
      ),
    {
      Action: 'CreateForwardEntry',
      ForwardTableId: 'ftb-1',
      ExternalIp: '47.0.0.1',
      ExternalPort: 'Any',
      InternalIp: '10.0.0.8',
      InternalPort: 'Any',
      IpProtocol: 'Any',
      ClientToken: 'a-token',
    },
  ],
  [
    'DNAT replace',
    ({ dnat: facet }, call) => required(facet.replace)(key, 'fwd-1', { ...dnat, name: 'web' }, call),
    {
      Action: 'ModifyForwardEntry',
      ForwardTableId: 'ftb-1',
      ForwardEntryId: 'fwd-1',
      ExternalIp: '47.0.0.1',
      ExternalPort: '10/20',
      InternalIp: '10.0.0.8',
      InternalPort: '30/40',
      IpProtocol: 'TCP',
      ForwardEntryName: 'web',
    },
  ],
  [
    'DNAT remove',
    ({ dnat: facet }, call) => facet.remove(key, 'fwd-1', call),
    { Action: 'DeleteForwardEntry', ForwardTableId: 'ftb-1', ForwardEntryId: 'fwd-1' },
  ],
  [
    'allocate',
    ({ addresses }, call) =>
      required(addresses.allocate)({ bandwidthMbps: 5, name: 'shop', meteredBy: 'traffic' }, call),
    {
      Action: 'AllocateEipAddress',
      Bandwidth: '5',
      Name: 'shop',
      InternetChargeType: 'PayByTraffic',
      InstanceChargeType: 'PostPaid',
      ClientToken: 'a-token',
    },
  ],
  [
    'attach',
    ({ addresses }, call) => addresses.attach(key, '47.0.0.2', 'any', call),
    {
      Action: 'AssociateEipAddress',
      AllocationId: 'eip-2',
      InstanceId: 'ngw-1',
      InstanceType: 'Nat',
      ClientToken: 'a-token',
    },
  ],
  [
    'detach',
    ({ addresses }, call) => addresses.detach(key, '47.0.0.1', call),
    {
      Action: 'UnassociateEipAddress',
      AllocationId: 'eip-1',
      InstanceId: 'ngw-1',
      InstanceType: 'Nat',
      ClientToken: 'a-token',
    },
  ],
  [
    'release',
    ({ addresses }, call) => required(addresses.release)('47.0.0.2', call),
    { Action: 'ReleaseEipAddress', AllocationId: 'eip-2' },
  ],
  [
    'addresses of a gateway',
    ({ addresses }, call) => addresses.list({ gateway: 'ngw-1' }, undefined, call),
    {
      Action: 'DescribeEipAddresses',
      AssociatedInstanceType: 'Nat',
      AssociatedInstanceId: 'ngw-1',
      PageNumber: '1',
      PageSize: '100',
    },
  ],
  [
    'free addresses',
    ({ addresses }, call) => addresses.list({ free: true }, undefined, call),
    { Action: 'DescribeEipAddresses', Status: 'Available', PageNumber: '1', PageSize: '100' },
  ],
  [
    'package resize',
    ({ bandwidth }, call) => bandwidth.resize(key, 'bwp-1', 10, call),
    { Action: 'ModifyBandwidthPackageSpec', BandwidthPackageId: 'bwp-1', Bandwidth: '10' },
  ],
  [
    'package convert',
    ({ bandwidth }, call) => required(bandwidth.convert)(key, 'bwp-1', call),
    { Action: 'ConvertBandwidthPackage', BandwidthPackageId: 'bwp-1', ClientToken: 'a-token' },
  ],
  [
    'package delete',
    ({ bandwidth }, call) => bandwidth.delete(key, 'bwp-1', true, call),
    { Action: 'DeleteBandwidthPackage', BandwidthPackageId: 'bwp-1', Force: 'true' },
  ],
  [
    'networks',
    ({ networks }, call) => networks.list(undefined, call),
    { Action: 'DescribeVpcs', PageNumber: '1', PageSize: '50' },
  ],
  [
    'subnets',
    ({ networks }, call) => networks.subnets('vpc-1', undefined, call),
    { Action: 'DescribeVSwitches', VpcId: 'vpc-1', PageNumber: '1', PageSize: '50' },
  ],
  [
    'billing',
    ({ billing }, call) => billing.read(key, call),
    { Action: 'DescribeNatGateways', NatGatewayId: 'ngw-1' },
  ],
];

function required<F>(method: F | undefined): F {
  if (method === undefined) throw new Error('the driver lacks a method it declares');
  return method;
}

const common = [
  'AccessKeyId',
  'Format',
  'RegionId',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
  'Version',
];
const own = (parameters: Parameters = {}): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !common.includes(name)));

describe('requests of the facets', () => {
  it.each(steps)('%s', async (_, step, request) => {
    const { driver, sent, requests, call } = scripted(answer, { region: 'cn-qingdao' });
    await step(driver, call());
    expect(own(sent.at(-1))).toEqual(request);
    expect(requests.at(-1)?.method).toBe(request.Action?.startsWith('Describe') ? 'GET' : 'POST');
  });
});

describe('what needs no request', () => {
  const writes = (sent: readonly Parameters[]) =>
    sent.filter(({ Action = '' }) => !/^(Describe|Get|List)/.test(Action));

  it.each<[string, Step]>([
    [
      'a gateway that has the size already',
      ({ gateways }, call) => required(gateways.resize)(key, { tier: 'small' }, call),
    ],
    [
      'an address that is there already',
      ({ addresses }, call) => addresses.attach(key, '47.0.0.1', 'any', call),
    ],
    ['no tags', ({ gateways }, call) => required(gateways.tag)(key, {}, call)],
  ])('%s', async (_, step) => {
    const { driver, sent, call } = scripted(answer, { region: 'cn-qingdao' });
    await step(driver, call());
    expect(writes(sent)).toEqual([]);
  });

  it.each<[string, Step, Partial<NatError>]>([
    [
      'a change from a size to metering',
      ({ gateways }, call) => required(gateways.resize)(key, { metered: true }, call),
      { code: 'unsupported', field: 'size' },
    ],
    [
      'a conversion to nowhere',
      ({ gateways }, call) => required(gateways.convert)(key, undefined, call),
      { code: 'invalid-argument', field: 'subnet' },
    ],
    [
      'an address that the gateway does not hold',
      ({ addresses }, call) => addresses.detach(key, '47.0.0.2', call),
      { code: 'not-found', field: 'address' },
    ],
    [
      'an address that the account does not have',
      ({ addresses }, call) => required(addresses.release)('47.0.0.7', call),
      { code: 'not-found' },
    ],
    [
      'an address bound elsewhere',
      ({ addresses }, call) => addresses.attach({ ...key, id: 'ngw-2' }, '47.0.0.1', 'any', call),
      { code: 'failed-precondition' },
    ],
    [
      'the release of an address in use',
      ({ addresses }, call) => required(addresses.release)('47.0.0.1', call),
      { code: 'failed-precondition' },
    ],
    [
      'an address that does not exist',
      ({ addresses }, call) => addresses.attach(key, '47.0.0.7', 'any', call),
      { code: 'not-found' },
    ],
  ])('%s is refused', async (_, step, error) => {
    const { driver, sent, call } = scripted(answer, { region: 'cn-qingdao' });
    await expect(step(driver, call())).rejects.toMatchObject(error);
    expect(writes(sent)).toEqual([]);
  });
});

describe('lanes', () => {
  const { driver } = scripted(answer);
  it.each([
    ['snat.add', 'snat ngw-1'],
    ['snat.remove', 'snat ngw-1'],
    ['dnat.replace', 'dnat ngw-1'],
    ['gateways.resize', 'gateway ngw-1'],
    ['addresses.attach', 'gateway ngw-1'],
    ['bandwidth.convert', 'gateway ngw-1'],
  ] as const)('%s works in the lane %s', (mutation, lane) => expect(driver.laneOf(mutation, key)).toBe(lane));

  it('a creation waits for nobody', () =>
    expect(driver.laneOf('gateways.create', undefined)).toBeUndefined());
});

describe('a receipt', () => {
  it('of another kind, or with another content, is refused', async () => {
    const { driver, call } = scripted(answer);
    await expect(driver.poll({ kind: 'task', subject: {} }, call())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'kind',
    });
    await expect(driver.poll({ kind: 'gateway-deleted', subject: {} }, call())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'gateway',
    });
  });

  it('of another region is refused: everything looks gone there', async () => {
    const here = scripted(answer, { region: 'cn-hangzhou' });
    const there = scripted(answer, { region: 'cn-qingdao' });
    const receipt = await required(here.driver.addresses.release)('47.0.0.2', here.call());
    await expect(there.driver.poll(receipt, there.call())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'region',
      message: expect.stringContaining('cn-hangzhou'),
    });
    expect(there.sent).toEqual([]);
  });

  it.each([
    ['FinancialLocked', 'payment-required'],
    ['SecurityLocked', 'payment-required'],
  ])('of a gateway that is locked (%s) fails fast', async (BusinessStatus, code) => {
    const locked = { ...gateway, BusinessStatus };
    const { driver, call } = scripted(() => ({ body: { NatGateways: { NatGateway: [locked] } } }));
    const look = await driver.poll(
      { kind: 'gateway-settled', subject: { gateway: 'ngw-1', looks: {} } },
      call(),
    );
    expect(look).toMatchObject({ type: 'failed', error: { code } });
  });

  it('of a gateway that disappeared fails fast, and a word nobody knows is waited for', async () => {
    const looked = async (NatGateway: readonly object[]) => {
      const { driver, call } = scripted(() => ({ body: { NatGateways: { NatGateway } } }));
      return driver.poll({ kind: 'gateway-settled', subject: { gateway: 'ngw-1', looks: {} } }, call());
    };
    expect(await looked([])).toMatchObject({ type: 'failed', error: expect.any(NatError) });
    expect(await looked([{ ...gateway, Status: 'Dreaming' }])).toEqual({
      type: 'pending',
      status: 'Dreaming',
    });
  });
});
