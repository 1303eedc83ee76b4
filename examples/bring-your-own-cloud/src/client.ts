import { type Call, check } from '@polynat/core';
import { decodeAnswer, percentEncode, type Transport, type WireRequest } from '@polynat/transport';
import { failureOf } from './errors.ts';
import { type Answer, type Input, type OperationName, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { sign, type VolcanoCredentials } from './signer.ts';

export interface Client {
  call<N extends OperationName>(name: N, input: Input<N>, call: Call): Promise<Answer<N>>;
}

export interface ClientParts {
  readonly endpoint: string;
  readonly credentials: () => Promise<VolcanoCredentials>;
  readonly transport: Transport;
}

/** Validate → fill in path, query or body → sign each try → read the answer through its schema. */
export const createClient = ({ endpoint, credentials, transport }: ClientParts): Client => ({
  async call<N extends OperationName>(name: N, input: Input<N>, call: Call): Promise<Answer<N>> {
    const operation: Operation = operations[name];
    const draft = draftOf(operation, check(operation.request, input, name));
    const { keyId } = await credentials();
    return transport.call(
      {
        cloud: 'volcano',
        operation: name,
        rateKey: `volcano/${keyId}`,
        repeat: operation.repeat,
        format: 'json',
        build: async ({ token, instant }): Promise<WireRequest> => ({
          method: draft.method,
          url: `${endpoint}${draft.target}`,
          headers: {
            'content-type': 'application/json',
            ...(operation.repeat === 'token' && { 'x-volcano-token': token }),
            ...sign(draft, await credentials(), instant),
          },
          ...(draft.body !== '' && { body: draft.body }),
        }),
        failure: (body, response) => failureOf(body, response, name),
        // The schema of the operation is what its name promises.
        decode: (body) => decodeAnswer(operation.response, body ?? {}) as Answer<N>,
        requestId: (_body, { headers }) => headers['x-volcano-request'],
      },
      call,
    );
  },
});

function draftOf({ method, path, request: _, ...rest }: Operation, input: Record<string, unknown>) {
  const used = new Set<string>();
  const filled = path.replace(/\{(\w+)\}/g, (_match, field: string) => {
    used.add(field);
    return percentEncode(String(input[field]));
  });
  const left = Object.entries(input).filter(([field, value]) => !used.has(field) && value !== undefined);
  if (rest.repeat !== 'read') return { method, target: filled, body: bodyOf(left) };
  const query = left.map(([field, value]) => `${percentEncode(field)}=${percentEncode(String(value))}`);
  return { method, target: query.length > 0 ? `${filled}?${query.join('&')}` : filled, body: '' };
}

const bodyOf = (fields: readonly [string, unknown][]): string =>
  fields.length > 0 ? JSON.stringify(Object.fromEntries(fields)) : '';
