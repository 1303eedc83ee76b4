import {
  type Client as ApiClient,
  type ApiOf,
  createClient as createApiClient,
  nativeApi,
  type Protocol,
  type TypedNativeApi,
} from '@polynat/adapter-kit';
import type { Clock, Random } from '@polynat/core';
import { percentEncode, type Transport, type WireRequest } from '@polynat/transport';
import { failureOf } from './errors.ts';
import { type Operations, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { authorize, type BaiduCredentials, encodePath, timestamp } from './signer.ts';

/** Baidu sends the request id in a header; the client adds it to the answer. */
type Api = ApiOf<Operations, { readonly requestId?: string }>;

/** Calls the operations of Baidu AI Cloud. */
export type Client = ApiClient<Api>;

export interface ClientParts {
  readonly region: string;
  /** Where everything goes, in place of the hosts of the region. */
  readonly endpoint?: string | undefined;
  readonly credentials: () => Promise<BaiduCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
}

const api = "Baidu AI Cloud's NAT API";

export const createClient = ({ region, endpoint, ...parts }: ClientParts): Client =>
  createApiClient({ ...parts, operations, protocol: protocolOf(region, endpoint) });

function protocolOf(region: string, endpoint: string | undefined): Protocol<Operation, BaiduCredentials> {
  const placeOf = (service: Operation['service']): Place => {
    const origin = endpoint ?? `https://${service}.${region}.baidubce.com`;
    return { origin, host: new URL(origin).host };
  };
  const places = { bcc: placeOf('bcc'), eip: placeOf('eip') };
  return {
    cloud: 'baidu',
    api,
    rateKey: ({ service }, { accessKeyId }) => `baidu/${accessKeyId}/${region}/${service}`,
    draft: (operation, request) => {
      const draft = draftOf(operation, request);
      const place = places[operation.service];
      return ({ keys, instant, token }) => {
        const sent = operation.repeat === 'token' ? (draft.token ?? token) : undefined;
        return sign(draft, place, sent, keys, instant);
      };
    },
    answersWithId: true,
    failureOf: (body, response, { name }) => failureOf(body, response, name),
    requestIdOf: (_body, { headers }) => headers['x-bce-request-id'],
    unwrap: (body, { headers }) => {
      const requestId = headers['x-bce-request-id'];
      return { ...(body ?? {}), ...(requestId !== undefined && { requestId }) };
    },
  };
}

/** Where a service is: the host is what the HTTP client will send, with its port unless that is the usual one. */
interface Place {
  readonly origin: string;
  readonly host: string;
}

/** A request before it is signed. */
interface Draft {
  readonly method: Operation['method'];
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body?: string;
  /** The caller's own, where the native door was given one. */
  readonly token: string | undefined;
}

/** Reads and removals have no body: what is not in their path travels in the query. */
function draftOf({ method, path, action }: Operation, request: Record<string, unknown>): Draft {
  const { clientToken: token, ...fields } = request;
  const sent = Object.entries(fields).filter(
    ([field, value]) => value !== undefined && !path.includes(`{${field}}`),
  );
  const bodiless = method === 'GET' || method === 'DELETE';
  const asked = bodiless ? sent.map(([field, value]) => [field, String(value)] as const) : [];
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, field: string) => String(request[field])),
    query: action === undefined ? asked : [[action, ''], ...asked],
    ...(!bodiless && sent.length > 0 && { body: JSON.stringify(Object.fromEntries(sent)) }),
    token: typeof token === 'string' ? token : undefined,
  };
}

/** Signs the least that is demanded, host and date: proxies on the way may change anything else. */
function sign(
  draft: Draft,
  { origin, host }: Place,
  token: string | undefined,
  credentials: BaiduCredentials,
  instant: number,
): WireRequest {
  const { method, path, body } = draft;
  const query = token === undefined ? draft.query : [...draft.query, ['clientToken', token] as const];
  const date = timestamp(instant);
  const headers = {
    host,
    'x-bce-date': date,
    ...(credentials.sessionToken && { 'x-bce-security-token': credentials.sessionToken }),
  };
  const authorization = authorize({ method, path, query, headers }, credentials, { date });
  return {
    method,
    url: `${origin}${encodePath(path)}${searchOf(query)}`,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      authorization,
    },
    ...(body !== undefined && { body }),
  };
}

/** An action is a bare key, as the documents write it: `?purchaseReserved&clientToken=…`. */
function searchOf(query: Draft['query']): string {
  if (query.length === 0) return '';
  const pairs = query.map(([key, value]) =>
    [key, ...(value === '' ? [] : [value])].map(percentEncode).join('='),
  );
  return `?${pairs.join('&')}`;
}

/** Every operation of Baidu's API under its documented name, with its own input and answer. */
export type BaiduNative = TypedNativeApi<Api>;

export const nativeDoor = (client: Client, clock: Clock, random: Random): BaiduNative =>
  nativeApi({ operations, api, client, clock, random });
