import type { Stamp } from '@polynat/adapter-kit';
import type { WireRequest } from '@polynat/transport';
import * as z from 'zod';
import { failureOfV3 } from '../errors.ts';
import type { Service } from '../operations/operation.ts';
import { authorize, dateOf, type Scope, signingKey, type TencentBmCredentials } from '../signer.ts';
import type { Draft, WireForm } from './wire-form.ts';

const versions: Readonly<Record<Service, string>> = {
  bmvpc: '2018-06-25',
  bmeip: '2018-06-25',
  bm: '2018-04-23',
};
const contentType = 'application/json';
const envelope = z.looseObject({ Response: z.looseObject({ RequestId: z.string().optional() }) });

/** Version 3: a JSON body, everything else in headers, https://cloud.tencent.com/document/api/1024/34237 */
export const protocolV3 = (): WireForm => ({
  /** 20 calls a second per operation, https://cloud.tencent.com/document/product/1278/109059 */
  rateFamily: (_service, action) => action,
  sign: signing(dailyKeys()),
  unwrap: (body) => envelope.safeParse(body).data?.Response,
  failureOf: failureOfV3,
  answersWithId: true,
  requestIdOf: (body) => envelope.safeParse(body).data?.Response.RequestId,
});

type KeyOf = (secretKey: string, scope: Scope) => Uint8Array;

/** Derives a key once a day per service, and anew when the secret changes: that is half the work of a signature. */
function dailyKeys(): KeyOf {
  const known = new Map<string, { readonly name: string; readonly key: Uint8Array }>();
  return (secretKey, scope) => {
    const name = `${scope.date} ${secretKey}`;
    const found = known.get(scope.service);
    if (found?.name === name) return found.key;
    const key = signingKey(secretKey, scope);
    known.set(scope.service, { name, key });
    return key;
  };
}

const signing =
  (keyOf: KeyOf) =>
  (draft: Draft, { keys, instant }: Stamp<TencentBmCredentials>): WireRequest => {
    const { action, service, region, parameters } = draft;
    const origin = draft.endpoint ?? `https://${service}.tencentcloudapi.com`;
    const { host } = new URL(origin);
    const body = JSON.stringify(parameters);
    const timestamp = Math.floor(instant / 1000);
    const request = { method: 'POST', host, path: '/', query: '', contentType, body } as const;
    const { secretId, secretKey } = keys;
    const scope = { service, date: dateOf(timestamp) };
    const signatory = { ...scope, secretId, key: keyOf(secretKey, scope), timestamp };
    return {
      method: 'POST',
      url: `${origin}/`,
      headers: {
        host,
        'content-type': contentType,
        authorization: authorize(request, signatory),
        'x-tc-action': action,
        'x-tc-version': versions[service],
        'x-tc-region': region,
        'x-tc-timestamp': String(timestamp),
        'x-tc-language': 'en-US',
        ...(keys.token !== undefined && { 'x-tc-token': keys.token }),
      },
      body,
    };
  };
