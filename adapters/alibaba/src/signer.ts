import { canonicalQuery, hmac, type Method, percentEncode, type WireRequest } from '@polynat/transport';

/** Keys of an Alibaba Cloud account; temporary ones come with a security token. */
export interface AlibabaCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** An RPC call before it is signed: everything in it, the common parameters too, takes part in the signature. */
export interface RpcRequest {
  readonly method: Extract<Method, 'GET' | 'POST'>;
  /** Scheme, host and port; neither is signed. */
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What must be fresh in every request, retries included: a repeated nonce is refused. */
export interface Freshness {
  /** Milliseconds since 1970. */
  readonly instant: number;
  readonly nonce: string;
}

/** Signature version 1.0 for RPC calls, https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism */
export function sign(
  { method, endpoint, parameters }: RpcRequest,
  credentials: AlibabaCredentials,
  { instant, nonce }: Freshness,
): WireRequest {
  const query = canonicalQuery({
    ...parameters,
    AccessKeyId: credentials.accessKeyId,
    ...(credentials.securityToken && { SecurityToken: credentials.securityToken }),
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: nonce,
    Timestamp: timestamp(instant),
  });
  const signed = `${query}&Signature=${percentEncode(signature(method, query, credentials.accessKeySecret))}`;
  if (method === 'GET') return { method, url: `${endpoint}/?${signed}`, headers: {} };
  return {
    method,
    url: `${endpoint}/`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: signed,
  };
}

/** `query` holds every parameter, encoded and sorted by raw name; here it is encoded a second time. */
export const stringToSign = (method: string, query: string): string =>
  `${method}&%2F&${percentEncode(query)}`;

export const signature = (method: string, query: string, accessKeySecret: string): string =>
  hmac('sha1', `${accessKeySecret}&`, stringToSign(method, query), 'base64');

const timestamp = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
