import * as z from 'zod';
import { flag as bool, id as identity, list, number, record, text } from './answer.ts';
import { read, write, writeWithToken } from './operation.ts';
import {
  clientToken,
  descriptionRule,
  flag,
  freeDescriptionRule,
  given,
  id,
  nameRule,
  oneOf,
  paging,
  region,
  ruled,
  structured,
  tags,
  whole,
} from './schema.ts';

const spec = oneOf('Small', 'Middle', 'Large', 'XLarge.1');
const natType = oneOf('Normal', 'Enhanced');
const chargeType = oneOf('PostPaid', 'PrePaid');
const longest = { Month: 9, Year: 3 };
const natGateway = record({
  NatGatewayId: identity,
  Name: text,
  Description: text,
  Status: text,
  BusinessStatus: text,
  CreationTime: text,
  ExpiredTime: text,
  RegionId: text,
  VpcId: text,
  NatType: text,
  NetworkType: text,
  Spec: text,
  InstanceChargeType: text,
  InternetChargeType: text,
  AutoPay: bool,
  ResourceGroupId: text,
  DeletionProtection: bool,
  EcsMetricEnabled: bool,
  EipBindMode: text,
  IcmpReplyEnabled: bool,
  PrivateLinkEnabled: bool,
  PrivateLinkMode: text,
  AvailabilityMode: text,
  SecurityProtectionEnabled: bool,
  EnableSessionLog: bool,
  AccessMode: record({ ModeValue: text, TunnelType: text }),
  IpLists: list(
    'IpList',
    record({
      IpAddress: identity,
      AllocationId: text,
      UsingStatus: text,
      PrivateIpAddress: text,
      SnatEntryEnabled: bool,
    }),
  ),
  IpPrefixList: list('IpPrefixList', record({ IpPrefix: identity })),
  ForwardTableIds: list('ForwardTableId', text),
  SnatTableIds: list('SnatTableId', text),
  FullNatTableIds: list('FullNatTableId', text),
  BandwidthPackageIds: list('BandwidthPackageId', text),
  NatGatewayPrivateInfo: record({
    VswitchId: text,
    IzNo: text,
    PrivateIpAddress: text,
    EniInstanceId: text,
    EniType: text,
    MaxBandwidth: number,
    MaxSessionQuota: number,
    MaxSessionEstablishRate: number,
  }),
  Tags: list('Tag', record({ TagKey: identity, TagValue: text })),
});
export const gatewayOperations = {
  CreateNatGateway: writeWithToken('CreateNatGateway', {
    summary: 'Create a NAT gateway in a VPC',
    retry: ['TaskConflict', 'VswitchStatusError', 'IncorrectStatus.VSWITCH', 'OperationConflict'],
    request: () =>
      z
        .strictObject({
          RegionId: region,
          VpcId: id,
          Name: ruled(nameRule).optional(),
          Description: ruled(freeDescriptionRule).optional(),
          ClientToken: clientToken,
          Spec: spec.optional(),
          InstanceChargeType: chargeType.optional(),
          PricingCycle: oneOf('Month', 'Year').optional(),
          Duration: whole(1, 9).optional(),
          AutoPay: flag.optional(),
          VSwitchId: id.optional(),
          NatType: natType.optional(),
          InternetChargeType: oneOf('PayBySpec', 'PayByLcu').optional(),
          // Added since the document of 2020:
          NetworkType: oneOf('internet', 'intranet').optional(),
          EipBindMode: oneOf('MULTI_BINDED', 'NAT').optional(),
          IcmpReplyEnabled: flag.optional(),
          PrivateLinkEnabled: flag.optional(),
          SecurityProtectionEnabled: flag.optional(),
          AvailabilityMode: oneOf('CrossAZ', 'SingleAZ').optional(),
          AccessMode: structured(
            z.strictObject({ ModeValue: oneOf('route', 'tunnel'), TunnelType: oneOf('geneve').optional() }),
          ).optional(),
          NatIp: z.string().optional(),
          Ipv4Prefix: z.string().optional(),
          Tag: tags.optional(),
        })
        .superRefine((request, context) => {
          const say = (path: string, message: string) =>
            context.addIssue({ code: 'custom', path: [path], message });
          const { InstanceChargeType, PricingCycle, Duration, AutoPay, NatType, InternetChargeType } =
            request;
          if (InstanceChargeType === 'PrePaid') {
            if (!given(PricingCycle)) say('PricingCycle', 'must be given when InstanceChargeType is PrePaid');
            if (!given(Duration)) say('Duration', 'must be given when InstanceChargeType is PrePaid');
            if (!given(AutoPay)) say('AutoPay', 'must be given when InstanceChargeType is PrePaid');
          } else if (given(AutoPay)) {
            say('AutoPay', 'can only be given when InstanceChargeType is PrePaid');
          }
          if (Duration !== undefined && PricingCycle !== undefined && Duration > longest[PricingCycle]) {
            say('Duration', `must be 1 to ${longest[PricingCycle]} when PricingCycle is ${PricingCycle}`);
          }
          if (NatType === 'Enhanced' && !given(request.VSwitchId)) {
            say('VSwitchId', 'must be given when NatType is Enhanced');
          }
          if (InternetChargeType === 'PayByLcu' && NatType !== 'Enhanced') {
            say('InternetChargeType', 'can be PayByLcu only when NatType is Enhanced');
          }
          if (given(request.AccessMode) && request.PrivateLinkEnabled !== true) {
            say('AccessMode', 'can only be given when PrivateLinkEnabled is true');
          }
        }),
    answer: {
      NatGatewayId: text,
      ForwardTableIds: list('ForwardTableId', text),
      SnatTableIds: list('SnatTableId', text),
      FullNatTableIds: list('FullNatTableId', text),
    },
  }),
  ModifyNatGatewayAttribute: write('ModifyNatGatewayAttribute', {
    summary: 'Change the name, the description or both of a NAT gateway',
    retry: ['IncorrectStatus.NATGW'],
    request: () =>
      z
        .strictObject({
          NatGatewayId: id,
          RegionId: region,
          Name: ruled(nameRule).optional(),
          Description: ruled(descriptionRule).optional(),
          // Added since the document of 2020:
          EipBindMode: oneOf('NAT').optional(),
          IcmpReplyEnabled: flag.optional(),
          EnableSessionLog: flag.optional(),
          LogDelivery: structured(
            z.strictObject({ LogDeliveryType: oneOf('sls'), LogDestination: id }),
          ).optional(),
        })
        .refine(
          ({ NatGatewayId: _id, RegionId: _region, ...changes }) => Object.values(changes).some(given),
          {
            path: ['Name'],
            message: 'or Description must be given',
          },
        ),
    answer: {},
  }),
  ModifyNatGatewaySpec: writeWithToken('ModifyNatGatewaySpec', {
    summary: 'Change the size of a NAT gateway',
    retry: ['IncorrectStatus.NatGateway'],
    request: () =>
      z.strictObject({
        NatGatewayId: id,
        RegionId: region,
        Spec: spec,
        ClientToken: clientToken,
        AutoPay: flag.optional(),
      }),
    answer: {},
  }),
  DescribeNatGateways: read('DescribeNatGateways', {
    summary: 'List NAT gateways',
    listing: 'NatGateways',
    request: () =>
      z.strictObject({
        RegionId: region,
        NatGatewayId: id.optional(),
        VpcId: id.optional(),
        Name: id.optional(),
        InstanceChargeType: chargeType.optional(),
        Spec: spec.optional(),
        NatType: natType.optional(),
        ResourceGroupId: id.optional(),
        ...paging(50),
        DryRun: flag.optional(),
        // Added since the document of 2020:
        NetworkType: oneOf('internet', 'intranet').optional(),
        Status: id.optional(),
        ZoneId: id.optional(),
        AvailabilityMode: id.optional(),
        Tag: tags.optional(),
      }),
    answer: {
      NatGateways: list('NatGateway', natGateway),
      PageNumber: number,
      PageSize: number,
      TotalCount: number,
    },
  }),
  DeleteNatGateway: write('DeleteNatGateway', {
    summary: 'Delete a NAT gateway, with Force its rules and bindings too',
    retry: ['OperationConflict'],
    lag: [
      'DependencyViolation.BandwidthPackages',
      'DependencyViolation.EIPS',
      'DependencyViolation.SnatEntry',
      'DependencyViolation.ForwardEntry',
    ],
    request: () => z.strictObject({ NatGatewayId: id, RegionId: region, Force: flag.optional() }),
    answer: {},
  }),
};

/** Added since the reference of 2020. */
export const laterGatewayOperations = {
  GetNatGatewayAttribute: read('GetNatGatewayAttribute', {
    summary: 'Read one NAT gateway in more detail than the listing',
    request: () => z.strictObject({ NatGatewayId: id, RegionId: region }),
    answer: {
      NatGatewayId: text,
      Name: text,
      Description: text,
      Status: text,
      BusinessStatus: text,
      CreationTime: text,
      ExpiredTime: text,
      RegionId: text,
      VpcId: text,
      NatType: text,
      NetworkType: text,
      ResourceGroupId: text,
      EcsMetricEnabled: bool,
      EnableSessionLog: bool,
      PrivateLinkEnabled: bool,
      PrivateLinkMode: text,
      AvailabilityMode: text,
      AccessMode: record({ ModeValue: text, TunnelType: text }),
      BillingConfig: record({
        AutoPay: text,
        InstanceChargeType: text,
        InternetChargeType: text,
        Spec: text,
      }),
      DeletionProtectionInfo: record({ Enabled: bool }),
      ForwardTable: record({ ForwardTableId: text, ForwardEntryCount: number }),
      SnatTable: record({ SnatTableId: text, SnatEntryCount: number }),
      FullNatTable: record({ FullNatTableId: text, FullNatEntryCount: number }),
      IpList: list([], record({ IpAddress: identity, AllocationId: text, UsingStatus: text })),
      PrivateInfo: record({
        VswitchId: text,
        IzNo: text,
        PrivateIpAddress: text,
        EniInstanceId: text,
        MaxBandwidth: number,
      }),
      LogDelivery: record({
        LogDeliveryType: text,
        LogDestination: text,
        DeliveryStatus: text,
        DeliverLogsErrorMessage: text,
      }),
    },
  }),
  DeletionProtection: writeWithToken('DeletionProtection', {
    summary: 'Turn the protection from deletion on or off',
    request: () =>
      z.strictObject({
        InstanceId: id,
        ProtectionEnable: flag,
        Type: oneOf('NATGW', 'EIP', 'CBWP'),
        RegionId: region,
        ClientToken: clientToken,
      }),
    answer: {},
  }),
};
