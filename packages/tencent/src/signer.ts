import { hash, hmac, hmacBytes } from '@polynat/transport';

/** Keys of an account, https://console.cloud.tencent.com/cam/capi; `token` beside those of a temporary role. */
export interface TencentCredentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
}

/** A request of version 3, as it goes out. */
export interface HeaderRequest {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly contentType: string;
  readonly body: string;
}

/** What a key of version 3 is good for: one service, on one day. */
export interface Scope {
  readonly service: string;
  /** UTC, such as `2017-10-11`. */
  readonly date: string;
}

const algorithm = 'TC3-HMAC-SHA256';
const signedHeaders = 'content-type;host';

export const dateOf = (timestamp: number): string => new Date(timestamp * 1000).toISOString().slice(0, 10);

/** The key a day's requests to a service are signed with. */
export function signingKey(secretKey: string, { service, date }: Scope): Uint8Array {
  const dateKey = hmacBytes('sha256', `TC3${secretKey}`, date);
  return hmacBytes('sha256', hmacBytes('sha256', dateKey, service), 'tc3_request');
}

/** Whose signature it is: the id of the key, the key derived from it, what that is good for, and when, in seconds since 1970. */
export interface Signatory extends Scope {
  readonly secretId: string;
  readonly key: Uint8Array;
  readonly timestamp: number;
}

/** The `Authorization` of version 3, https://cloud.tencent.com/document/api/1024/34238 */
export function authorize(
  request: HeaderRequest,
  { secretId, key, service, date, timestamp }: Signatory,
): string {
  const scope = `${date}/${service}/tc3_request`;
  const digest = hash('sha256', canonicalRequest(request), 'hex');
  const signature = hmac('sha256', key, `${algorithm}\n${timestamp}\n${scope}\n${digest}`, 'hex');
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

export function canonicalRequest({ method, host, path, query, contentType, body }: HeaderRequest): string {
  const headers = `content-type:${contentType}\nhost:${host}\n`;
  return `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n${hash('sha256', body, 'hex')}`;
}
