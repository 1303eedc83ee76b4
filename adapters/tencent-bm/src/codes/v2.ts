import { broken, late, type Meaning, missing, throttled, wrongInput } from '@polynat/adapter-kit';
import { busy, expiredToken, forbidden, secondFactor, soldOut, wrongKeys } from '@polynat/tencent';

/** https://cloud.tencent.com/document/product/386/6725, https://cloud.tencent.com/doc/api/245/4781 */
export const commonCodes: Readonly<Record<string, Meaning>> = {
  4000: wrongInput,
  4100: wrongKeys,
  4101: forbidden,
  4102: forbidden,
  4103: forbidden,
  4104: wrongKeys,
  4105: expiredToken,
  4106: secondFactor,
  4110: forbidden,
  4200: late,
  4300: { code: 'forbidden', remedy: 'ask the provider why the account is shut out' },
  4400: throttled,
  /** A nonce met twice, or a clock that is off. */
  4500: late,
  4600: { code: 'unsupported', remedy: 'use an https endpoint' },
  5000: missing,
  5100: { code: 'failed-precondition', remedy: 'look at the resource, or open a support ticket' },
  5200: soldOut,
  5300: { code: 'payment-required', remedy: 'top up the account' },
  /** A batch that was carried out in part. */
  5400: {
    code: 'conflict',
    outcome: 'unknown',
    remedy: 'read the resource: a part of the change has happened',
  },
  5500: { code: 'forbidden', remedy: 'finish the verification of the account' },
  6000: broken,
  6100: { code: 'unsupported', remedy: 'check that the endpoint belongs to bare metal' },
  6200: { code: 'unavailable', retryable: true },
};

interface ModuleCode {
  readonly code: number;
  readonly name: string;
  readonly meaning: Meaning;
}

const noNetwork: Meaning = { code: 'not-found', remedy: 'list the VPCs of the region: networks.list' };

/** The tables on the pages of the operations, https://cloud.tencent.com/document/api/386/9348 to 9356 and their neighbours. */
export const moduleCodes: readonly ModuleCode[] = [
  { code: -3047, name: 'InvalidBmVpc.NotFound', meaning: noNetwork },
  { code: -3030, name: 'InvalidBmSubnet.NotFound', meaning: missing },
  { code: -3051, name: 'BmVpc.SubnetNotExist', meaning: missing },
  { code: -3001, name: 'InvalidInputParams', meaning: wrongInput },
  { code: -3031, name: 'AvailableIpUseUp', meaning: { code: 'quota-exceeded' } },
  { code: -3055, name: 'BmVpc.InvalidSubnetCidr', meaning: wrongInput },
  { code: -3246, name: 'BmVpc.InvalidDhcpServer', meaning: wrongInput },
  { code: -3247, name: 'BmVpc.DhcpReserveIpLimit', meaning: { code: 'quota-exceeded' } },
  { code: -3264, name: 'BmVpc.SslVpnNotExist', meaning: missing },
  { code: 10001, name: 'BmVpc.InvalidParameterValue', meaning: wrongInput },
  {
    code: 13006,
    name: 'InvalidBmVpc.NatGatewayLimitExceeded',
    meaning: { code: 'quota-exceeded', remedy: 'delete a gateway of this VPC, or use another VPC' },
  },
  {
    code: 13008,
    name: 'BmVpcNat.MustLeaveOneEip',
    meaning: { code: 'failed-precondition', remedy: 'attach another address first: one must stay' },
  },
  {
    code: 13010,
    name: 'BmVpcNat.InvalidEip',
    meaning: { code: 'not-found', remedy: 'list the public addresses: addresses.list' },
  },
  {
    code: 13011,
    name: 'BmVpcNat.InvalidEipVpcId',
    meaning: { code: 'invalid-argument', remedy: 'use an address of the VPC of the gateway' },
  },
  {
    code: 13012,
    name: 'BmVpcNat.SubnetUsed',
    meaning: { code: 'conflict', remedy: 'take the subnet off the gateway that has it' },
  },
  {
    code: 13013,
    name: 'BmVpcNat.EipUsed',
    meaning: { code: 'conflict', remedy: 'detach the address from what uses it' },
  },
  { code: 13014, name: 'BmVpcNat.NotFound', meaning: missing },
  {
    code: 13015,
    name: 'BmVpcNat.EipLimitExceeded',
    meaning: { code: 'quota-exceeded', remedy: 'detach an address first: a gateway holds four' },
  },
  { code: 9000, name: 'InternalCgwErr', meaning: broken },
  { code: 9001, name: 'InternalError.DbError', meaning: broken },
  { code: 9003, name: 'ParamInvalid', meaning: wrongInput },
  { code: 9006, name: 'InternalErr', meaning: broken },
  { code: -8000, name: 'DesErr', meaning: broken },
  { code: -8001, name: 'DesInBusy', meaning: busy },
  {
    code: 30001,
    name: 'ExceedTheLimit',
    meaning: {
      code: 'quota-exceeded',
      remedy: 'release addresses, or raise the quota with a support ticket',
    },
  },
  {
    code: 30003,
    name: 'ExceedDailyLimit',
    meaning: { code: 'quota-exceeded', remedy: 'order no more addresses today' },
  },
  { code: 30009, name: 'EipNotExist', meaning: missing },
  {
    code: 30010,
    name: 'EipStateCannotOp',
    meaning: { code: 'failed-precondition', remedy: 'detach the address first' },
  },
  { code: 30013, name: 'EipRecordNotExist', meaning: missing },
  { code: 30016, name: 'ISPInvalid', meaning: wrongInput },
];

/** Names that come with a common code. */
export const commonNames: Readonly<Record<string, Meaning>> = {
  ActionLocked: busy,
  ServiceUnavailable: { code: 'unavailable', retryable: true },
};
