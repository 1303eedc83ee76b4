import { broken, explanationOf, failureOf, type Meaning, text } from '@polynat/adapter-kit';
import { type ErrorCode, NatError } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';

export type Meanings = Readonly<Record<string, Meaning>>;

/** What a code means; details after a dot that no document has are left aside. */
export function meaningOf(meanings: Meanings, code: string): Meaning | undefined {
  return lookUp(meanings, code) ?? lookUp(meanings, code.split('.')[0] ?? '');
}

export const lookUp = (meanings: Meanings, code: string): Meaning | undefined =>
  Object.hasOwn(meanings, code) ? meanings[code] : undefined;

export const envelope = z.looseObject({
  Response: z.looseObject({
    RequestId: text,
    Error: z.looseObject({ Code: text, Message: text }).optional(),
  }),
});

/** Whose answer it is, and the words of that product. */
export interface Answering {
  readonly cloud: string;
  readonly operation: string;
  readonly meanings: Meanings;
}

/** The failure in an answer of version 3, https://cloud.tencent.com/document/api/1024/34240 */
export function failureIn(body: unknown, response: WireResponse, answering: Answering): NatError | undefined {
  const said = envelope.safeParse(body).data?.Response;
  if (said === undefined) return answerOfOthers(response);
  const { RequestId: requestId, Error: error } = said;
  if (error === undefined) return undefined;
  const { Code: code = 'unknown', Message: message } = error;
  const { cloud, operation, meanings } = answering;
  const { status } = response;
  const meaning = meaningOf(meanings, code) ?? unknownCode(status);
  return failureOf({ cloud, operation, status, code, message, requestId }, meaning);
}

export const unknownCode = (status: number): Meaning => (status >= 500 ? broken : { code: 'internal' });

/** JSON without the cloud's envelope came from somebody else; read as an answer it would say that nothing is there. */
export const answerOfOthers = ({ status }: Pick<WireResponse, 'status'>): NatError | undefined =>
  status < 200 || status > 299
    ? undefined
    : new NatError('protocol', 'the answer is not in the form of this API', {
        outcome: 'unknown',
        retryable: true,
        remedy: 'check the endpoint, the option `api` and proxies on the way',
      });

/** For people who met a code in a log. */
export const explaining =
  (meanings: Meanings) =>
  (providerCode: string): { readonly code: ErrorCode; readonly retryable: boolean } | undefined =>
    explanationOf(meaningOf(meanings, providerCode));
