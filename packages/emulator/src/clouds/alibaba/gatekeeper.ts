import { timingSafeEqual } from 'node:crypto';
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  mustBeSigned,
  parseAuthorization,
  sha256,
} from './auth-acs3.ts';
import { rpcSignature, rpcStringToSign } from './auth-rpc.ts';
import { ApiFault } from './fault.ts';
import { NonceMemory } from './nonces.ts';
import type { ApiRequest } from './request.ts';

/** How far the caller's clock may be off, and how long a nonce is remembered: 15 minutes in most documents. */
const ACCEPTED_SKEW = 15 * 60_000;

export interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** What both schemes say about who signed what and when. */
interface Claim {
  readonly accessKeyId: string;
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
  readonly signature: string;
  /** What the server signs, and the signature it gets with a secret. */
  readonly stringToSign: string;
  sign(secret: string): string;
}

/** Lets only requests through that are signed with the key, just now, for the first time. */
export class Gatekeeper {
  readonly #key: Key;
  readonly #nonces = new NonceMemory(2 * ACCEPTED_SKEW);

  constructor(key: Key) {
    this.#key = key;
  }

  forget(): void {
    this.#nonces.clear();
  }

  /** `now` is this cloud's idea of real time. */
  check(request: ApiRequest, now: number): void {
    const claim = request.scheme === 'acs3' ? acs3Claim(request) : rpcClaim(request);
    if (claim.accessKeyId !== this.#key.accessKeyId) {
      throw new ApiFault(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    }
    checkTimestamp(claim.timestamp, now);
    if (claim.nonce === undefined || claim.nonce === '') throw incomplete(claim.stringToSign);
    if (!equal(claim.signature, claim.sign(this.#key.accessKeySecret))) throw mismatch(claim.stringToSign);
    if (!this.#nonces.use(claim.accessKeyId, claim.nonce, now)) {
      throw new ApiFault(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    }
  }
}

function rpcClaim({ http, parameters }: ApiRequest): Claim {
  const stringToSign = rpcStringToSign(http.method, parameters);
  const accessKeyId = parameters.get('AccessKeyId');
  const signature = parameters.get('Signature');
  const scheme = `${parameters.get('SignatureMethod')} ${parameters.get('SignatureVersion')}`;
  if (accessKeyId === undefined || signature === undefined || scheme !== 'HMAC-SHA1 1.0') {
    throw incomplete(stringToSign);
  }
  return {
    accessKeyId,
    timestamp: parameters.get('Timestamp'),
    nonce: parameters.get('SignatureNonce'),
    signature,
    stringToSign,
    sign: (secret) => rpcSignature(stringToSign, secret),
  };
}

function acs3Claim({ http }: ApiRequest): Claim {
  const authorization = parseAuthorization(http.headers.authorization);
  if (authorization === undefined) throw incomplete('');
  const { accessKeyId, signature, signedHeaders } = authorization;
  const canonicalRequest = acs3CanonicalRequest(http, signedHeaders);
  if (mustBeSigned.some((name) => !signedHeaders.includes(name))) throw incomplete(canonicalRequest);
  if (http.headers['x-acs-content-sha256'] !== sha256(http.body)) throw mismatch(canonicalRequest);
  return {
    accessKeyId,
    timestamp: http.headers['x-acs-date'],
    nonce: http.headers['x-acs-signature-nonce'],
    signature,
    stringToSign: canonicalRequest,
    sign: (secret) => acs3Signature(acs3StringToSign(canonicalRequest), secret),
  };
}

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function checkTimestamp(timestamp: string | undefined, now: number): void {
  if (timestamp === undefined || timestamp === '') {
    const message =
      'The input parameter "Timestamp" that is mandatory for processing this request is not supplied.';
    throw new ApiFault(400, 'IllegalTimestamp', message);
  }
  const instant = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new ApiFault(
      400,
      'InvalidTimeStamp.Format',
      'Specified time stamp or date value is not well formatted.',
    );
  }
  if (Math.abs(now - instant) > ACCEPTED_SKEW) {
    throw new ApiFault(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
}

function incomplete(stringToSign: string): ApiFault {
  const suffix = stringToSign === '' ? '' : ` server string to sign is:${stringToSign}`;
  const message = `The request signature does not conform to Aliyun standards.${suffix}`;
  return new ApiFault(400, 'IncompleteSignature', message);
}

function mismatch(stringToSign: string): ApiFault {
  const message = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`;
  return new ApiFault(400, 'SignatureDoesNotMatch', message);
}

function equal(one: string, other: string): boolean {
  const [given, computed] = [Buffer.from(one), Buffer.from(other)];
  return given.length === computed.length && timingSafeEqual(given, computed);
}
