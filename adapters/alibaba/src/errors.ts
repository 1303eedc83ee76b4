import { type ErrorCode, errorCodes, NatError, type NatErrorDetails } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';
import type { Operation } from './operations/operation.ts';

/**
 * What each of the service's codes means, spelled exactly as the service spells it, misspellings included.
 *
 * `busy` passes by itself and is waited out until the caller's deadline. `unavailable` may have taken effect. Anything else is
 * final, unless the operation's own `retry` list knows it to pass within moments: see `Operation`.
 */
const codesByMeaning: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  throttled: [
    'Throttling',
    'Throttling.User',
    'Throttling.Api',
    'Throttling.DeepPageSkip',
    'Rejected.Throttling',
    'OperationFailed.Throttling',
  ],
  busy: [
    'InvalidVPCStatus',
    'VswitchStatusError',
    'VpcStatusError',
    'IncorretForwardEntryStatus',
    'IncorretSnatEntryStatus',
    'IncorrectStatus',
    'IncorrectStatus.NatGateway',
    'IncorrectStatus.NATGW',
    'IncorrectStatus.VSWITCH',
    'IncorrectStatus.Eip',
    'IncorrectStatus.SnatEntry',
    'IncorrectStatus.ForwardEntry',
    'IncorrectStatus.NatIp',
    'IncorrectStatus.ResourceStatus',
    'IncorrectInstanceStatus',
    'InvalidStatus.SnatOrDnat',
    'InvalidStatus.NotAllow',
    'OperationFailed.EipInMiddleStatus',
    'OperationFailed.SnatInMiddleStatus',
    'OperationFailed.DnatInMiddleStatus',
    'OperationFailed.NatGwRouteInMiddleStatus',
    'OperationUnsupported.EipInBinding',
    'TaskConflict',
    'TaskConflict.AssociateGlobalAccelerationInstance',
    'OperationConflict',
    'VPC_TASK_CONFLICT',
    'BandwidthPackageOperation.conflict',
    'EipOperation.TooFrequently',
    'OperationFailed.DistibuteLock',
    'FrequentPurchase.EIP',
    'OrderFailed.ConcurrentOperate',
    'LastTokenProcessing',
    'OperationFailed.LastTokenProcessing',
    'OperationFailed.IdempotentTokenProcessing',
  ],
  unavailable: [
    'InternalError',
    'InternalServerError',
    'ServiceUnavailable',
    'UnknownError',
    'SystemBusy',
    'OperationFailed.SystemBusy',
    'SignatureNonceUsed',
  ],
  'not-found': [
    'InvalidVpcId.NotFound',
    'InvalidVSwitchId.NotFound',
    'InvalidZoneId.NotFound',
    'InvalidNatGatewayId.NotFound',
    'InvalidForwardTableId.NotFound',
    'InvalidForwardEntryId.NotFound',
    'InvalidSnatTableId.NotFound',
    'InvalidSnatEntryId.NotFound',
    'InvalidBandwidthPackageId.NotFound',
    'InvalidExternalIp.NotFound',
    'InvalidSnatIp.NotFound',
    'invalidRemovedIpAddresses.NotFound',
    'InvalidRemovedIpAddresses.NotFound',
    'InvalidAllocationId.NotFound',
    'InvalidInstanId.NotFound',
    'InvalidBindInstance.NotFound',
    'InvalidIpInstanceId.NotFound',
    'Invalid.natgwNotExist',
    'NATGW_NOT_EXIST',
    'INSTANCE_NOT_EXISTS',
    'ResourceNotFound.NatGateway',
    'ResourceNotFound.SnatEntry',
    'OperationFailed.VpcNotExist',
    'OperationFailed.VswitchNotExist',
    'OperationFailed.VRouterNotExist',
  ],
  'invalid-argument': [
    // Not `not-found`: a mistyped region must never look like a gateway that is gone.
    'InvalidRegionId.NotFound',
    'MissingParameter',
    'MissingParameter.BandwidthPackage',
    'INVALID_PARAMETER',
    'InvalidNatGatewayName.Malformed',
    'InvalidNatGatewayDescription.Malformed',
    'InvalidParameter.Name.Malformed',
    'InvalidParameter.Description.Malformed',
    'InvalidParameter.BandwidthPackage.Isp.ValueNotSupport',
    'InvalidParameter.BandwidthPackage.n.ISP.ValueNotSupport',
    'InvalidParameter.Spec.ValueNotSupported',
    'InvalidBandwidth.Malformed',
    'InvalidBandwidth.ValueNotSupported',
    'InvalidIpCount.ValueNotSupported',
    'InvalidInstanceType.ValueNotSupported',
    'InvalidExternalIp.Malformed',
    'InvalidInternalIp.Malformed',
    'InvalidExternalPort.Malformed',
    'InvalidInternalPort.Malformed',
    'InvalidSnatIp.Malformed',
    'InvalidProtocol.ValueNotSupported',
    'InvalidProtocal.ValueNotSupported',
    'Forbidden.DestinationIpOutOfVpcCIDR',
    'Forbidden.DestnationIpOutOfVpcCIDR',
    'Forbidden.InternalIpOutOfVpcCIDR',
    'OperationFailed.VswitchNotBelongToVpc',
    'OperationFailed.VSwitchNotBelongToVpc',
    'InvalidVersion',
    'NoSuchVersion',
  ],
  'quota-exceeded': [
    'QuotaExceeded',
    'QuotaExceeded.BandwidthPackageIps',
    'QuotaExceeded.BandwidthPackageCountOnNatGateway',
    'QuotaExceeded.Eip',
    'QuotaExceeded.NumberOfEip',
    'QuotaExceeded.NumberOfTrafficEip',
    'SNAT_IP_POOL_COUNT_TOO_MANY',
    'Forbidden.SnatEntryCountLimited',
    'Forbidden.CheckEntryRuleQuota',
    'OperationFailed.EnhancedQuotaExceeded',
    'OperationFailed.SnatQuotaExceed',
    'OperationFailed.DnatQuotaExceed',
    'InvalidBandwidthPackageIdNumber.NotSupported',
  ],
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
  'failed-precondition': [
    'ZONE_NO_AVAILABLE_IP',
    'ReserveIpFail',
    'OperationFailed.EnhancedInventoryNotEnough',
    'OperationFailed.NatTypeNotEnhanced',
    'OperationFailed.NatGwBindWithBandwidthPackage',
    'OperationUnsupported.VpcAttachedCen',
    'OperationUnsupported.RouterInterfaceExist',
    'OperationUnsupported.EipNatGWCheck',
    'OperationUnsupported.EipNatBWPCheck',
    'EIP_NOT_IN_GATEWAY',
    'EIP_CAN_NOT_ASSOCIATE_WITH_PUBLIC_IP',
    'InvalidIp.NotInNatgw',
    'IncorrectEipStatus',
    'InvalidBindingStatus',
    'InvalidIpStatus.HasBeenUsedBySnatTable',
    'InvalidIpStatus.HasBeenUsedByForwardEntry',
    'DependencyViolation.BandwidthPackages',
    'DependencyViolation.EIPS',
    'DependencyViolation.SnatEntry',
    'DependencyViolation.ForwardEntry',
    'DependencyViolation.RouterEntry',
    'DependencyViolation.FullNatEntry',
    'DependencyViolation.VpcEndpointService',
    'DependencyViolation.NatIp',
    'DependencyViolation.NatIpCidr',
    'Forbidden.SourceVSwitchId.IncludeHaVip',
    'Forbidden.Already.Bounded',
    'Forbidden.PrePaidNatGateway',
    'Forbidden.ChargeTypeIsPrepaid',
    'Forbidden.EipCanNotBindGatgw',
    'Forbindden',
    'InvalidOperation.DeletionProtection',
    'NATGW_MODIFY_SPEC_SAME',
    'OperationDenied.NoAvailablePrivateIp',
    'OperationDenied.UnsupportedEipBindMode',
  ],
  unsupported: [
    'OperationUnsupported.NatConvert',
    'OperationFailed.EnhancedRegion',
    'NOT_ALLOW_USE_SOURCECIDR',
    'Forbidden.NatPayBySpec',
    'InvalidApi.NotFound',
    'InvalidAction.NotFound',
    'UnsupportedOperation',
  ],
  'payment-required': [
    'BandwidthPackage.FinancialLocked',
    'NATGATEWAY_FINANCIALLOCKED',
    'Forbidden.FinancialLocked',
    'InsufficientBalance',
  ],
  forbidden: [
    'Forbidden',
    'Forbidden.RAM',
    'NoPermission',
    'NoPermission.CreateServiceLinkedRole',
    'OperationFailed.EnhancedUsersUnauthorized',
  ],
  unauthenticated: [
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'InvalidAccessKeyId.NotFound',
    'InvalidAccessKeyId.Inactive',
    'NoEnabledAccessKey',
    'Forbidden.AccessKey',
    'Forbidden.AccessKeyDisabled',
    'IllegalTimestamp',
    'InvalidTimeStamp.Format',
    'InvalidTimeStamp.Expired',
  ],
};

/** Kin of the codes above that no document lists one by one; the first family that fits decides. */
const families: readonly (readonly [RegExp, ErrorCode])[] = [
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
const meaningsByMessage: readonly (readonly [code: string, message: RegExp, meaning: ErrorCode])[] = [
  ['IncorretForwardEntryStatus', /not exist/i, 'not-found'],
  ['Forbidden', /already bind/i, 'failed-precondition'],
];

/** An earlier try under the same token is still at work, or a copy of this very request has been: only the outcome is unknown. */
const undecided = new Set([
  'LastTokenProcessing',
  'OperationFailed.LastTokenProcessing',
  'OperationFailed.IdempotentTokenProcessing',
]);

const remedies: Readonly<Record<string, string>> = {
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

const meanings: ReadonlyMap<string, ErrorCode> = new Map(
  errorCodes.flatMap((meaning) => (codesByMeaning[meaning] ?? []).map((code) => [code, meaning] as const)),
);

/** Whether a code has been given its meaning one by one, rather than by its family or its status. */
export const isKnown = (code: string): boolean => meanings.has(code);

const failureSchema = z.looseObject({
  Code: z.union([z.string(), z.number()]).transform(String),
  Message: z.string().optional().catch(undefined),
  RequestId: z.string().optional().catch(undefined),
});

const passes = new Set(['200', 'OK', 'Success', 'success']);

/** A dry run that passed arrives as an error. */
export const dryRunPassed = 'DryRunOperation';

/** The failure in an answer, or `undefined` when it is none. */
export function failureOf(
  body: unknown,
  response: WireResponse,
  operation: Pick<Operation, 'name' | 'retry'>,
): NatError | undefined {
  const envelope = failureSchema.safeParse(body);
  if (!envelope.success)
    return response.status < 300 ? undefined : failureWithoutCode(response, operation.name);
  const { Code, Message = '', RequestId } = envelope.data;
  if (passes.has(Code)) return undefined;
  const meaning = meaningOf(Code, Message, response.status);
  const retryAfter = retryAfterOf(response);
  return new NatError(meaning, messageOf(Code, Message), {
    ...behaviourOf(Code, meaning, operation.retry),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(remedies[Code] && { remedy: remedies[Code] }),
    provider: {
      cloud: 'alibaba',
      operation: operation.name,
      code: Code,
      message: Message,
      status: response.status,
      ...(RequestId && { requestId: RequestId }),
    },
  });
}

export function meaningOf(code: string, message: string, status: number): ErrorCode {
  const twofold = meaningsByMessage.find(([known, pattern]) => known === code && pattern.test(message));
  return twofold?.[2] ?? meanings.get(code) ?? familyOf(code) ?? meaningOfStatus(status);
}

const familyOf = (code: string): ErrorCode | undefined =>
  families.find(([pattern]) => pattern.test(code))?.[1];

/** For a code nobody has met yet. A 404 proves nothing: the service sends it with codes that mean something else. */
const meaningsByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  409: 'conflict',
  429: 'throttled',
};

const meaningOfStatus = (status: number): ErrorCode =>
  meaningsByStatus[status] ?? (status >= 500 ? 'unavailable' : 'failed-precondition');

function behaviourOf(code: string, meaning: ErrorCode, passing: readonly string[] = []): NatErrorDetails {
  const unknown = meaning === 'unavailable' || undecided.has(code);
  return {
    retryable: retryableMeanings.has(meaning) || passing.includes(code),
    outcome: unknown ? 'unknown' : 'none',
  };
}

const retryableMeanings: ReadonlySet<ErrorCode> = new Set(['throttled', 'busy', 'unavailable']);

/** The message of a signature that does not match repeats every parameter of the request. */
const messageOf = (code: string, message: string): string =>
  code === 'SignatureDoesNotMatch' || code === 'IncompleteSignature'
    ? 'the service computed another signature'
    : message || code;

/** Somebody on the way answered: a refusal of the service itself always has a code. */
function failureWithoutCode(response: WireResponse, operation: string): NatError {
  const { status } = response;
  const meaning = status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'protocol';
  return new NatError(meaning, `HTTP status ${status} without an error of the service`, {
    retryable: retryableMeanings.has(meaning),
    outcome: status === 429 ? 'none' : 'unknown',
    provider: { cloud: 'alibaba', operation, status },
  });
}

/** Milliseconds; the header is how the service's own SDKs are told to wait. */
function retryAfterOf({ headers }: WireResponse): number | undefined {
  const wait = Number.parseInt(headers['x-acs-retry-after'] ?? '', 10);
  return Number.isNaN(wait) ? undefined : wait;
}
