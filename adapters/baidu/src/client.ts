import {
  type Call,
  type CallOptions,
  type Clock,
  check,
  NatError,
  type NativeApi,
  type Random,
  readWithin,
  writeWithin,
} from '@polynat/core';
import {
  decodeAnswer,
  percentEncode,
  type Transport,
  type WireRequest,
  type WireResponse,
} from '@polynat/transport';
import { failureOf } from './errors.ts';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Operations,
  operations,
} from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { clientToken } from './operations/schema.ts';
import { authorize, type BaiduCredentials, encodePath, timestamp } from './signer.ts';

/** Calls the operations of Baidu AI Cloud: checks the input, signs every try, reads the answer. */
export interface Client {
  call<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    call: Call,
  ): Promise<OperationOutput<Name>>;
}

export interface ClientParts {
  readonly region: string;
  /** Where everything goes, in place of the hosts of the region. */
  readonly endpoint?: string | undefined;
  readonly credentials: () => Promise<BaiduCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
}

export function createClient({ region, endpoint, credentials, transport, clock }: ClientParts): Client {
  const placeOf = (service: Operation['service']): Place => {
    const origin = endpoint ?? `https://${service}.${region}.baidubce.com`;
    return { origin, host: new URL(origin).host };
  };
  const places = { bcc: placeOf('bcc'), eip: placeOf('eip') };
  /** Milliseconds the cloud's clock is ahead of ours: learnt when it refuses a signature for its time, forgotten when that was no help. */
  let lead = 0;
  return {
    async call(name, input, call) {
      const operation: Operation = operations[name];
      const draft = draftOf(operation, check(operation.request, input, name));
      const place = places[operation.service];
      const { accessKeyId } = await credentials();
      return transport.call(
        {
          cloud: 'baidu',
          operation: name,
          rateKey: `baidu/${accessKeyId}/${region}/${operation.service}`,
          repeat: operation.repeat,
          format: 'json',
          build: async (attempt) => {
            const token = operation.repeat === 'token' ? (draft.token ?? attempt.token) : undefined;
            return sign(draft, place, token, await credentials(), attempt.instant + lead);
          },
          failure: (body, response) => {
            const error = failureOf(body, response, name);
            if (error?.code === 'unauthenticated' && error.retryable)
              lead = lead === 0 ? leadOf(response, clock) : 0;
            return error;
          },
          decode: (body, response) => read(operation, body, response),
          requestId: (_body, response) => response.headers['x-bce-request-id'],
        },
        call,
      );
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

function draftOf(operation: Operation, request: Record<string, unknown>): Draft {
  const { method, path, action, query = [], outsideBody } = operation;
  const asked = query
    .filter((field) => request[field] !== undefined)
    .map((field) => [field, String(request[field])] as const);
  const body = Object.entries(request).filter(([field]) => !outsideBody.has(field));
  const { clientToken: token } = request;
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, field: string) => String(request[field])),
    query: action === undefined ? asked : [[action, ''], ...asked],
    ...(body.length > 0 && { body: JSON.stringify(Object.fromEntries(body)) }),
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

function leadOf({ headers }: WireResponse, clock: Clock): number {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? 0 : theirs - clock.now();
}

/** The answer is what the operation's own schema made of it, which is what its name promises. */
function read<Name extends OperationName>(
  { response }: Operation,
  body: unknown,
  { headers }: WireResponse,
): OperationOutput<Name> {
  const requestId = headers['x-bce-request-id'];
  const answer = decodeAnswer(response, body ?? {});
  return { ...answer, ...(requestId !== undefined && { requestId }) } as OperationOutput<Name>;
}

/** Every operation of Baidu's API under its documented name, with its own input and answer. */
export interface BaiduNative extends NativeApi {
  readonly operations: Operations;
  call<Name extends OperationName>(
    operation: Name,
    input: OperationInput<Name>,
    options?: CallOptions,
  ): Promise<OperationOutput<Name>>;
}

/** For calls nobody can stop. */
const unstoppable = new AbortController().signal;

export const nativeDoor = (client: Client, clock: Clock, random: Random): BaiduNative => ({
  operations,
  async call(name, input, { signal, within, token } = {}) {
    if (!Object.hasOwn(operations, name)) throw unknown(name);
    const longest = operations[name].repeat === 'read' ? readWithin : writeWithin;
    return client.call(name, input, {
      signal: signal ?? unstoppable,
      deadline: clock.now() + (within ?? longest),
      token: check(clientToken, token, 'token') ?? random.uuid(),
    });
  },
});

const unknown = (name: string): NatError =>
  new NatError('invalid-argument', `Baidu AI Cloud's NAT API has no operation ${name}`, {
    field: 'operation',
    remedy: `use one of ${Object.keys(operations).join(', ')}`,
  });
