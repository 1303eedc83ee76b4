import type { CloudRequest } from '../../cloud.ts';
import { ApiError } from './api-error.ts';
import { signedHosts } from './hosts.ts';
import { type FlatParameters, parseForm, unflatten } from './parameters.ts';
import { verifyParameterSignature } from './signature.ts';
import type { Signer } from './signer.ts';
import { parseTc3, verifyTc3 } from './tc3.ts';

/** What surrounds a call in either of the two ways API 3.0 is spoken. */
export interface ApiEnvelope {
  readonly action: string;
  readonly version: string;
  readonly region: string | undefined;
  /** Whether numbers come as text. */
  readonly form: boolean;
  authenticate(signer: Signer, request: CloudRequest): void;
  /** Empty values of a form are dropped, or kept as empty texts. */
  parameters(empty?: 'dropped' | 'kept'): unknown;
}

/** Seconds a timestamp may be off (AuthFailure.SignatureExpire). */
const TOLERANCE = 300;

export function readEnvelope(request: CloudRequest): ApiEnvelope {
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new ApiError('UnsupportedProtocol', `The method ${request.method} is not supported.`);
  }
  const { headers } = request;
  const signedInHeader = headers['x-tc-action'] !== undefined || headers.authorization !== undefined;
  return signedInHeader ? headerEnvelope(request) : parameterEnvelope(request);
}

function headerEnvelope(request: CloudRequest): ApiEnvelope {
  const { headers, method } = request;
  const form =
    method === 'GET' || (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return {
    action: present('X-TC-Action', headers['x-tc-action']),
    version: present('X-TC-Version', headers['x-tc-version']),
    region: headers['x-tc-region'],
    form,
    authenticate: authenticateHeader,
    parameters: (empty) =>
      form
        ? unflatten(parseForm(method === 'GET' ? request.query : request.body), empty)
        : parseBody(request),
  };
}

function present(name: string, value: string | undefined): string {
  if (value === undefined || value === '') {
    throw new ApiError('MissingParameter', `The request is missing the required parameter \`${name}\`.`);
  }
  return value;
}

function parseBody({ body }: CloudRequest): unknown {
  try {
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    return dropNulls(parsed);
  } catch {
    throw new ApiError('InvalidParameter', 'The request body is not JSON.');
  }
}

/** A member that is null counts as not given. */
function dropNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function authenticateHeader(signer: Signer, request: CloudRequest): void {
  const { headers } = request;
  const authorization = parseTc3(headers.authorization ?? '');
  if (authorization === undefined) {
    throw new ApiError(
      'AuthFailure.InvalidAuthorization',
      'The Authorization header is not in the form of TC3-HMAC-SHA256.',
    );
  }
  const timestamp = present('X-TC-Timestamp', headers['x-tc-timestamp']);
  if (!/^\d{1,12}$/.test(timestamp))
    throw new ApiError('InvalidParameter', 'X-TC-Timestamp is not a whole number.');
  knownKey(signer, authorization.secretId);
  const hosts = signedHosts(headers.host ?? '');
  const sameDay = new Date(Number(timestamp) * 1000).toISOString().startsWith(authorization.date);
  if (!sameDay || !verifyTc3(request, authorization, timestamp, hosts, signer.secretKey)) signatureFailure();
  if (headers['x-tc-token'])
    throw new ApiError('AuthFailure.TokenFailure', 'The token belongs to no temporary key.');
  checkTime(signer, request, timestamp);
}

function parameterEnvelope(request: CloudRequest): ApiEnvelope {
  const flat = parseForm(request.method === 'GET' ? request.query : request.body);
  return {
    action: present('Action', flat.get('Action')),
    version: present('Version', flat.get('Version')),
    region: flat.get('Region'),
    form: true,
    authenticate: (signer) => authenticateParameters(signer, request, flat),
    parameters: (empty) =>
      unflatten(new Map([...flat].filter(([name]) => !commonParameters.has(name))), empty),
  };
}

const commonParameters = new Set([
  'Action',
  'Version',
  'Region',
  'Timestamp',
  'Nonce',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Token',
  'RequestClient',
  'Language',
]);

/** The signature of version 2, which the hosts of version 3 take as well, with path `/`. */
function authenticateParameters(signer: Signer, request: CloudRequest, flat: FlatParameters): void {
  const timestamp = present('Timestamp', flat.get('Timestamp'));
  const nonce = present('Nonce', flat.get('Nonce'));
  const secretId = present('SecretId', flat.get('SecretId'));
  const signature = present('Signature', flat.get('Signature'));
  if (!/^\d{1,12}$/.test(timestamp))
    throw new ApiError('InvalidParameter', 'Timestamp is not a whole number.');
  knownKey(signer, secretId);
  const signed = { method: request.method, path: request.path, parameters: flat };
  if (!verifyParameterSignature(signed, signedHosts(request.headers.host ?? ''), signer.secretKey))
    signatureFailure();
  if (flat.get('Token'))
    throw new ApiError('AuthFailure.TokenFailure', 'The token belongs to no temporary key.');
  checkTime(signer, request, timestamp);
  if (!signer.replay.firstUse({ secretId, nonce, timestamp, signature }, signer.clock.wall())) {
    throw new ApiError('AuthFailure.SignatureExpire', 'The nonce was used before.');
  }
}

function knownKey(signer: Signer, secretId: string): void {
  if (secretId !== signer.secretId)
    throw new ApiError('AuthFailure.SecretIdNotFound', 'The SecretId is not found.');
}

function signatureFailure(): never {
  throw new ApiError('AuthFailure.SignatureFailure', 'The provided credentials could not be validated.');
}

function checkTime(signer: Signer, request: CloudRequest, timestamp: string): void {
  const now = (signer.clock.wall() + request.clockSkew) / 1000;
  if (Math.abs(now - Number(timestamp)) > TOLERANCE) {
    throw new ApiError(
      'AuthFailure.SignatureExpire',
      'Signature expired: the timestamp is more than five minutes off.',
    );
  }
}
