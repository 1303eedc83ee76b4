import * as z from 'zod';
import { associateAddress, disassociateAddress } from '../../../world/tencent-vpc/address-hosts.ts';
import {
  changeBandwidth,
  changeChargeType,
  releaseAddresses,
  renameAddress,
} from '../../../world/tencent-vpc/addresses.ts';
import { allocateAddresses } from '../../../world/tencent-vpc/allocation.ts';
import { carriers, chargeTypes } from '../../../world/tencent-vpc/model.ts';
import { coded, text } from '../../tencent/operation.ts';
import { idOf, ip, listOf, someOf, tags } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const AddressId = idOf('eip', 'InvalidParameterValue.AddressIdMalformed');
const prepaid = z.looseObject({}).optional();

const allocate = operation(
  ({ int }) =>
    z.strictObject({
      AddressCount: int.default(1),
      InternetServiceProvider: z.enum(carriers).default('BGP'),
      InternetChargeType: z.enum(chargeTypes).optional(),
      InternetMaxBandwidthOut: int.optional(),
      AddressChargePrepaid: prepaid,
      AddressType: z.literal('EIP').default('EIP'),
      VipCluster: listOf(ip).default([]),
      Tags: tags,
      BandwidthPackageId: idOf('bwp', 'InvalidParameterValue.BandwidthPackageIdMalformed').optional(),
      AddressName: text.optional(),
      Egress: z.literal('center_egress1').optional(),
      ClientToken: text.regex(/^[\x21-\x7e]{1,64}$/, 'not 1 to 64 characters of ASCII').optional(),
    }),
  ({ state, region, fault }, input) => {
    const { ids, taskId } = allocateAddresses(
      state,
      region,
      {
        count: input.AddressCount,
        carrier: input.InternetServiceProvider,
        chargeType: input.InternetChargeType,
        bandwidth: input.InternetMaxBandwidthOut,
        prepaid: input.AddressChargePrepaid !== undefined,
        packageId: input.BandwidthPackageId,
        name: input.AddressName,
        tags: input.Tags,
        ips: input.VipCluster,
        token: input.ClientToken,
      },
      fault,
    );
    return { AddressSet: ids, TaskId: taskId };
  },
  {
    'eip-quota': 'AddressQuotaLimitExceeded',
    'eip-daily-quota': 'AddressQuotaLimitExceeded.DailyAllocate',
    'no-funds': 'FailedOperation.BalanceInsufficient',
  },
);

const associate = operation(
  ({ bool }) =>
    z.strictObject({
      AddressId,
      InstanceId: idOf('(ins|lb)', 'InvalidParameterValue.InstanceIdMalformed').optional(),
      NetworkInterfaceId: text.optional(),
      PrivateIpAddress: text.optional(),
      EipDirectConnection: bool.optional(),
      InstanceRegion: text.optional(),
    }),
  ({ state, region, fault }, input) => {
    const host = {
      id: input.AddressId,
      instanceId: input.InstanceId,
      interfaceId: input.NetworkInterfaceId,
      privateIp: input.PrivateIpAddress,
    };
    return { TaskId: associateAddress(state, region, host, fault) };
  },
);

const disassociate = operation(
  ({ bool }) => z.strictObject({ AddressId, ReallocateNormalPublicIp: bool.optional() }),
  ({ state, region, fault }, input) => ({
    TaskId: disassociateAddress(state, region, input.AddressId, fault),
  }),
  { 'eip-on-gateway': 'InvalidInstance.NotSupported' },
);

const release = operation(
  () => z.strictObject({ AddressIds: someOf(AddressId) }),
  ({ state, region, fault }, input) => ({
    TaskId: releaseAddresses(state, region, input.AddressIds, fault),
  }),
);

const MOST_NAME = 128;

const modify = operation(
  () =>
    z.strictObject({
      AddressId,
      AddressName: text
        .refine(
          (name) => name.length <= MOST_NAME,
          coded('InvalidParameterValue.TooLong', `it is longer than ${MOST_NAME} characters`),
        )
        .refine(
          (name) => /^[\p{Script=Han}A-Za-z0-9_-]*$/u.test(name),
          coded('InvalidParameterValue', 'it has other characters than letters, digits, - and _'),
        )
        .optional(),
      EipDirectConnection: z.enum(['TRUE', 'FALSE']).optional(),
    }),
  ({ state, region }, input) => {
    renameAddress(state, region, input.AddressId, input.AddressName);
    return done;
  },
);

const modifyBandwidth = operation(
  ({ int }) =>
    z.strictObject({
      AddressIds: someOf(AddressId),
      InternetMaxBandwidthOut: int,
      StartTime: text.optional(),
      EndTime: text.optional(),
    }),
  ({ state, region, fault }, input) => {
    const change = { ids: input.AddressIds, bandwidth: input.InternetMaxBandwidthOut };
    return { TaskId: changeBandwidth(state, region, change, fault) };
  },
);

const modifyChargeType = operation(
  ({ int }) =>
    z.strictObject({
      AddressId,
      InternetChargeType: z.enum([
        'BANDWIDTH_PREPAID_BY_MONTH',
        'TRAFFIC_POSTPAID_BY_HOUR',
        'BANDWIDTH_POSTPAID_BY_HOUR',
      ]),
      InternetMaxBandwidthOut: int,
      AddressChargePrepaid: prepaid,
    }),
  ({ state, region }, input) => {
    changeChargeType(state, region, {
      id: input.AddressId,
      chargeType: input.InternetChargeType,
      bandwidth: input.InternetMaxBandwidthOut,
      prepaid: input.AddressChargePrepaid !== undefined,
    });
    return done;
  },
  { 'no-funds': 'FailedOperation.BalanceInsufficient' },
);

/** Elastic public addresses. Gateways bind and unbind theirs with operations of their own. */
export const addressOperations: Readonly<Record<string, VpcOperation>> = {
  AllocateAddresses: allocate,
  AssociateAddress: associate,
  DisassociateAddress: disassociate,
  ReleaseAddresses: release,
  ModifyAddressAttribute: modify,
  ModifyAddressesBandwidth: modifyBandwidth,
  ModifyAddressInternetChargeType: modifyChargeType,
};
