import {
  type ApiOf,
  type Client,
  type CloudSettings,
  definitions,
  failureOf,
  type Meaning,
  type Protocol,
  refusalOfStranger,
} from '@polynat/adapter-kit';
import { hmac, percentEncode } from '@polynat/transport';
import * as z from 'zod';
import type { Operation, operations } from './operations.ts';

export interface VolcanoCredentials {
  readonly keyId: string;
  readonly secret: string;
}

/** What every resource works with. */
export interface Context {
  readonly client: Client<ApiOf<typeof operations>>;
  readonly region: string;
}

export const define = definitions<Context>();

/** What each of Volcano's codes means here. */
const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchGateway: { code: 'not-found' },
  NoSuchVpc: { code: 'not-found' },
  NoSuchIp: { code: 'not-found' },
  NoSuchRule: { code: 'not-found' },
  NotAttached: { code: 'not-found' },
  BadRequest: { code: 'invalid-argument' },
  IpTaken: { code: 'conflict' },
  InUse: { code: 'failed-precondition' },
  NoIp: { code: 'failed-precondition', remedy: 'attach a public IP to the gateway first' },
  RuleExists: { code: 'already-exists' },
  TokenReused: { code: 'conflict' },
  GatewayBusy: { code: 'busy', retryable: true },
  SlowDown: { code: 'throttled', retryable: true },
  BadSignature: { code: 'unauthenticated' },
};

const refusal = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

/** What Volcano does its own way on the wire; the kit's client does the rest. */
export const protocolOf = ({
  region,
  endpoint = `https://${region}.volcano.example`,
}: CloudSettings): Protocol<Operation, VolcanoCredentials> => ({
  cloud: 'volcano',
  api: "Volcano's API",
  rateKey: (_operation, { keyId }) => `volcano/${keyId}/${region}`,
  draft(operation, request) {
    const { method } = operation;
    const { target, body } = layOut(operation, request);
    return ({ keys: { keyId, secret }, instant, token }) => {
      const signed = [method, target, instant, body].join('\n');
      const headers = {
        'content-type': 'application/json',
        'x-volcano-key': keyId,
        'x-volcano-instant': `${instant}`,
        'x-volcano-signature': hmac('sha256', secret, signed, 'hex'),
        ...(token !== undefined && { 'x-volcano-token': token }),
      };
      return { method, url: `${endpoint}${target}`, headers, ...(body !== '' && { body }) };
    };
  },
  answersWithId: true,
  requestIdOf: (_body, { headers }) => headers['x-volcano-request'],
  failureOf(body, { status }, { name: operation }) {
    if (status < 400) return undefined;
    const { data } = refusal.safeParse(body);
    if (data === undefined) return refusalOfStranger({ cloud: 'volcano', operation, status });
    const { code, message } = data.error;
    const meaning = meanings[code] ?? { code: 'internal' as const };
    return failureOf({ cloud: 'volcano', operation, status, code, message }, meaning);
  },
  unwrap: (body) => body ?? {},
});

/** Fields that the path does not name are the query of a read and the body of a write. */
function layOut({ path, writes }: Operation, request: Readonly<Record<string, unknown>>) {
  const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => percentEncode(String(request[field])));
  const left = Object.entries(request).filter(([field]) => !path.includes(`{${field}}`));
  if (left.length === 0) return { target: filled, body: '' };
  if (writes) return { target: filled, body: JSON.stringify(Object.fromEntries(left)) };
  const query = left.map(([field, value]) => `${percentEncode(field)}=${percentEncode(String(value))}`);
  return { target: `${filled}?${query.join('&')}`, body: '' };
}
