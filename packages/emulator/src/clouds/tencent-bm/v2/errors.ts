import type { Reason } from '../../../world/tencent-bm/refusal.ts';

/** A code of the v2 API and its English name, which travels as `codeDesc`. */
export interface V2Code {
  readonly code: number;
  readonly name: string;
}

export class V2Error extends Error {
  override readonly name = 'V2Error';
  readonly code: V2Code;

  constructor(code: V2Code, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Common codes (cloud.tencent.com/document/product/386/6725 and the later common lists). The pages give no English
 * names; these follow the names the later API uses for the same thing.
 */
export const common = {
  invalidParameter: { code: 4000, name: 'InvalidParameter' },
  signatureFailure: { code: 4100, name: 'AuthFailure.SignatureFailure' },
  secretIdNotFound: { code: 4104, name: 'AuthFailure.SecretIdNotFound' },
  tokenFailure: { code: 4105, name: 'AuthFailure.TokenFailure' },
  throttled: { code: 4400, name: 'RequestLimitExceeded' },
  replay: { code: 4500, name: 'ReplayAttack' },
  unsupportedProtocol: { code: 4600, name: 'UnsupportedProtocol' },
  operationFailed: { code: 5100, name: 'ResourceOpFailed' },
  actionLocked: { code: 5100, name: 'ActionLocked' },
  purchaseFailed: { code: 5200, name: 'PurchaseFailed' },
  balanceTooLow: { code: 5300, name: 'InsufficientBalance' },
  internal: { code: 6000, name: 'InternalError' },
  unknownAction: { code: 6100, name: 'NoSuchVersion' },
} as const satisfies Record<string, V2Code>;

/** Codes of the modules, from the tables of their pages. Wrong values and tasks depend on the action. */
export const moduleCodes: Readonly<Record<Exclude<Reason, 'invalid-value' | 'task-not-found'>, V2Code>> = {
  'vpc-not-found': { code: -3047, name: 'InvalidBmVpc.NotFound' },
  'subnet-not-found': { code: -3030, name: 'InvalidBmSubnet.NotFound' },
  'gateway-not-found': { code: 13014, name: 'BmVpcNat.NotFound' },
  'gateway-limit': { code: 13006, name: 'InvalidBmVpc.NatGatewayLimitExceeded' },
  'gateway-failed': common.operationFailed,
  'gateway-busy': common.actionLocked,
  'subnet-used': { code: 13012, name: 'BmVpcNat.SubnetUsed' },
  'address-not-found': { code: 13010, name: 'BmVpcNat.InvalidEip' },
  'address-of-other-vpc': { code: 13011, name: 'BmVpcNat.InvalidEipVpcId' },
  'address-used': { code: 13013, name: 'BmVpcNat.EipUsed' },
  'address-limit': { code: 13015, name: 'BmVpcNat.EipLimitExceeded' },
  'last-address': { code: 13008, name: 'BmVpcNat.MustLeaveOneEip' },
  'address-id-not-found': { code: 30013, name: 'EipRecordNotExist' },
  'address-not-releasable': { code: 30010, name: 'EipStateCannotOp' },
  'address-quota': { code: 30001, name: 'ExceedTheLimit' },
  'address-daily-quota': { code: 30003, name: 'ExceedDailyLimit' },
  'out-of-stock': common.purchaseFailed,
  'balance-too-low': common.balanceTooLow,
};

/** How an action answers a value it cannot take: its page's own code, or the common one when it lists none. */
export const invalidValue = {
  common: common.invalidParameter,
  bmVpc: { code: 10001, name: 'BmVpc.InvalidParameterValue' },
  polling: { code: 10001, name: 'InvalidParameter' },
  bmEip: { code: 9003, name: 'ParamInvalid' },
} as const satisfies Record<string, V2Code>;

/** How an action answers when its own data store fails. */
export const breakdown = {
  common: common.internal,
  polling: { code: 9001, name: 'InternalError.DbError' },
  bmEip: { code: 9006, name: 'InternalErr' },
  bmEipTask: { code: -8000, name: 'DesErr' },
} as const satisfies Record<string, V2Code>;
