import { percentEncode, type WireRequest } from '@polynat/transport';
import { failureOfV2 } from '../errors.ts';
import type { Parameters, SignatureMethod } from '../signer.ts';
import { signParameters } from '../signer.ts';
import { flatten } from './flatten.ts';
import type { Draft, Protocol, Stamp } from './protocol.ts';

/** https://cloud.tencent.com/document/product/386/6718: without a trailing slash, as all worked samples have it. */
const path = '/v2/index.php';

export interface V2Style {
  readonly method: 'GET' | 'POST';
  readonly signatureMethod: SignatureMethod;
}

/** Version 2: parameters in the query or in a form, signed as they are. */
export const protocolV2 = (style: V2Style): Protocol => ({
  /** Nothing is published about its rates. */
  rateFamily: (service) => service,
  sign: (draft, stamp) => sign(draft, stamp, style),
  unwrap: (body) => body,
  failureOf: failureOfV2,
  /** Answers of this version have none; what some pages call `requestId` is a task. */
  requestIdOf: () => undefined,
});

function sign(draft: Draft, { credentials, instant, nonce }: Stamp, style: V2Style): WireRequest {
  const origin = draft.endpoint ?? `https://${draft.service}.api.qcloud.com`;
  const { host } = new URL(origin);
  const { method, signatureMethod } = style;
  const parameters: Parameters = {
    ...flatten(draft.parameters),
    Action: draft.action,
    Region: draft.region,
    Timestamp: String(Math.floor(instant / 1000)),
    Nonce: String(numberOf(nonce)),
    SecretId: credentials.secretId,
    SignatureMethod: signatureMethod,
    ...(credentials.token !== undefined && { Token: credentials.token }),
  };
  const signature = signParameters(
    { method, host, path, parameters },
    credentials.secretKey,
    signatureMethod,
  );
  const form = encode({ ...parameters, Signature: signature });
  if (method === 'GET') return { method, url: `${origin}${path}?${form}`, headers: { host } };
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  return { method, url: `${origin}${path}`, headers, body: form };
}

/** A nonce is a positive integer; 48 random bits of the UUID stay exact in JSON and in the cloud's own numbers. */
const numberOf = (nonce: string): number => Number.parseInt(nonce.replaceAll('-', '').slice(0, 12), 16) + 1;

const encode = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${percentEncode(value)}`)
    .join('&');
