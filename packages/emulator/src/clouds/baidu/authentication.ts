import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../../http.ts';
import { WireError } from './errors.ts';
import { signatureOf } from './signature.ts';
import { parameterOf, type Url } from './url.ts';

/** A key pair of the account. */
export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set on temporary credentials: requests must carry it. */
  readonly sessionToken?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

/** The Authorization string, taken apart. */
interface Authorization {
  /** Everything before the signed headers: the text the signing key is derived from. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly timestamp: string;
  readonly expiresAfter: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^(bce-auth-v1\/([^/]+)\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\/([1-9]\d{0,8}))\/([a-z0-9;-]*)\/([0-9a-f]{64})$/;
const SECURITY_TOKEN = 'x-bce-security-token';

export interface AuthenticationRules {
  readonly findKey: (accessKeyId: string) => Key | undefined;
  /** Milliseconds since 1970 by this cloud's clock. */
  readonly now: number;
  /** Milliseconds a request may be dated into the future. */
  readonly clockTolerance: number;
}

/** Finds out who sent the request; throws the documented refusal when that cannot be trusted. */
export function authenticate(request: HttpRequest, url: Url, rules: AuthenticationRules): Key {
  const authorization = readAuthorization(request.headers.authorization ?? queryAuthorization(url));
  const key = rules.findKey(authorization.accessKeyId);
  if (key === undefined) throw new WireError('InvalidAccessKeyId', 'No key of this account has this name.');
  requireSignature(request, url, authorization, key);
  requireValidity(authorization, rules);
  requireSessionToken(request, url, key);
  return key;
}

function queryAuthorization({ parameters }: Url): string | undefined {
  return parameters.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}

function readAuthorization(text: string | undefined): Authorization {
  if (text === undefined || text === '') throw new WireError('AccessDenied', 'The request is not signed.');
  const match = AUTHORIZATION.exec(text);
  if (match === null) throw new WireError('InvalidHTTPAuthHeader', 'This is no bce-auth-v1 string.');
  const [, prefix = '', accessKeyId = '', timestamp = '', expiry = '', names = '', signature = ''] = match;
  const signedHeaders = names.split(';').filter(Boolean);
  if (Number.isNaN(Date.parse(timestamp))) {
    throw new WireError('InvalidHTTPAuthHeader', 'The timestamp is no time.');
  }
  if (signedHeaders.length > 0 && !signedHeaders.includes('host')) {
    throw new WireError('InvalidHTTPAuthHeader', 'The host header must be signed.');
  }
  return { prefix, accessKeyId, timestamp, expiresAfter: Number(expiry) * 1000, signedHeaders, signature };
}

function requireSignature(request: HttpRequest, url: Url, authorization: Authorization, key: Key): void {
  const { method, headers } = request;
  const { prefix, signedHeaders, signature } = authorization;
  const expected = signatureOf(key.secretAccessKey, prefix, { method, url, headers, signedHeaders });
  if (timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return;
  throw new WireError('SignatureDoesNotMatch', 'Another secret, or something signed changed on the way.');
}

function requireValidity({ timestamp, expiresAfter }: Authorization, rules: AuthenticationRules): void {
  const signedAt = Date.parse(timestamp);
  const valid = signedAt - rules.clockTolerance <= rules.now && rules.now <= signedAt + expiresAfter;
  if (valid) return;
  const message = `Request has expired. Timestamp date is ${timestamp}.`;
  throw new WireError('RequestExpired', 'The request is too old or from the future.', message);
}

function requireSessionToken(request: HttpRequest, url: Url, { sessionToken }: Key): void {
  const given = request.headers[SECURITY_TOKEN] ?? parameterOf(url, SECURITY_TOKEN);
  if (sessionToken === undefined || given === sessionToken) return;
  throw new WireError(
    'AccessDenied',
    'These are temporary credentials; their security token is missing or wrong.',
  );
}
