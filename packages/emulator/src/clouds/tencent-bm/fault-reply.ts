import type { FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { isV2 } from '../tencent/recognition.ts';
import { failure as v3Failure } from '../tencent/reply.ts';
import { breakdown, common } from './v2/errors.ts';
import { findV2Operation, failure as v2Failure } from './v2/handle.ts';

export interface FaultReplyInput {
  readonly kind: FaultReplyKind;
  readonly request: HttpRequest;
  readonly action: string;
  readonly requestId: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** How this cloud refuses for load and how it breaks down: both in a body with a code, in status 200. */
export function faultReply(input: FaultReplyInput): HttpReply {
  const reply = isV2(input.request) ? v2Reply(input) : v3Reply(input);
  if (input.retryAfter === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(input.retryAfter)) } };
}

function v2Reply({ kind, action }: FaultReplyInput): HttpReply {
  if (kind === 'throttle') return v2Failure(common.throttled, 'too many requests', 'module-code');
  const code = findV2Operation(action)?.breakdown ?? breakdown.common;
  return v2Failure(code, 'internal error', 'module-code');
}

function v3Reply({ kind, requestId }: FaultReplyInput): HttpReply {
  return kind === 'throttle'
    ? v3Failure('RequestLimitExceeded', 'Your current request rate exceeds the limit.', requestId)
    : v3Failure('InternalError', 'An internal error has occurred.', requestId);
}
