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
  type Attempt,
  decodeAnswer,
  type Transport,
  type WireCall,
  type WireRequest,
  type WireResponse,
} from '@polynat/transport';
import type * as z from 'zod';
import { dryRunPassed, failureOf } from './errors.ts';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Operations,
  operations,
} from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { flatten } from './operations/parameters.ts';
import { type AlibabaCredentials, sign } from './signer.ts';

/** What the client is made from. */
export interface Connection {
  readonly region: string;
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** Asked before every try, so that temporary keys are fresh. */
  readonly credentials: () => Promise<AlibabaCredentials>;
  readonly transport: Transport;
  /** Who shares one allowance of calls: part of the rate limit's key. */
  readonly account: string;
}

/** Calls any native operation: the input is checked, and the region is filled in. */
export interface Client {
  readonly region: string;
  call<N extends OperationName>(name: N, input: OperationInput<N>, call: Call): Promise<OperationOutput<N>>;
}

type Described<N extends OperationName> = Operation<z.ZodType<object>, z.ZodType<OperationOutput<N>>>;
const table: { readonly [N in OperationName]: Described<N> } = operations;

export function createClient(connection: Connection): Client {
  const { region, transport } = connection;
  return {
    region,
    call: async (name, input, call) => {
      if (!Object.hasOwn(table, name)) throw unknownOperation(name);
      const operation = table[name];
      const request = check(operation.request, { RegionId: region, ...input }, name);
      const sent = transport.call(wireCall(connection, operation, flatten(request)), call);
      return sent.catch((thrown) => answerOfDryRun(operation, thrown));
    },
  };
}

const unknownOperation = (name: string): NatError =>
  new NatError('invalid-argument', `"${name}" is no operation of this API`, {
    field: 'operation',
    remedy: `choose one of: ${Object.keys(table).join(', ')}`,
  });

/** What a dry run answers when every check has passed: nothing but which request it was. */
function answerOfDryRun<T>(operation: Operation<z.ZodType, z.ZodType<T>>, thrown: unknown): T {
  const error = NatError.from(thrown);
  if (error.provider?.code !== dryRunPassed) throw error;
  return decodeAnswer(operation.response, { RequestId: error.provider.requestId });
}

function wireCall<T>(
  connection: Connection,
  operation: Operation<z.ZodType, z.ZodType<T>>,
  parameters: Record<string, string>,
): WireCall<T> {
  const { account, region } = connection;
  return {
    cloud: 'alibaba',
    operation: operation.name,
    rateKey: `alibaba/${account}/${region}/vpc`,
    repeat: operation.repeat,
    format: 'json',
    build: (attempt) => build(connection, operation, parameters, attempt),
    failure: (body, response) => failureOf(body, response, operation),
    decode: (body) => decodeAnswer(operation.response, body),
    requestId: requestIdOf,
  };
}

async function build(
  { endpoint, credentials }: Connection,
  { name, action = name, repeat }: Operation,
  parameters: Record<string, string>,
  attempt: Attempt,
): Promise<WireRequest> {
  const method = repeat === 'read' ? 'GET' : 'POST';
  const own = {
    ...(repeat === 'token' && { ClientToken: attempt.token }),
    ...parameters,
    Action: action,
    Format: 'JSON',
    Version: '2016-04-28',
  };
  return sign({ method, endpoint, parameters: own }, await credentials(), attempt);
}

function requestIdOf(body: unknown, { headers }: WireResponse): string | undefined {
  const named = typeof body === 'object' && body !== null && 'RequestId' in body ? body.RequestId : undefined;
  return typeof named === 'string' ? named : headers['x-acs-request-id'];
}

/** The service's whole API, typed: `native.call('CreateForwardEntry', { … })`. */
export interface AlibabaNative extends NativeApi {
  readonly operations: Operations;
  call<N extends OperationName>(
    operation: N,
    input: OperationInput<N>,
    options?: CallOptions,
  ): Promise<OperationOutput<N>>;
}

export function nativeDoor(client: Client, clock: Clock, random: Random): AlibabaNative {
  return {
    operations,
    call: (name, input, options = {}) => {
      const within = options.within ?? (table[name]?.repeat === 'read' ? readWithin : writeWithin);
      return client.call(name, input, {
        signal: options.signal ?? new AbortController().signal,
        deadline: clock.now() + within,
        token: options.token ?? random.uuid(),
      });
    },
  };
}
