import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../../http.ts';
import { canonicalQuery, decodePairs } from './encoding.ts';

const ACS3 = 'ACS3-HMAC-SHA256';

export interface Acs3Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Headers that must be signed, or the request could be changed on its way. */
export const mustBeSigned = [
  'host',
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
];

const FORM =
  /^ACS3-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})$/;

export function parseAuthorization(header: string | undefined): Acs3Authorization | undefined {
  const [, accessKeyId, names, signature] = FORM.exec(header ?? '') ?? [];
  if (accessKeyId === undefined || names === undefined || signature === undefined) return undefined;
  return { accessKeyId, signedHeaders: names.split(';'), signature };
}

/** Method, path, canonical query, the signed headers, their names, and the digest of the body; one per line. */
export function acs3CanonicalRequest(http: HttpRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders.map((name) => `${name}:${(http.headers[name] ?? '').trim()}\n`).join('');
  return [
    http.method,
    http.path === '' ? '/' : http.path,
    canonicalQuery(decodePairs(http.query)),
    headers,
    signedHeaders.join(';'),
    http.headers['x-acs-content-sha256'] ?? '',
  ].join('\n');
}

export function acs3StringToSign(canonicalRequest: string): string {
  return `${ACS3}\n${sha256(canonicalRequest)}`;
}

export function acs3Signature(stringToSign: string, secret: string): string {
  return createHmac('sha256', secret).update(stringToSign).digest('hex');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
