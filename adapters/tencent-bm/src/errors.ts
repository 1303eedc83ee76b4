import { broken, explanationOf, failureOf, type Meaning, number, text } from '@polynat/adapter-kit';
import { NatError } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';
import { commonCodes, commonNames, moduleCodes } from './codes/v2.ts';
import { v3Codes } from './codes/v3.ts';

const moduleMeanings = Object.fromEntries(
  moduleCodes.flatMap(({ code, name, meaning }) => [
    [`${code}`, meaning],
    [name, meaning],
  ]),
);

/** Every code and name there is, of both generations. They never contradict each other. */
export const meanings: Readonly<Record<string, Meaning>> = {
  ...v3Codes,
  ...commonCodes,
  ...commonNames,
  ...moduleMeanings,
};

/** What a code means; details after a dot that nobody has documented are left aside. */
export function meaningOf(code: string): Meaning | undefined {
  return lookUp(code) ?? lookUp(code.split('.')[0] ?? '');
}

const lookUp = (code: string): Meaning | undefined =>
  Object.hasOwn(meanings, code) ? meanings[code] : undefined;

/** `code` is a number on most pages and a text on that of the polling operation. */
const v2Envelope = z.looseObject({ code: number, message: text, codeDesc: text });

/**
 * The failure in an answer of version 2. Two shapes are documented: the pages of the operations put the module's own code on top,
 * with its name in `codeDesc`; the general page puts a common code on top and the module's own into the message, as `(13014)…`.
 */
export function failureOfV2(body: unknown, response: WireResponse, operation: string): NatError | undefined {
  const { code, message, codeDesc } = v2Envelope.safeParse(body).data ?? {};
  if (code === undefined) return strange(response);
  if (code === 0 && response.status < 400) return undefined;
  const wrapped = /^\s*\((-?\d+)\)/.exec(message ?? '')?.[1];
  const own = wrapped ?? `${code}`;
  const meaning = lookUp(codeDesc ?? '') ?? lookUp(own) ?? lookUp(`${code}`);
  return failure(meaning, { code: own, message: message || codeDesc, operation, response });
}

const v3Envelope = z.looseObject({
  Response: z.looseObject({
    RequestId: text,
    Error: z.looseObject({ Code: text, Message: text }).optional(),
  }),
});

/** The failure in an answer of version 3, https://cloud.tencent.com/document/api/1024/34240 */
export function failureOfV3(body: unknown, response: WireResponse, operation: string): NatError | undefined {
  const said = v3Envelope.safeParse(body).data?.Response;
  if (said === undefined) return strange(response);
  const { RequestId: requestId, Error: error } = said;
  if (error === undefined) return undefined;
  const { Code: code = 'unknown', Message: message } = error;
  return failure(meaningOf(code), { code, message, operation, response, requestId });
}

/** JSON in which the cloud's envelope is missing came from somebody else; read as an answer it would say that nothing is there. */
const strange = ({ status }: WireResponse): NatError | undefined =>
  status < 200 || status > 299
    ? undefined
    : new NatError('protocol', 'the answer is not in the form of this API', {
        outcome: 'unknown',
        retryable: true,
        remedy: 'check the endpoint, the option `api` and proxies on the way',
      });

interface Said {
  readonly code: string;
  readonly message: string | undefined;
  readonly operation: string;
  readonly response: WireResponse;
  readonly requestId?: string | undefined;
}

function failure(known: Meaning | undefined, { response, ...said }: Said): NatError {
  const { status } = response;
  const meaning = known ?? (status >= 500 ? broken : { code: 'internal' as const });
  return failureOf({ cloud: 'tencent-bm', status, ...said }, meaning);
}

/** For people who met a code in a log. */
export const explainError = (providerCode: string) => explanationOf(meaningOf(providerCode));
