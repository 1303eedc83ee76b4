import { describe, expect, test } from 'vitest';
import type { WorkFault } from '../../src/cloud.ts';
import { createBench, type Parameters } from './bench.ts';
import { createStage, type Stage } from './stage.ts';

function gatewayOf(stage: Pick<Stage, 'must'>, NatGatewayId: string): unknown {
  return stage.must('DescribeNatGateways', { NatGatewayId }).at('NatGateways.NatGateway.0');
}

function createEnhanced(stage: Stage, more: Parameters = {}, fault?: WorkFault): string {
  return stage
    .must('CreateNatGateway', { ...stage.valid('CreateNatGateway'), ...more }, fault)
    .text('NatGatewayId');
}

describe('while an Enhanced gateway is on its way', () => {
  test('only queries are allowed on it', () => {
    const stage = createStage();
    const NatGatewayId = createEnhanced(stage);

    const codes = [
      stage.call('ModifyNatGatewayAttribute', { NatGatewayId, Name: 'other' }),
      stage.call('ModifyNatGatewaySpec', { NatGatewayId, Spec: 'Large' }),
      stage.call('DeleteNatGateway', { NatGatewayId }),
      stage.call('CreateBandwidthPackage', { NatGatewayId, Bandwidth: 5, IpCount: 1 }),
    ].map(({ body }) => body.at('Code'));

    expect(new Set(codes)).toEqual(new Set(['IncorrectStatus.NATGW', 'IncorrectStatus.NatGateway']));
    expect(gatewayOf(stage, NatGatewayId)).toMatchObject({ Status: 'Creating' });
  });

  test('it passes through Modifying and Deleting and is gone', () => {
    const stage = createStage();
    const NatGatewayId = createEnhanced(stage);
    stage.pass(90);

    stage.must('ModifyNatGatewaySpec', { NatGatewayId, Spec: 'Large' });
    const modifying = gatewayOf(stage, NatGatewayId);
    stage.pass(20);
    stage.must('DeleteNatGateway', { NatGatewayId });
    const deleting = gatewayOf(stage, NatGatewayId);
    stage.pass(30);

    expect(modifying).toMatchObject({ Status: 'Modifying' });
    expect(deleting).toMatchObject({ Status: 'Deleting', Spec: 'Large' });
    expect(gatewayOf(stage, NatGatewayId)).toBeUndefined();
  });

  test('an injected fault lets it stay or fail', () => {
    const stage = createStage();
    const stuck = createEnhanced(stage, {}, 'stuck');
    const failed = createEnhanced(stage, {}, 'failed');
    const refused = stage.call('CreateNatGateway', stage.valid('CreateNatGateway'), 'out-of-stock');
    stage.pass(1000);

    expect(gatewayOf(stage, stuck)).toMatchObject({ Status: 'Creating' });
    expect(gatewayOf(stage, failed)).toBeUndefined();
    expect(refused.body.at('Code')).toBe('OperationFailed.EnhancedInventoryNotEnough');
  });
});

describe('a VPC', () => {
  test('takes one Normal gateway, whose route blocks a second until it is deleted', () => {
    const { call, must, network, pass } = createBench();
    const first = must('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal' });
    pass(90);

    const second = call('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal' });
    must('DeleteNatGateway', { NatGatewayId: first.text('NatGatewayId') });
    pass(30);
    const third = call('CreateNatGateway', { VpcId: network.vpcId, NatType: 'Normal' });

    expect(second.body.at('Code')).toBe('RouterEntryConflict.Duplicated');
    expect(third.status).toBe(200);
  });

  test('takes five gateways and no sixth', () => {
    const stage = createStage();
    for (let index = 0; index < 5; index += 1) createEnhanced(stage);

    const sixth = stage.call('CreateNatGateway', stage.valid('CreateNatGateway'));

    expect(sixth.body.at('Code')).toBe('OperationFailed.EnhancedQuotaExceeded');
  });

  test('lends each Enhanced gateway an address of its vSwitch and takes it back', () => {
    const stage = createStage();
    const free = () =>
      stage
        .must('DescribeVSwitches', { VSwitchId: 'vsw-roomy' })
        .at('VSwitches.VSwitch.0.AvailableIpAddressCount');
    const before = free();
    const NatGatewayId = createEnhanced(stage);
    const during = free();
    stage.pass(90);
    const gateway = gatewayOf(stage, NatGatewayId);
    stage.must('DeleteNatGateway', { NatGatewayId });
    stage.pass(30);

    expect([before, during, free()]).toEqual([252, 251, 252]);
    expect(gateway).toMatchObject({
      NatGatewayPrivateInfo: { VswitchId: 'vsw-roomy', IzNo: 'cn-qingdao-a', PrivateIpAddress: '10.201.0.1' },
    });
  });
});

describe('NatType left out', () => {
  test.each([
    ['cn-chengdu', 'Enhanced'],
    ['cn-qingdao', 'Normal'],
  ])('means in %s %s', (RegionId, NatType) => {
    const { must } = createBench();
    const VpcId = must('DescribeVpcs', { RegionId }).text('Vpcs.Vpc.0.VpcId');
    const VSwitchId = must('DescribeVSwitches', { RegionId, VpcId }).text('VSwitches.VSwitch.0.VSwitchId');

    must('CreateNatGateway', { RegionId, VpcId, VSwitchId });

    expect(must('DescribeNatGateways', { RegionId }).at('NatGateways.NatGateway.0')).toMatchObject({
      NatType,
    });
  });
});

test('metering by usage is sold for Enhanced gateways, wherever they are', () => {
  const { call, must } = createBench();
  const order = (RegionId: string, NatType = 'Enhanced') => {
    const VpcId = must('DescribeVpcs', { RegionId }).text('Vpcs.Vpc.0.VpcId');
    const VSwitchId = must('DescribeVSwitches', { RegionId, VpcId }).text('VSwitches.VSwitch.0.VSwitchId');
    return call('CreateNatGateway', {
      RegionId,
      VpcId,
      VSwitchId,
      NatType,
      InternetChargeType: 'PayByLcu',
    }).status;
  };

  expect([order('eu-central-1'), order('cn-hangzhou'), order('cn-hangzhou', 'Normal')]).toEqual([
    200, 200, 400,
  ]);
});

describe('a subscription', () => {
  const prepaid = { InstanceChargeType: 'PrePaid', PricingCycle: 'Month', Duration: 1, AutoPay: true };

  test.each([
    ['no unit', { PricingCycle: '' }, 'MissingParameter'],
    ['no length', { Duration: '' }, 'MissingParameter'],
    ['no word on payment', { AutoPay: '' }, 'MissingParameter'],
    ['ten months', { Duration: 10 }, 'InvalidParameter.Duration.ValueNotSupported'],
    ['four years', { PricingCycle: 'Year', Duration: 4 }, 'InvalidParameter.Duration.ValueNotSupported'],
  ])('with %s is refused', (_, changes, code) => {
    const stage = createStage();
    const order = { ...stage.valid('CreateNatGateway'), ...prepaid, ...changes };
    expect(stage.call('CreateNatGateway', order).body.at('Code')).toBe(code);
  });

  test('expires on the calendar, locks its gateway, and cannot be deleted', () => {
    const stage = createStage();
    const NatGatewayId = createEnhanced(stage, prepaid);
    stage.pass(90);
    const young = gatewayOf(stage, NatGatewayId);
    stage.pass(31 * 24 * 3600);
    const expired = gatewayOf(stage, NatGatewayId);

    const rename = stage.call('ModifyNatGatewayAttribute', { NatGatewayId, Name: 'late' });
    const removal = stage.call('DeleteNatGateway', { NatGatewayId, Force: true });

    expect(young).toMatchObject({ BusinessStatus: 'Normal', ExpiredTime: '2020-10-25T16:00Z' });
    expect(expired).toMatchObject({ BusinessStatus: 'FinancialLocked' });
    expect(rename.body.at('Code')).toBe('NATGATEWAY_FINANCIALLOCKED');
    expect(removal.body.at('Code')).toBe('Forbidden.PrePaidNatGateway');
  });

  test('that nobody pays automatically stays Creating until it is paid by hand', () => {
    const stage = createStage();
    const order = { VpcId: stage.roomy.vpcId, NatType: 'Normal', ...prepaid, AutoPay: false };
    const NatGatewayId = stage.must('CreateNatGateway', order).text('NatGatewayId');
    stage.pass(90);
    const unpaid = gatewayOf(stage, NatGatewayId);
    stage.pass(60);

    expect(unpaid).toMatchObject({ Status: 'Creating' });
    expect(gatewayOf(stage, NatGatewayId)).toMatchObject({ Status: 'Available' });
  });
});

test('arrears lock what is paid by use and leave subscriptions alone', () => {
  const stage = createStage();
  stage.cloud.seed({
    account: { arrears: true },
    gateways: [{ region: 'cn-qingdao', vpc: 'vpc-roomy', expires: '2021-01-01T16:00:00Z', name: 'paid' }],
  });

  const standing = (Name: string) =>
    stage.must('DescribeNatGateways', { Name }).at('NatGateways.NatGateway.0.BusinessStatus');

  expect(standing('paid')).toBe('Normal');
  expect(gatewayOf(stage, stage.gateway.id)).toMatchObject({ BusinessStatus: 'FinancialLocked' });
  const bind = { AllocationId: stage.spareId, InstanceId: stage.gateway.id };
  expect(stage.call('UnassociateEipAddress', bind).body.at('Code')).toBe('Forbidden.FinancialLocked');
});

describe('deleting a gateway', () => {
  test('asks for its packages, entries and addresses to go first, in that order', () => {
    const stage = createStage();
    const attempt = () => stage.call('DeleteNatGateway', { NatGatewayId: stage.gateway.id }).body.at('Code');
    const codes = [attempt()];
    stage.must('DeleteSnatEntry', stage.valid('DeleteSnatEntry'));
    stage.pass(5);
    codes.push(attempt());
    stage.must('DeleteForwardEntry', stage.valid('DeleteForwardEntry'));
    stage.pass(5);
    codes.push(attempt());

    expect(codes).toEqual([
      'DependencyViolation.SnatEntry',
      'DependencyViolation.ForwardEntry',
      'DependencyViolation.EIPS',
    ]);
  });

  test('by Force takes them all along and frees the addresses', () => {
    const stage = createStage();

    stage.must('DeleteNatGateway', { NatGatewayId: stage.gateway.id, Force: true });
    stage.must('DeleteNatGateway', { NatGatewayId: stage.legacy.id, Force: true });
    stage.pass(30);

    const idle = stage.must('DescribeEipAddresses', { Status: 'Available' }).at('TotalCount');
    const packages = stage.must('DescribeBandwidthPackages').at('TotalCount');
    expect({ idle, packages }).toEqual({ idle: 5, packages: 0 });
    expect(stage.must('DescribeNatGateways').at('TotalCount')).toBe(0);
  });

  test('is refused while deletion protection is on, Force or not', () => {
    const stage = createStage();
    const protect = (ProtectionEnable: boolean) =>
      stage.must('DeletionProtection', { InstanceId: stage.gateway.id, Type: 'NATGW', ProtectionEnable });
    protect(true);
    const refused = stage.call('DeleteNatGateway', { NatGatewayId: stage.gateway.id, Force: true });
    protect(false);

    expect(refused.body.at('Code')).toBe('InvalidOperation.DeletionProtection');
    expect(stage.call('DeleteNatGateway', { NatGatewayId: stage.gateway.id, Force: true }).status).toBe(200);
  });
});

describe('a conversion', () => {
  const steps = (stage: Stage) =>
    stage.must('GetNatGatewayConvertStatus', { NatGatewayId: stage.gateway.id }).at('ConvertSteps');

  test('takes its documented steps in 41 seconds and keeps addresses and entries', () => {
    const stage = createStage();
    stage.must('UpdateNatGatewayNatType', stage.valid('UpdateNatGatewayNatType'));
    const atOnce = steps(stage);
    stage.pass(36);
    const underway = gatewayOf(stage, stage.gateway.id);
    const activating = steps(stage);
    stage.pass(5);

    expect(atOnce).toMatchObject([
      { StepName: 'init', StepStatus: 'successful', StepStartTime: '2020-09-25T08:00:00Z' },
      { StepName: 'check', StepStatus: 'successful' },
      { StepName: 'configure', StepStatus: 'processing' },
    ]);
    expect(underway).toMatchObject({ Status: 'Converting', NatType: 'Normal' });
    expect(activating).toMatchObject([{}, {}, {}, { StepName: 'activate', StepStatus: 'processing' }]);
    expect(steps(stage)).toMatchObject([
      {},
      {},
      {},
      { StepStartTime: '2020-09-25T08:00:35Z' },
      { StepName: 'conf_delete' },
      { StepName: 'end_success', StepStatus: 'successful', StepStartTime: '2020-09-25T08:00:41Z' },
    ]);
    expect(gatewayOf(stage, stage.gateway.id)).toMatchObject({
      Status: 'Available',
      NatType: 'Enhanced',
      NatGatewayPrivateInfo: { VswitchId: 'vsw-main' },
      IpLists: { IpList: [{}, {}, {}, {}] },
    });
    expect(stage.must('DescribeSnatTableEntries', { NatGatewayId: stage.gateway.id }).at('TotalCount')).toBe(
      1,
    );
  });

  test('that fails rolls back and leaves the gateway Normal', () => {
    const stage = createStage();
    stage.must('UpdateNatGatewayNatType', stage.valid('UpdateNatGatewayNatType'), 'failed');
    stage.pass(41);

    expect(steps(stage)).toMatchObject([
      {},
      {},
      {},
      { StepName: 'activate', StepStatus: 'failed' },
      { StepName: 'rollback', StepStatus: 'successful' },
      { StepName: 'end_fail', StepStatus: 'failed' },
    ]);
    expect(gatewayOf(stage, stage.gateway.id)).toMatchObject({ Status: 'Available', NatType: 'Normal' });
    stage.cloud.checkInvariants();
  });

  test('that is stuck stays in configure', () => {
    const stage = createStage();
    stage.must('UpdateNatGatewayNatType', stage.valid('UpdateNatGatewayNatType'), 'stuck');
    stage.pass(10_000);

    expect(steps(stage)).toMatchObject([{}, {}, { StepName: 'configure', StepStatus: 'processing' }]);
    expect(gatewayOf(stage, stage.gateway.id)).toMatchObject({ Status: 'Converting' });
  });

  test('is only checked in a dry run', () => {
    const stage = createStage();
    const dry = { ...stage.valid('UpdateNatGatewayNatType'), DryRun: true };

    const passed = stage.call('UpdateNatGatewayNatType', dry);
    const failed = stage.call('UpdateNatGatewayNatType', { ...dry, VSwitchId: 'vsw-none' });

    expect(passed).toMatchObject({ status: 400 });
    expect(passed.body.at('Code')).toBe('DryRunOperation');
    expect(failed.body.at('Code')).toBe('OperationFailed.VswitchNotExist');
    expect(gatewayOf(stage, stage.gateway.id)).toMatchObject({ Status: 'Available', NatType: 'Normal' });
  });
});

describe('a ClientToken', () => {
  test('makes a repeated creation answer the first result without a second effect', () => {
    const stage = createStage();
    const order = { ...stage.valid('CreateNatGateway'), ClientToken: 'once' };

    const first = stage.must('CreateNatGateway', order);
    const again = stage.must('CreateNatGateway', order);

    expect(again.at('NatGatewayId')).toBe(first.at('NatGatewayId'));
    expect(again.at('SnatTableIds')).toEqual(first.at('SnatTableIds'));
    expect(again.at('RequestId')).not.toBe(first.at('RequestId'));
    expect(stage.must('DescribeNatGateways', { VpcId: 'vpc-roomy' }).at('TotalCount')).toBe(1);
  });

  test('with other parameters is a mismatch', () => {
    const stage = createStage();
    stage.must('CreateNatGateway', { ...stage.valid('CreateNatGateway'), ClientToken: 'once' });

    const other = stage.call('CreateNatGateway', {
      ...stage.valid('CreateNatGateway'),
      ClientToken: 'once',
      Spec: 'Large',
    });

    expect(other).toMatchObject({ status: 400 });
    expect(other.body.at('Code')).toBe('IdempotentParameterMismatch');
  });

  test('of a refused call stays free, and belongs to one operation', () => {
    const stage = createStage();
    const ClientToken = 'shared';
    stage.call('CreateNatGateway', { ...stage.valid('CreateNatGateway'), ClientToken, VpcId: 'vpc-none' });

    expect(stage.call('AllocateEipAddress', { ClientToken }).status).toBe(200);
    expect(stage.call('CreateNatGateway', { ...stage.valid('CreateNatGateway'), ClientToken }).status).toBe(
      200,
    );
  });

  test('is forgotten after a day', () => {
    const stage = createStage();
    const one = stage.must('AllocateEipAddress', { ClientToken: 'daily' });
    stage.pass(24 * 3600);
    const two = stage.must('AllocateEipAddress', { ClientToken: 'daily' });

    expect(two.at('AllocationId')).not.toBe(one.at('AllocationId'));
  });

  test.each(['x'.repeat(65), 'größe'])('like %s is malformed', (ClientToken) => {
    const { call } = createBench();
    expect(call('AllocateEipAddress', { ClientToken }).body.at('Code')).toBe(
      'InvalidParameter.ClientToken.Malformed',
    );
  });
});
