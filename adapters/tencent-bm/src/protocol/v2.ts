import type { Stamp } from '@polynat/adapter-kit';
import type { TencentCredentials } from '@polynat/tencent';
import { percentEncode, type WireRequest } from '@polynat/transport';
import { failureOfV2 } from '../errors.ts';
import type { Parameters, SignatureMethod } from '../signer.ts';
import { signParameters } from '../signer.ts';
import type { Draft, WireForm } from './wire-form.ts';

/** https://cloud.tencent.com/document/product/386/6718: without a trailing slash, as all worked samples have it. */
const path = '/v2/index.php';

export interface V2Style {
  readonly method: 'GET' | 'POST';
  readonly signatureMethod: SignatureMethod;
}

/** Version 2: parameters in the query or in a form, signed as they are. */
export const protocolV2 = (style: V2Style): WireForm => ({
  /** Nothing is published about its rates. */
  rateFamily: (service) => service,
  sign: (draft, stamp) => sign(draft, stamp, style),
  unwrap: (body) => body,
  failureOf: failureOfV2,
  /** Answers of this version have none; what some pages call `requestId` is a task. */
  answersWithId: false,
  requestIdOf: () => undefined,
});

function sign(
  draft: Draft,
  { keys, instant, nonce }: Stamp<TencentCredentials>,
  style: V2Style,
): WireRequest {
  const origin = draft.endpoint ?? `https://${draft.service}.api.qcloud.com`;
  const { host } = new URL(origin);
  const { method, signatureMethod } = style;
  const parameters = flatten(draft.parameters);
  parameters.Action = draft.action;
  parameters.Region = draft.region;
  parameters.Timestamp = String(Math.floor(instant / 1000));
  parameters.Nonce = String(numberOf(nonce));
  parameters.SecretId = keys.secretId;
  parameters.SignatureMethod = signatureMethod;
  if (keys.token !== undefined) parameters.Token = keys.token;
  parameters.Signature = signParameters({ method, host, path, parameters }, keys.secretKey, signatureMethod);
  const form = encode(parameters);
  if (method === 'GET') return { method, url: `${origin}${path}?${form}`, headers: { host } };
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  return { method, url: `${origin}${path}`, headers, body: form };
}

/** A nonce is a positive integer; 48 random bits of the UUID stay exact in JSON and in the cloud's own numbers. */
const numberOf = (nonce: string): number => Number.parseInt(nonce.slice(0, 8) + nonce.slice(9, 13), 16) + 1;

function encode(parameters: Parameters): string {
  let form = '';
  for (const name in parameters) form += `&${name}=${percentEncode(parameters[name] ?? '')}`;
  return form.slice(1);
}

/** Arrays and records as version 2 spells them: `ips.0.ipList.1`. What is not given is not sent. */
function flatten(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) put(flat, name, value);
  return flat;
}

function put(flat: Record<string, string>, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') flat[name] = String(value);
  else for (const [key, member] of Object.entries(value)) put(flat, `${name}.${key}`, member);
}
