import { refusalOfStranger } from '@polynat/adapter-kit';
import { type ErrorCode, errorCodes, NatError, type NatErrorDetails } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';
import {
  codesByMeaning,
  families,
  meaningsByMessage,
  remedies,
  skewed,
  undecided,
} from './operations/codes.ts';
import type { Operation } from './operations/operation.ts';

const meanings: ReadonlyMap<string, ErrorCode> = new Map(
  errorCodes.flatMap((meaning) => (codesByMeaning[meaning] ?? []).map((code) => [code, meaning] as const)),
);

/** Whether a code has been given its meaning one by one, rather than by its family or its status. */
export const isKnown = (code: string): boolean => meanings.has(code);

const failureSchema = z.looseObject({
  Code: z.union([z.string(), z.number()]).transform(String),
  Message: z.string().optional().catch(undefined),
  RequestId: z.string().optional().catch(undefined),
});

const passes = new Set(['200', 'OK', 'Success', 'success']);

/** A dry run that passed arrives as an error. */
export const dryRunPassed = 'DryRunOperation';

/** The failure in an answer, or `undefined` when it is none. */
export function failureOf(
  body: unknown,
  response: WireResponse,
  operation: Pick<Operation, 'name' | 'retry'>,
): NatError | undefined {
  if (!hasCode(body)) {
    if (response.status < 300) return undefined;
    return refusalOfStranger({ cloud: 'alibaba', operation: operation.name, status: response.status });
  }
  const { Code, Message = '', RequestId } = failureSchema.parse(body);
  if (passes.has(Code)) return undefined;
  const meaning = meaningOf(Code, Message, response.status);
  const retryAfter = retryAfterOf(response);
  const remedy = Object.hasOwn(remedies, Code) ? remedies[Code] : undefined;
  return new NatError(meaning, messageOf(Code, Message), {
    ...behaviourOf(Code, meaning, operation.retry),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(remedy !== undefined && { remedy }),
    provider: {
      cloud: 'alibaba',
      operation: operation.name,
      code: Code,
      message: Message,
      status: response.status,
      ...(RequestId && { requestId: RequestId }),
    },
  });
}

/** Answers without one are the rule, so nothing more is done for them. */
const hasCode = (body: unknown): body is object =>
  typeof body === 'object' &&
  body !== null &&
  'Code' in body &&
  ['string', 'number'].includes(typeof body.Code);

function meaningOf(code: string, message: string, status: number): ErrorCode {
  const twofold = meaningsByMessage.find(([known, pattern]) => known === code && pattern.test(message));
  return twofold?.[2] ?? meanings.get(code) ?? familyOf(code) ?? meaningOfStatus(status);
}

const familyOf = (code: string): ErrorCode | undefined =>
  families.find(([pattern]) => pattern.test(code))?.[1];

/** For a code nobody has met yet. A 404 proves nothing: the service sends it with codes that mean something else. */
const meaningsByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  409: 'conflict',
  429: 'throttled',
};

const meaningOfStatus = (status: number): ErrorCode =>
  meaningsByStatus[status] ?? (status >= 500 ? 'unavailable' : 'failed-precondition');

function behaviourOf(code: string, meaning: ErrorCode, passing: readonly string[] = []): NatErrorDetails {
  const unknown = meaning === 'unavailable' || undecided.has(code);
  return {
    retryable: retryableMeanings.has(meaning) || skewed.has(code) || passing.includes(code),
    outcome: unknown ? 'unknown' : 'none',
  };
}

const retryableMeanings: ReadonlySet<ErrorCode> = new Set(['throttled', 'busy', 'unavailable']);

/** The message of a signature that does not match repeats every parameter of the request. */
const messageOf = (code: string, message: string): string =>
  code === 'SignatureDoesNotMatch' || code === 'IncompleteSignature'
    ? 'the service computed another signature'
    : message || code;

/** Milliseconds: the service's own SDKs (@darabonba/typescript 1.0.5) sleep for this number as it stands. */
function retryAfterOf({ headers }: WireResponse): number | undefined {
  const wait = Number.parseInt(headers['x-acs-retry-after'] ?? '', 10);
  return Number.isNaN(wait) ? undefined : wait;
}

/** For people who met a code in a log. Families are left out: by their patterns, codes of other clouds would be known here too. */
export function explainError(providerCode: string): Pick<NatError, 'code' | 'retryable'> | undefined {
  const code = meanings.get(providerCode);
  return code && { code, retryable: retryableMeanings.has(code) || skewed.has(providerCode) };
}
