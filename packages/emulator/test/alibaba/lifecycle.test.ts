import { expect, test } from 'vitest';
import { createBench } from './bench.ts';

test('an Enhanced gateway is Creating for its time and then Available with its tables', () => {
  const { must, network, pass } = createBench();
  const created = must('CreateNatGateway', {
    VpcId: network.vpcId,
    VSwitchId: network.vSwitchId,
    NatType: 'Enhanced',
    Name: 'web',
  });
  const NatGatewayId = created.text('NatGatewayId');
  const look = () => must('DescribeNatGateways', { NatGatewayId }).at('NatGateways.NatGateway.0');

  const early = look();
  pass(90);
  const late = look();

  expect(early).toMatchObject({ Status: 'Creating' });
  expect(late).toMatchObject({
    Status: 'Available',
    Name: 'web',
    SnatTableIds: created.at('SnatTableIds'),
    ForwardTableIds: created.at('ForwardTableIds'),
  });
});

test.each(['Normal', 'Enhanced'])(
  'a %s gateway is created, resized and deleted in its own time',
  (NatType) => {
    const { must, network, pass } = createBench();
    const { vpcId: VpcId, vSwitchId: VSwitchId } = network;
    const NatGatewayId = must('CreateNatGateway', { VpcId, VSwitchId, NatType }).text('NatGatewayId');
    const seen: unknown[] = [];
    const look = () => must('DescribeNatGateways', { NatGatewayId }).at('NatGateways.NatGateway.0.Status');
    const watch = (seconds: number) => {
      seen.push(look());
      pass(seconds);
      seen.push(look());
    };

    watch(90);
    must('ModifyNatGatewaySpec', { NatGatewayId, Spec: 'Large' });
    watch(20);
    must('DeleteNatGateway', { NatGatewayId });
    watch(30);

    expect(seen).toEqual(['Creating', 'Available', 'Modifying', 'Available', 'Deleting', undefined]);
  },
);

test('a Normal gateway can be converted as soon as one jump of the clock has finished it', () => {
  const { call, cloud, must, network, pass } = createBench();
  cloud.seed({ account: { lag: 3 } });
  const { vpcId: VpcId, vSwitchId: VSwitchId } = network;
  const NatGatewayId = must('CreateNatGateway', { VpcId, NatType: 'Normal' }).text('NatGatewayId');
  pass(180);

  const converted = call('UpdateNatGatewayNatType', { NatGatewayId, NatType: 'Enhanced', VSwitchId });

  expect(converted.status).toBe(200);
});

test('an address can be bound and used by both tables', () => {
  const { must, network, pass } = createBench();
  const gateway = must('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal' });
  pass(90);
  const one = must('AllocateEipAddress');
  const two = must('AllocateEipAddress');
  const NatGatewayId = gateway.text('NatGatewayId');
  const SnatTableId = gateway.text('SnatTableIds.SnatTableId.0');
  const ForwardTableId = gateway.text('ForwardTableIds.ForwardTableId.0');
  for (const address of [one, two]) {
    const AllocationId = address.text('AllocationId');
    must('AssociateEipAddress', { AllocationId, InstanceId: NatGatewayId, InstanceType: 'Nat' });
  }
  pass(5);
  const snat = must('CreateSnatEntry', {
    SnatTableId,
    SnatIp: one.text('EipAddress'),
    SourceVSwitchId: network.vSwitchId,
  });
  const forward = must('CreateForwardEntry', {
    ForwardTableId,
    ExternalIp: two.text('EipAddress'),
    ExternalPort: 80,
    InternalIp: '10.1.0.20',
    InternalPort: 8080,
    IpProtocol: 'TCP',
  });
  pass(5);

  const snatEntries = must('DescribeSnatTableEntries', { NatGatewayId });
  const forwardEntries = must('DescribeForwardTableEntries', {
    ForwardTableId,
  });

  expect(snatEntries.at('SnatTableEntries.SnatTableEntry')).toMatchObject([
    { SnatEntryId: snat.at('SnatEntryId'), Status: 'Available', SourceCIDR: '10.1.0.0/24' },
  ]);
  expect(forwardEntries.at('ForwardTableEntries.ForwardTableEntry')).toMatchObject([
    { ForwardEntryId: forward.at('ForwardEntryId'), Status: 'Available', ExternalPort: '80' },
  ]);
});
