import type { Stamp } from '@polynat/adapter-kit';
import type { WireRequest } from '@polynat/transport';
import { authorize, dateOf, type Scope, signingKey, type TencentCredentials } from './signer.ts';

/** A request of version 3 before it is signed. */
export interface Draft {
  readonly action: string;
  readonly service: string;
  readonly version: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Scheme and host everything goes to, in place of the host of the service. */
  readonly endpoint: string | undefined;
}

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

const contentType = 'application/json';

/** Signs for version 3: a JSON body, everything else in headers, https://cloud.tencent.com/document/api/1024/34237 */
export function signing(): (draft: Draft, stamp: Stamp<TencentCredentials>) => WireRequest {
  const keyOf = dailyKeys();
  return (draft, { keys, instant }) => {
    const { action, service, version, region, parameters } = draft;
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
        'x-tc-version': version,
        'x-tc-region': region,
        'x-tc-timestamp': String(timestamp),
        'x-tc-language': 'en-US',
        ...(keys.token !== undefined && { 'x-tc-token': keys.token }),
      },
      body,
    };
  };
}
