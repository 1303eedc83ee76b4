import type { FaultReplyKind } from '../../cloud.ts';
import type { HttpReply } from '../../http.ts';
import { failure } from './reply.ts';

/** How API 3.0 refuses for load and breaks down. */
export function faultReply(kind: FaultReplyKind, requestId: string): HttpReply {
  return kind === 'throttle'
    ? failure('RequestLimitExceeded', 'Your current request rate exceeds the limit.', requestId)
    : failure('InternalError', 'An internal error has occurred.', requestId);
}
