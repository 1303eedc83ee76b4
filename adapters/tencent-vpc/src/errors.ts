import { broken, codes, type Meaning, missing, wrongInput } from '@polynat/adapter-kit';
import { busy, commonCodes, forbidden, type Meanings, soldOut } from '@polynat/tencent';

const all = (meaning: Meaning, codes: readonly string[]): Meanings =>
  Object.fromEntries(codes.map((code) => [code, meaning]));

const quota = (remedy: string): Meaning => ({ code: 'quota-exceeded', remedy });
const state = (remedy: string): Meaning => ({ code: 'failed-precondition', remedy });
const unpaid: Meaning = { code: 'payment-required', remedy: 'top up the account' };
const account: Meaning = { code: 'forbidden', remedy: 'finish the verification of the account' };
const existing: Meaning = {
  code: 'already-exists',
  remedy: 'remove the rule that stands in its place first',
};
const notAttached = state('attach the public IP to the gateway first: addresses.attach');
const needsHost = state('name a private IP of a server or network interface in the VPC of the gateway');
const traffic = state('move the traffic and its routes away first, or delete with cascade: true');
const upgrade = (what: string): Meaning => state(`the gateway ${what}; create a standard gateway beside it`);

/**
 * Codes of version 2017-03-12 (https://cloud.tencent.com/document/api/215/15694). Those that are not here mean what the part before
 * their dot means.
 */
export const meanings: Meanings = {
  ...commonCodes,
  /** Without a suffix it is also the word for a gateway at work. */
  ResourceInUse: busy,
  ...all(
    busy,
    codes`
      DesOperation.MutexTaskRunning OperationDenied.MutexTaskRunning UnsupportedOperation.InvalidState
      UnsupportedOperation.MutexOperationTaskRunning UnsupportedOperation.NatGatewayIsBusy
      UnsupportedOperation.TagAllocate UnsupportedOperation.TagFree
    `,
  ),
  ...all(broken, ['InternalError.ModuleError', 'InternalServerError', 'ServiceUnavailable']),
  ...all(
    missing,
    codes`
      InvalidAddressId.NotFound InvalidInstanceId.NotFound InvalidNetworkInterfaceId.NotFound
      InvalidParameterValue.AddressIpsNotFound InvalidParameterValue.AddressNotFound
      InvalidParameterValue.BandwidthPackageNotFound InvalidParameterValue.NatGatewayDnatRuleNotExists
      InvalidParameterValue.NatGatewaySnatRuleNotExists InvalidParameterValue.NetworkInterfaceNotFound
      InvalidParameterValue.ResourceNotFound UnsupportedOperation.NatGatewaySnatRuleNotExists
      UnsupportedOperation.PublicIpAddressIsNotExisted UnsupportedOperation.RecordNotExists
    `,
  ),
  'InvalidVpcId.NotFound': { ...missing, remedy: 'list the VPCs of the region: networks.list' },
  ...all(wrongInput, ['InvalidVpcId.Malformed', 'InvalidParameterConflict']),
  ...all(existing, [
    'InvalidParameterValue.NatGatewayDnatRuleExisted',
    'InvalidParameterValue.NatSnatRuleExists',
    'UnsupportedOperation.NatGatewayRulePipExists',
    'UnsupportedOperation.RecordExists',
  ]),
  ...all(needsHost, [
    'InvalidParameterValue.NatGatewayDnatRulePipNeedVm',
    'UnsupportedOperation.NatGatewaySnatPipNeedVm',
  ]),
  ...all(notAttached, ['UnsupportedOperation.NatGatewayEipNotExists', 'UnsupportedOperation.UnbindEIP']),
  'ResourceInUse.Address': { code: 'conflict', remedy: 'detach the public IP from what uses it' },
  'ResourceInUse.NatUsedByCFW': state('take the gateway out of the cloud firewall first'),
  InvalidAddressState: state('wait until the public IP is free, or detach it'),
  'InvalidAddressId.Blocked': state('have the public IP unblocked in the console'),
  ...all(
    state('detach the public IP first, and wait until it is free'),
    codes`
      InvalidAddressIdStatus.NotPermit InvalidAddressId.StatusNotPermit
      UnsupportedOperation.AddressStatusNotPermit UnsupportedOperation.InvalidAddressState
      UnsupportedOperation.NatGatewayHadEipUnassociate
    `,
  ),
  ...all(quota('release public IPs, or raise the quota with a support ticket'), [
    'AddressQuotaLimitExceeded',
    'LimitExceeded.AddressQuotaLimitExceeded',
  ]),
  ...all(quota('allocate no more public IPs today'), [
    'AddressQuotaLimitExceeded.DailyAllocate',
    'LimitExceeded.DailyAllocateAddressQuotaLimitExceeded',
  ]),
  'LimitExceeded.ActionLimited': { code: 'throttled', retryable: true },
  'LimitExceeded.NatGatewayPerVpcLimitExceeded': quota('delete a gateway of this VPC, or use another VPC'),
  'LimitExceeded.PublicIpAddressPerNatGatewayLimitExceeded': quota('detach a public IP first'),
  'ResourceInsufficient.Instance': soldOut,
  ...all(unpaid, [
    'FailedOperation.BalanceInsufficient',
    'UnsupportedOperation.InsufficientFunds',
    'UnsupportedOperation.UnpaidOrderAlreadyExists',
  ]),
  ...all(account, ['InvalidAccount.NotSupported', 'UnauthorizedOperation.NoRealNameAuthentication']),
  ...all(forbidden, ['UnsupportedOperation.AppIdMismatch', 'UnsupportedOperation.TagNotPermit']),
  'UnsupportedOperation.ActionNotFound': { code: 'unsupported' },
  'UnsupportedOperation.DeletionProtectionEnabled': state('switch the protection off: gateways.protect'),
  'UnsupportedOperation.DeliveryFailed': { code: 'unavailable', remedy: 'order again with another token' },
  'UnsupportedOperation.NatGatewayRestricted': state('the gateway is banned: open a support ticket'),
  'UnsupportedOperation.PublicIpAddressDisassociate': state('attach another public IP first: one must stay'),
  'UnsupportedOperation.PublicIpAddressIsNotBGPIp': state('use a BGP public IP'),
  'UnsupportedOperation.PublicIpAddressNotBilledByTraffic': state(
    'use a public IP billed by traffic, or one in a shared bandwidth',
  ),
  'InvalidParameterValue.BandwidthPackageInUse': state('let all public IPs leave the shared bandwidth first'),
  'InvalidParameterValue.ResourceAlreadyExisted': {
    code: 'conflict',
    remedy: 'let the public IP leave its shared bandwidth first',
  },
  'InvalidParameterValue.ResourceNotExisted': missing,
  'InvalidParameterValue.TagNotExisted': state('create the tag in the tag service of the account first'),
  'UnsupportedOperation.BandwidthPackageIdNotSupported': state(
    'use a shared bandwidth of the line type of the public IPs',
  ),
  'UnsupportedOperation.InvalidResourceInternetChargeType': state('use public IPs that are not prepaid'),
  'LimitExceeded.BandwidthPackageQuota': quota('delete a shared bandwidth that nothing uses'),
  'LimitExceeded.BandwidthPackageResourceQuota': quota('use another shared bandwidth'),
  'UnsupportedOperation.NotSupportZone': {
    code: 'unsupported',
    remedy: 'use a zone of DescribeNatGatewayZones',
  },
  ...all(traffic, [
    'UnsupportedOperation.NatGatewayHaveHighTraffic',
    'UnsupportedOperation.NatGatewayHaveRoute',
    'UnsupportedOperation.NatGatewayHaveRouteAndHighTraffic',
    'UnsupportedOperation.TrafficValidationFailed',
  ]),
  'UnsupportedOperation.NatHasBoundVpg': upgrade('has a direct connect gateway'),
  'UnsupportedOperation.NatHasECMP': upgrade('shares routes of equal cost'),
  'UnsupportedOperation.NatHasEnabledGatewayFlowControl': upgrade('limits the bandwidth of private IPs'),
  'UnsupportedOperation.NatHasFlowLog': upgrade('has a flow log'),
  'UnsupportedOperation.NatInstanceExclusive': upgrade('is exclusive'),
  'UnsupportedOperation.NatSpecificationExceeded': upgrade('is larger than a standard one'),
  'UnsupportedOperation.NatUsageExceeded': upgrade('carried more than a standard one lately'),
};
