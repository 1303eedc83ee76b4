import { type Call, type Clock, check, NatError } from '@polynat/core';
import { decodeAnswer, type Transport, type WireCall } from '@polynat/transport';
import type * as z from 'zod';
import { CloudClock } from './cloud-clock.ts';
import { requireListing } from './listing.ts';
import type { ApiOperation, Protocol } from './protocol.ts';
import { answerOfStranger } from './strangers.ts';

/** What each operation of an API takes and answers. */
export interface Signature {
  readonly input: unknown;
  readonly output: unknown;
}

/** What each operation of a table takes and answers. `Added` is what the client adds to every answer. */
export type ApiOf<
  Operations extends Readonly<Record<string, Pick<ApiOperation, 'request' | 'response'>>>,
  Added = unknown,
> = {
  readonly [Name in keyof Operations]: {
    readonly input: z.input<Operations[Name]['request']>;
    readonly output: z.output<Operations[Name]['response']> & Added;
  };
};

/** Calls the operations of a provider's API: checks the input, signs every attempt, reads the answer. */
export interface Client<Api extends Readonly<Record<keyof Api, Signature>>> {
  call<Name extends keyof Api & string>(
    name: Name,
    input: Api[Name]['input'],
    call: Call,
  ): Promise<Api[Name]['output']>;
}

export interface ClientParts<Op extends ApiOperation, Keys> {
  readonly operations: Readonly<Record<string, Op>>;
  readonly protocol: Protocol<Op, Keys>;
  /** Asked before every attempt, so that temporary keys are fresh. */
  readonly credentials: () => Promise<Keys>;
  readonly transport: Transport;
  readonly clock: Clock;
}

export function createClient<
  Op extends ApiOperation,
  Keys,
  Api extends Readonly<Record<keyof Api, Signature>>,
>(parts: ClientParts<Op, Keys>): Client<Api> {
  const { operations, protocol, credentials, transport } = parts;
  const cloudClock = new CloudClock(parts.clock);
  return {
    async call(name, input, call) {
      const operation = operationOf(operations, name, protocol.api);
      const request = check(operation.request, protocol.complete?.(input) ?? input, name);
      const rateKey = protocol.rateKey(operation, await credentials());
      const wireCall = wireCallOf(parts, cloudClock, operation, request, rateKey);
      const sent = transport.call(wireCall, call);
      /** The answer is what the operation's own schema made of it, which is what its name promises. */
      return protocol.answerIn ? sent.catch((thrown: unknown) => answerIn(parts, operation, thrown)) : sent;
    },
  };
}

/** The operation of that name; a name from outside may be any, also that of a member every object has. */
export function operationOf<Op>(operations: Readonly<Record<string, Op>>, name: string, api: string): Op {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  throw new NatError('invalid-argument', `${api} has no operation ${name}`, {
    field: 'operation',
    remedy: `use one of ${Object.keys(operations).join(', ')}`,
  });
}

function wireCallOf<Op extends ApiOperation, Keys>(
  { protocol, credentials }: ClientParts<Op, Keys>,
  cloudClock: CloudClock,
  operation: Op,
  request: Readonly<Record<string, unknown>>,
  rateKey: string,
): WireCall<unknown> {
  const signed = protocol.draft(operation, request);
  let lead = 0;
  return {
    cloud: protocol.cloud,
    operation: operation.name,
    rateKey,
    repeat: operation.repeat,
    input: request,
    format: 'json',
    build: async ({ instant, nonce, token }) => {
      const keys = await credentials();
      lead = cloudClock.lead;
      return signed({
        keys,
        instant: instant + lead,
        nonce,
        token: operation.repeat === 'token' ? token : undefined,
      });
    },
    failure: (body, response) => {
      const failure = protocol.failureOf(body, response, operation);
      if (failure) cloudClock.learn(failure, response, lead);
      return failure;
    },
    decode: (body, response) => {
      if (protocol.answersWithId && !protocol.requestIdOf(body, response)) {
        throw answerOfStranger({
          cloud: protocol.cloud,
          operation: operation.name,
          status: response.status,
        });
      }
      const answer = protocol.unwrap ? protocol.unwrap(body, response) : body;
      requireListing(protocol.cloud, operation, answer);
      return decodeAnswer(operation.response, answer);
    },
    requestId: (body, response) => protocol.requestIdOf(body, response),
  };
}

function answerIn<Op extends ApiOperation, Keys>(
  { protocol }: ClientParts<Op, Keys>,
  operation: Op,
  thrown: unknown,
): unknown {
  const error = NatError.from(thrown);
  const answer = protocol.answerIn?.(error);
  if (answer === undefined) throw error;
  return decodeAnswer(operation.response, answer);
}
