/** Elastic IPs: how a gateway gets its public addresses. https://www.alibabacloud.com/help/en/eip/developer-reference/ */

import { codes } from '@polynat/adapter-kit';
import * as z from 'zod';
import { flag as bool, id as identity, list, number, record, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  clientToken,
  flag,
  given,
  id,
  oneOf,
  paging,
  region,
  structured,
  tags,
  texts,
  whole,
} from './schema.ts';

const instanceType = oneOf('Nat', 'SlbInstance', 'EcsInstance', 'NetworkInterface', 'HaVip', 'IpAddress');
const longest = { Month: 9, Year: 5 };
/** The address is still on its way to or from somewhere. */
const moving = ['IncorrectEipStatus', 'InvalidBindingStatus'];

const associating = codes`
  TaskConflict OperationConflict IncorrectStatus ServiceUnavailable SystemBusy LastTokenProcessing
  IncorrectInstanceStatus IncorrectStatus.NatGateway InvalidStatus.EcsStatusNotSupport
  InvalidStatus.InstanceHasBandWidth InvalidStatus.EniStatusNotSupport OperationFailed.EcsMigrating
`;
const changing = codes`
  OperationConflict LastTokenProcessing IncorrectStatus SystemBusy ServiceUnavailable
  FrequentPurchase.EIP IncorrectStatus.ResourceStatus VPC_TASK_CONFLICT TaskConflict
  TaskConflict.AssociateGlobalAccelerationInstance
`;
const elasticIp = record({
  AllocationId: identity,
  IpAddress: identity,
  Name: text,
  Description: text,
  Status: text,
  BusinessStatus: text,
  InstanceId: text,
  InstanceType: text,
  InstanceRegionId: text,
  Bandwidth: number,
  EipBandwidth: number,
  InternetChargeType: text,
  ChargeType: text,
  ISP: text,
  Mode: text,
  Netmode: text,
  PrivateIpAddress: text,
  PublicIpAddressPoolId: text,
  BandwidthPackageId: text,
  BandwidthPackageType: text,
  BandwidthPackageBandwidth: number,
  DeletionProtection: bool,
  AllocationTime: text,
  ExpiredTime: text,
  RegionId: text,
  ResourceGroupId: text,
  VpcId: text,
  Zone: text,
  OperationLocks: list('LockReason', record({ LockReason: text })),
  SecurityProtectionTypes: list('SecurityProtectionType', text),
  Tags: list('Tag', record({ Key: identity, Value: text })),
});
export const addressOperations = {
  AllocateEipAddress: writeWithToken('AllocateEipAddress', {
    summary: 'Allocate an elastic IP',
    retry: codes`
      OperationConflict LastTokenProcessing IncorrectStatus SystemBusy ServiceUnavailable
      FrequentPurchase.EIP
    `,
    request: () =>
      z
        .strictObject({
          RegionId: region,
          Bandwidth: whole(1, 1000).optional(),
          InternetChargeType: oneOf('PayByBandwidth', 'PayByTraffic').optional(),
          InstanceChargeType: oneOf('PostPaid', 'PrePaid').optional(),
          PricingCycle: oneOf('Month', 'Year').optional(),
          // Named Period here and Duration for gateways.
          Period: whole(1, 9).optional(),
          AutoPay: flag.optional(),
          ISP: id.optional(),
          Netmode: id.optional(),
          Name: z.string().min(1).max(128).optional(),
          Description: z.string().min(1).max(256).optional(),
          Zone: id.optional(),
          InstanceId: id.optional(),
          IpAddress: id.optional(),
          PublicIpAddressPoolId: id.optional(),
          SecurityProtectionTypes: texts(1, 10).optional(),
          ResourceGroupId: id.optional(),
          ActivityId: whole(0).optional(),
          Tag: tags.optional(),
          ClientToken: clientToken,
        })
        .superRefine(
          ({ InstanceChargeType, PricingCycle, Period, AutoPay, IpAddress, InstanceId }, context) => {
            const say = (path: string, message: string) =>
              context.addIssue({ code: 'custom', path: [path], message });
            if (InstanceChargeType === 'PrePaid') {
              if (!given(Period)) say('Period', 'must be given when InstanceChargeType is PrePaid');
              if (!given(AutoPay)) say('AutoPay', 'must be given when InstanceChargeType is PrePaid');
            }
            if (Period !== undefined && Period > longest[PricingCycle ?? 'Month']) {
              say(
                'Period',
                `must be 1 to ${longest[PricingCycle ?? 'Month']} when PricingCycle is ${PricingCycle}`,
              );
            }
            if (given(IpAddress) && given(InstanceId))
              say('IpAddress', 'must not be given beside InstanceId');
          },
        ),
    answer: { AllocationId: text, EipAddress: text, OrderId: text, ResourceGroupId: text },
  }),
  AssociateEipAddress: writeWithToken('AssociateEipAddress', {
    summary: 'Bind an elastic IP to an instance; to a NAT gateway with InstanceType Nat',
    retry: associating,
    lag: [...moving, 'InvalidAssociation.Duplicated'],
    request: () =>
      z.strictObject({
        RegionId: region,
        AllocationId: id,
        InstanceId: id,
        InstanceType: instanceType.optional(),
        InstanceRegionId: id.optional(),
        Mode: oneOf('NAT', 'MULTI_BINDED', 'BINDED').optional(),
        PrivateIpAddress: id.optional(),
        VpcId: id.optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  AssociateEipAddressBatch: writeWithToken('AssociateEipAddressBatch', {
    summary: 'Bind several elastic IPs to one NAT gateway',
    retry: associating,
    lag: moving,
    request: () =>
      z.strictObject({
        RegionId: region,
        InstanceIds: texts(1, 50),
        BindedInstanceId: id,
        BindedInstanceType: oneOf('Nat', 'NetworkInterface'),
        Mode: id.optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  UnassociateEipAddress: writeWithToken('UnassociateEipAddress', {
    summary: 'Take an elastic IP off its instance',
    retry: codes`
      OperationConflict IncorrectStatus ServiceUnavailable SystemBusy LastTokenProcessing
      OperationFailed.LastTokenProcessing IncorrectInstanceStatus IncorrectHaVipStatus TaskConflict
      InvalidStatus.EniStatusNotSupport InvalidStatus.EcsStatusNotSupport InvalidStatus.NotAllow
      InvalidStatus.SnatOrDnat
    `,
    lag: [
      ...moving,
      'InvalidIpStatus.HasBeenUsedBySnatTable',
      'InvalidIpStatus.HasBeenUsedByForwardEntry',
      'DependencyViolation.SnatEntry',
    ],
    request: () =>
      z.strictObject({
        RegionId: region,
        AllocationId: id,
        InstanceId: id.optional(),
        InstanceType: instanceType.optional(),
        PrivateIpAddress: id.optional(),
        Force: flag.optional(),
        ClientToken: clientToken,
      }),
    answer: {},
  }),
  ReleaseEipAddress: write('ReleaseEipAddress', {
    summary: 'Give an elastic IP back',
    retry: changing,
    lag: moving,
    request: () => z.strictObject({ RegionId: region, AllocationId: id }),
    answer: {},
  }),
  ModifyEipAddressAttribute: write('ModifyEipAddressAttribute', {
    summary: 'Change the bandwidth, the name or the description of an elastic IP',
    retry: changing,
    lag: moving,
    request: () =>
      z.strictObject({
        RegionId: region,
        AllocationId: id,
        Bandwidth: whole(1, 1000).optional(),
        Name: z.string().max(128).optional(),
        Description: z.string().max(256).optional(),
      }),
    answer: {},
  }),
  DescribeEipAddresses: read('DescribeEipAddresses', {
    summary: 'List elastic IPs',
    listing: 'EipAddresses',
    request: () =>
      z.strictObject({
        RegionId: region,
        // Up to 50, with commas between them.
        AllocationId: id.optional(),
        EipAddress: id.optional(),
        EipName: id.optional(),
        Status: oneOf('Associating', 'Unassociating', 'InUse', 'Available', 'Releasing').optional(),
        AssociatedInstanceType: instanceType.optional(),
        AssociatedInstanceId: id.optional(),
        ChargeType: oneOf('PostPaid', 'PrePaid').optional(),
        LockReason: oneOf('financial', 'security').optional(),
        ISP: id.optional(),
        IncludeReservationData: flag.optional(),
        PublicIpAddressPoolId: id.optional(),
        ResourceGroupId: id.optional(),
        SecurityProtectionEnabled: flag.optional(),
        SegmentInstanceId: id.optional(),
        ServiceManaged: flag.optional(),
        Filter: structured(
          z.array(z.strictObject({ Key: oneOf('CreationStartTime', 'CreationEndTime'), Value: id })),
        ).optional(),
        Tag: tags.optional(),
        ...paging(100),
        DryRun: flag.optional(),
      }),
    answer: {
      EipAddresses: list('EipAddress', elasticIp),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
};
