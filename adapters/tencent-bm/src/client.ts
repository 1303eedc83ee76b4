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
import { decodeAnswer, type Transport, type WireResponse } from '@polynat/transport';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Operations,
  operations,
} from './operations/index.ts';
import type { Api, Operation } from './operations/operation.ts';
import type { Protocol } from './protocol/protocol.ts';
import type { TencentBmCredentials } from './signer.ts';

/** Calls the operations of one generation of the API: checks the input, signs every try, reads the answer. */
export interface Client<A extends Api> {
  call<Name extends OperationName<A>>(
    name: Name,
    input: OperationInput<A, Name>,
    call: Call,
  ): Promise<OperationOutput<A, Name>>;
}

export interface ClientParts<A extends Api> {
  readonly api: A;
  readonly protocol: Protocol;
  readonly region: string;
  /** Where everything goes, in place of the hosts of the services. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<TencentBmCredentials>;
  readonly transport: Transport;
  readonly clock: Clock;
}

export function createClient<A extends Api>(parts: ClientParts<A>): Client<A> {
  const { api, protocol, region, endpoint, credentials, transport, clock } = parts;
  const table: Readonly<Record<string, Operation>> = operations[api];
  /** Milliseconds the cloud's clock is ahead of ours, learnt when it refuses a signature for its time. */
  let lead = 0;
  return {
    async call(name, input, call) {
      const operation = operationOf(table, name);
      const { service, repeat, response } = operation;
      const parameters = check(operation.request, input, name);
      const draft = { action: name, service, region, parameters, endpoint };
      const { secretId } = await credentials();
      return transport.call(
        {
          cloud: 'tencent-bm',
          operation: name,
          rateKey: `tencent-bm/${secretId}/${region}/${protocol.rateFamily(service, name)}`,
          repeat,
          format: 'json',
          build: async ({ instant, nonce }) =>
            protocol.sign(draft, { credentials: await credentials(), instant: instant + lead, nonce }),
          failure: (body, answer) => {
            const error = protocol.failureOf(body, answer, name);
            if (error?.code === 'unauthenticated' && error.retryable) lead = leadOf(answer, clock);
            return error;
          },
          /** The answer is what the operation's own schema made of it, which is what its name promises. */
          decode: (body) => decodeAnswer(response, protocol.unwrap(body)) as OperationOutput<A, typeof name>,
          requestId: (body) => protocol.requestIdOf(body),
        },
        call,
      );
    },
  };
}

function operationOf(table: Readonly<Record<string, Operation>>, name: string): Operation {
  const operation = Object.hasOwn(table, name) ? table[name] : undefined;
  if (operation) return operation;
  throw new NatError('invalid-argument', `this version of Tencent Cloud's BM API has no operation ${name}`, {
    field: 'operation',
    remedy: `use one of ${Object.keys(table).join(', ')}`,
  });
}

function leadOf({ headers }: WireResponse, clock: Clock): number {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? 0 : theirs - clock.now();
}

/** Every operation of one generation of the API under its documented name, with its own input and answer. */
export interface TencentBmNative<A extends Api> extends NativeApi {
  readonly operations: Operations<A>;
  call<Name extends OperationName<A>>(
    operation: Name,
    input: OperationInput<A, Name>,
    options?: CallOptions,
  ): Promise<OperationOutput<A, Name>>;
}

export function nativeDoor<A extends Api>(
  api: A,
  client: Client<A>,
  clock: Clock,
  random: Random,
): TencentBmNative<A> {
  const table: Readonly<Record<string, Operation>> = operations[api];
  const never = new AbortController().signal;
  return {
    operations: operations[api],
    async call(name, input, { signal, within } = {}) {
      const longest = operationOf(table, name).repeat === 'read' ? readWithin : writeWithin;
      return client.call(name, input, {
        signal: signal ?? never,
        deadline: clock.now() + (within ?? longest),
        token: random.uuid(),
      });
    },
  };
}
