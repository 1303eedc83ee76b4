import { createRequire } from 'node:module';
import type { WireRequest } from '@polynat/transport';
import type Sign from 'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js';
import { formOf } from './wire-forms.ts';

/** What is used of the official client of version 2, which ships no types. */
interface OfficialV2 {
  new (
    defaults: Readonly<Record<string, string>>,
  ): {
    generateQueryString(
      parameters: Readonly<Record<string, unknown>>,
      options: Readonly<Record<string, string>>,
    ): string;
  };
}

const require = createRequire(import.meta.url);
const QcloudApi: OfficialV2 = require('qcloudapi-sdk');
const signing: typeof Sign = require('tencentcloud-sdk-nodejs/tencentcloud/common/sign.js');

export interface Keys {
  readonly secretId: string;
  readonly secretKey: string;
}

export interface Style {
  readonly host: string;
  readonly method: 'GET' | 'POST';
  readonly signatureMethod: 'HmacSHA1' | 'HmacSHA256';
}

/** All parameters the official client of version 2 sends for these, its signature included. */
export function officialParameters(
  parameters: Readonly<Record<string, unknown>>,
  { secretId, secretKey }: Keys,
  { host, method, signatureMethod }: Style,
): Readonly<Record<string, string>> {
  const client = new QcloudApi({ SecretId: secretId, SecretKey: secretKey });
  const options = { host, method, signatureMethod: signatureMethod === 'HmacSHA1' ? 'sha1' : 'sha256' };
  return Object.fromEntries(new URLSearchParams(client.generateQueryString(parameters, options)));
}

/** The `Authorization` the official signer of version 3 gives for a request, from nothing but what is on the wire. */
export function officialAuthorization({ method, url, headers, body = '' }: WireRequest, keys: Keys): string {
  return signing.default.sign3({
    ...keys,
    method,
    url,
    payload: JSON.parse(body),
    timestamp: Number(headers['x-tc-timestamp']),
    service: new URL(url).hostname.split('.')[0] ?? '',
    headers: { 'Content-Type': headers['content-type'] ?? '' },
    multipart: false,
    boundary: '',
  });
}

/** The documented parameters of a request of version 2, without those every request has. */
export function ownParameters(request: WireRequest): Readonly<Record<string, string>> {
  const common = new Set([
    'Action',
    'Region',
    'Timestamp',
    'Nonce',
    'SecretId',
    'SignatureMethod',
    'Token',
    'Signature',
  ]);
  return Object.fromEntries([...formOf(request)].filter(([name]) => !common.has(name)));
}
