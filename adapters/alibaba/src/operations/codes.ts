import { codes } from '@polynat/adapter-kit';
import type { ErrorCode } from '@polynat/core';

/**
 * What each of the service's codes means, spelled exactly as the service spells it, misspellings included.
 *
 * `busy` passes by itself and is waited out until the caller's deadline. `unavailable` may have taken effect. Anything else is
 * final, unless the operation's own `retry` list knows it to pass within moments: see `Operation`.
 */
export const codesByMeaning: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  throttled: codes`
    Throttling Throttling.User Throttling.Api Throttling.DeepPageSkip Rejected.Throttling
    OperationFailed.Throttling
  `,
  busy: codes`
    InvalidVPCStatus VswitchStatusError VpcStatusError IncorretForwardEntryStatus
    IncorretSnatEntryStatus IncorrectStatus IncorrectStatus.NatGateway IncorrectStatus.NATGW
    IncorrectStatus.VSWITCH IncorrectStatus.Eip IncorrectStatus.SnatEntry IncorrectStatus.ForwardEntry
    IncorrectStatus.NatIp IncorrectStatus.ResourceStatus IncorrectInstanceStatus
    InvalidStatus.SnatOrDnat InvalidStatus.NotAllow OperationFailed.EipInMiddleStatus
    OperationFailed.SnatInMiddleStatus OperationFailed.DnatInMiddleStatus
    OperationFailed.NatGwRouteInMiddleStatus OperationUnsupported.EipInBinding TaskConflict
    TaskConflict.AssociateGlobalAccelerationInstance OperationConflict VPC_TASK_CONFLICT
    BandwidthPackageOperation.conflict EipOperation.TooFrequently OperationFailed.DistibuteLock
    FrequentPurchase.EIP OrderFailed.ConcurrentOperate LastTokenProcessing
    OperationFailed.LastTokenProcessing OperationFailed.IdempotentTokenProcessing
  `,
  unavailable: codes`
    InternalError InternalServerError ServiceUnavailable UnknownError SystemBusy
    OperationFailed.SystemBusy SignatureNonceUsed
  `,
  'not-found': codes`
    InvalidVpcId.NotFound InvalidVSwitchId.NotFound InvalidZoneId.NotFound InvalidNatGatewayId.NotFound
    InvalidForwardTableId.NotFound InvalidForwardEntryId.NotFound InvalidSnatTableId.NotFound
    InvalidSnatEntryId.NotFound InvalidBandwidthPackageId.NotFound InvalidExternalIp.NotFound
    InvalidSnatIp.NotFound invalidRemovedIpAddresses.NotFound InvalidRemovedIpAddresses.NotFound
    InvalidAllocationId.NotFound InvalidInstanId.NotFound InvalidBindInstance.NotFound
    InvalidIpInstanceId.NotFound Invalid.natgwNotExist NATGW_NOT_EXIST INSTANCE_NOT_EXISTS
    ResourceNotFound.NatGateway ResourceNotFound.SnatEntry OperationFailed.VpcNotExist
    OperationFailed.VswitchNotExist OperationFailed.VRouterNotExist
  `,
  // A mistyped region, or InvalidRegionId.NotFound, must never look like a gateway that is gone.
  'invalid-argument': codes`
    InvalidRegionId.NotFound MissingParameter MissingParameter.BandwidthPackage INVALID_PARAMETER
    InvalidNatGatewayName.Malformed InvalidNatGatewayDescription.Malformed
    InvalidParameter.Name.Malformed InvalidParameter.Description.Malformed
    InvalidParameter.BandwidthPackage.Isp.ValueNotSupport
    InvalidParameter.BandwidthPackage.n.ISP.ValueNotSupport InvalidParameter.Spec.ValueNotSupported
    InvalidBandwidth.Malformed InvalidBandwidth.ValueNotSupported InvalidIpCount.ValueNotSupported
    InvalidInstanceType.ValueNotSupported InvalidExternalIp.Malformed InvalidInternalIp.Malformed
    InvalidExternalPort.Malformed InvalidInternalPort.Malformed InvalidSnatIp.Malformed
    InvalidProtocol.ValueNotSupported InvalidProtocal.ValueNotSupported
    Forbidden.DestinationIpOutOfVpcCIDR Forbidden.DestnationIpOutOfVpcCIDR
    Forbidden.InternalIpOutOfVpcCIDR OperationFailed.VswitchNotBelongToVpc
    OperationFailed.VSwitchNotBelongToVpc InvalidVersion NoSuchVersion
  `,
  'quota-exceeded': codes`
    QuotaExceeded QuotaExceeded.BandwidthPackageIps QuotaExceeded.BandwidthPackageCountOnNatGateway
    QuotaExceeded.Eip QuotaExceeded.NumberOfEip QuotaExceeded.NumberOfTrafficEip
    SNAT_IP_POOL_COUNT_TOO_MANY Forbidden.SnatEntryCountLimited Forbidden.CheckEntryRuleQuota
    OperationFailed.EnhancedQuotaExceeded OperationFailed.SnatQuotaExceed
    OperationFailed.DnatQuotaExceed InvalidBandwidthPackageIdNumber.NotSupported
  `,
  'already-exists': [
    'Forbidden.SourceVSwitchId.Duplicated',
    'OperationUnsupported.ForwardEntry',
    'InvalidAssociation.Duplicated',
  ],
  conflict: [
    'OperationUnsupported.CidrConflict',
    'Forbidden.ExternalIp.UsedInSnatTable',
    'Forbidden.IpUsedInForwardTable',
    'IdempotentParameterMismatch',
  ],
  'failed-precondition': codes`
    ZONE_NO_AVAILABLE_IP ReserveIpFail OperationFailed.EnhancedInventoryNotEnough
    OperationFailed.NatTypeNotEnhanced OperationFailed.NatGwBindWithBandwidthPackage
    OperationUnsupported.VpcAttachedCen OperationUnsupported.RouterInterfaceExist
    OperationUnsupported.EipNatGWCheck OperationUnsupported.EipNatBWPCheck EIP_NOT_IN_GATEWAY
    EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP InvalidIp.NotInNatgw IncorrectEipStatus InvalidBindingStatus
    InvalidIpStatus.HasBeenUsedBySnatTable InvalidIpStatus.HasBeenUsedByForwardEntry
    DependencyViolation.BandwidthPackages DependencyViolation.EIPS DependencyViolation.SnatEntry
    DependencyViolation.ForwardEntry DependencyViolation.RouterEntry DependencyViolation.FullNatEntry
    DependencyViolation.VpcEndpointService DependencyViolation.NatIp DependencyViolation.NatIpCidr
    Forbidden.SourceVSwitchId.IncludeHaVip Forbidden.Already.Bounded Forbidden.PrePaidNatGateway
    Forbidden.ChargeTypeIsPrepaid Forbidden.EipCanNotBindGatgw Forbindden
    InvalidOperation.DeletionProtection NATGW_MODIFY_SPEC_SAME OperationDenied.NoAvailablePrivateIp
    OperationDenied.UnsupportedEipBindMode
  `,
  unsupported: codes`
    OperationUnsupported.NatConvert OperationFailed.EnhancedRegion NOT_ALLOW_USE_SOURCECIDR
    Forbidden.NatPayBySpec InvalidApi.NotFound InvalidAction.NotFound UnsupportedOperation
  `,
  'payment-required': [
    'BandwidthPackage.FinancialLocked',
    'NATGATEWAY_FINANCIALLOCKED',
    'Forbidden.FinancialLocked',
    'InsufficientBalance',
  ],
  forbidden: codes`
    Forbidden Forbidden.RAM NoPermission NoPermission.CreateServiceLinkedRole
    OperationFailed.EnhancedUsersUnauthorized
  `,
  unauthenticated: codes`
    SignatureDoesNotMatch IncompleteSignature InvalidAccessKeyId.NotFound InvalidAccessKeyId.Inactive
    NoEnabledAccessKey Forbidden.AccessKey Forbidden.AccessKeyDisabled IllegalTimestamp
    InvalidTimeStamp.Format InvalidTimeStamp.Expired
  `,
};

/** Kin of the codes above that no document lists one by one; the first family that fits decides. */
export const families: readonly (readonly [RegExp, ErrorCode])[] = [
  [/Throttling/, 'throttled'],
  [/FinancialLocked|InsufficientBalance|Arrear/i, 'payment-required'],
  [/^IncorrectStatus\.|MiddleStatus$|TaskConflict|OperationConflict/, 'busy'],
  [/QuotaExceed|Quota\.|CountLimited/, 'quota-exceeded'],
  [/^DependencyViolation/, 'failed-precondition'],
  [/SecurityToken|AccessKey|^InvalidTimeStamp/, 'unauthenticated'],
  [/NoPermission|Forbidden\.RAM|Unauthorized/, 'forbidden'],
  [/^ResourceNotFound|NotFound$|NotExist|NOT_EXIST/, 'not-found'],
  [/Duplicated?$|AlreadyExist/, 'already-exists'],
  [/Malformed$|ValueNotSupport(ed)?$|^Missing|^InvalidParameter|^IllegalParam/, 'invalid-argument'],
  [/^OperationUnsupported|NotSupport/, 'unsupported'],
  [/^Forbidden/, 'forbidden'],
];

/** One code with two meanings: the message decides. */
export const meaningsByMessage: readonly (readonly [code: string, message: RegExp, meaning: ErrorCode])[] = [
  ['IncorretForwardEntryStatus', /not exist/i, 'not-found'],
  ['Forbidden', /already bind/i, 'failed-precondition'],
];

/** The signature bears a time the service does not take: signed anew by the service's own clock, the request passes. */
export const skewed: ReadonlySet<string> = new Set(['IllegalTimestamp', 'InvalidTimeStamp.Expired']);

/** An earlier try under the same token is still at work, or a copy of this very request has been: only the outcome is unknown. */
export const undecided = new Set([
  'LastTokenProcessing',
  'OperationFailed.LastTokenProcessing',
  'OperationFailed.IdempotentTokenProcessing',
]);

export const remedies: Readonly<Record<string, string>> = {
  'InvalidOperation.DeletionProtection': 'turn the deletion protection off first',
  'Forbidden.PrePaidNatGateway':
    'a subscription cannot be deleted here: let it expire, or refund it in the console',
  'Forbidden.ChargeTypeIsPrepaid':
    'a subscription cannot be released here: let it expire, or refund it in the console',
  'Forbidden.NatPayBySpec': 'gateways of fixed size are no longer sold: leave the size out, and pay by usage',
  'OperationFailed.EnhancedInventoryNotEnough':
    'choose a vSwitch in another zone; ListEnhancedNatGatewayAvailableZones lists them',
  'OperationFailed.NatGwBindWithBandwidthPackage':
    'convert or delete the NAT bandwidth packages of the gateway first',
  'OperationUnsupported.EipNatBWPCheck':
    'let all public IPs of the rule draw from one shared bandwidth: bandwidth.create, then bandwidth.join',
  EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP: 'convert the NAT bandwidth packages of the gateway first',
  'InvalidRegionId.NotFound': 'check the region; DescribeRegions lists them',
  'InvalidTimeStamp.Expired': 'set the clock of this machine: it may be off by 15 minutes at most',
  'InvalidTimeStamp.Format': 'set the clock of this machine',
  'InvalidAccessKeyId.NotFound': 'check the access key id and the endpoint',
  'InvalidAccessKeyId.Inactive': 'enable the access key in the RAM console, or use another',
  SignatureDoesNotMatch: 'check the access key secret',
  'Forbidden.RAM': 'grant this access key the action named in the message',
  NoPermission: 'grant this access key the action named in the message',
  'Throttling.DeepPageSkip': 'read the pages one after the other',
  NOT_ALLOW_USE_SOURCECIDR:
    'use a vSwitch as the source, or ask Alibaba Cloud to admit CIDR sources for the account',
};
