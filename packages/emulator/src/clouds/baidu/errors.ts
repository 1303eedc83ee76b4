import type { RefusalReason } from '../../world/baidu/refusal.ts';

/**
 * Codes, statuses and messages of https://cloud.baidu.com/doc/VPC/s/sjwvyuhe7. Statuses are as documented, however
 * unusual: a wrong signature is 400, a limit is 413.
 */
export const errorTable = {
  AccessDenied: [403, 'Access denied.'],
  QualifyNotPass: [403, 'The User has not pass qualify.'],
  InappropriateJSON: [
    400,
    'The JSON you provided was well-formed and valid, but not appropriate for this operation.',
  ],
  MalformedJSON: [400, 'The JSON you provided was not well-formed.'],
  InternalError: [500, 'We encountered an internal error Please try again.'],
  InvalidAccessKeyId: [403, 'The Access Key ID you provided does not exist in our records.'],
  InvalidHTTPAuthHeader: [
    400,
    'The HTTP authorization header is invalid. Consult the service documentation for details.',
  ],
  InvalidHTTPRequest: [400, 'There was an error in the body of your HTTP request.'],
  InvalidURI: [400, 'Could not parse the specified URI.'],
  InvalidVersion: [404, 'The API version specified was invalid.'],
  OptInRequired: [403, 'A subscription for the service is required.'],
  RequestExpired: [400, 'Request has expired.'],
  IdempotentParameterMismatch: [
    403,
    'The request uses the same client token as a previous, but non-identical request.',
  ],
  SignatureDoesNotMatch: [
    400,
    'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details.',
  ],
  BadRequest: [400, 'Bad request parameters or illegal request.'],
  NoSuchObject: [404, 'The specified object is not found or resource do not exist.'],
  ServiceInternalError: [500, 'Internal service occurs error.'],
  LimitExceeded: [413, 'Limit exceeded for current request.'],
  OperationDenied: [409, 'Operation not available.'],
  NoSuchNat: [404, 'The specified nat is not found.'],
  RequestNameEmpty: [400, "The request's param name cannot be empty."],
  /** Of the EIP service. */
  EipNotFound: [404, 'The specified eip is not found.'],
  /** Not documented for this service; see the choices. */
  TooManyRequests: [429, 'Too many requests.'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type ErrorCode = keyof typeof errorTable;

/** A refusal as the cloud words it. `explanation` is the emulator's own and never part of the answer's body. */
export class WireError extends Error {
  readonly code: ErrorCode;
  readonly explanation: string;

  constructor(code: ErrorCode, explanation: string, message: string = errorTable[code][1]) {
    super(message);
    this.name = 'WireError';
    this.code = code;
    this.explanation = explanation;
  }
}

export const codeOfRefusal: Readonly<Record<RefusalReason, ErrorCode>> = {
  'gateway-missing': 'NoSuchNat',
  'resource-missing': 'NoSuchObject',
  'address-missing': 'EipNotFound',
  'value-invalid': 'BadRequest',
  'name-empty': 'RequestNameEmpty',
  'not-allowed': 'OperationDenied',
  'over-limit': 'LimitExceeded',
  'sold-out': 'LimitExceeded',
  'token-reused': 'IdempotentParameterMismatch',
};
