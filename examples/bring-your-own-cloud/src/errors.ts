import { type ErrorCode, NatError } from '@polynat/core';
import type { WireResponse } from '@polynat/transport';
import * as z from 'zod';

interface Meaning {
  readonly code: ErrorCode;
  readonly retryable?: true;
}

/** What each of Volcano's codes means here. */
const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchGateway: { code: 'not-found' },
  NoSuchVpc: { code: 'not-found' },
  BadRequest: { code: 'invalid-argument' },
  IpTaken: { code: 'conflict' },
  InUse: { code: 'failed-precondition' },
  NoIp: { code: 'failed-precondition' },
  RuleExists: { code: 'already-exists' },
  TokenReused: { code: 'conflict' },
  GatewayBusy: { code: 'busy', retryable: true },
  SlowDown: { code: 'throttled', retryable: true },
  BadSignature: { code: 'unauthenticated' },
};

const failureSchema = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

export function failureOf(body: unknown, { status }: WireResponse, operation: string): NatError | undefined {
  if (status < 400) return undefined;
  const failure = failureSchema.safeParse(body);
  if (!failure.success) return undefined;
  const { code, message } = failure.data.error;
  const { code: meaning, retryable = false } = meanings[code] ?? { code: 'internal' as const };
  return new NatError(meaning, message, {
    retryable,
    outcome: status >= 500 ? 'unknown' : 'none',
    provider: { cloud: 'volcano', operation, code, message, status },
    ...(code === 'NoIp' && { remedy: 'attach a public address to the gateway first' }),
  });
}
