import type { FaultReplyKind } from '../../cloud.ts';
import type { HttpReply, HttpRequest } from '../../http.ts';
import { faultReply as v3Reply } from '../tencent/fault-reply.ts';
import { actionOf, isV2 } from '../tencent/recognition.ts';
import { breakdown, common } from './v2/errors.ts';
import { findV2Operation, failure as v2Failure } from './v2/handle.ts';

export function faultReply(kind: FaultReplyKind, request: HttpRequest, requestId: string): HttpReply {
  return isV2(request) ? v2Reply(kind, actionOf(request)) : v3Reply(kind, requestId);
}

function v2Reply(kind: FaultReplyKind, action: string): HttpReply {
  if (kind === 'throttle') return v2Failure(common.throttled, 'too many requests', 'module-code');
  const code = findV2Operation(action)?.breakdown ?? breakdown.common;
  return v2Failure(code, 'internal error', 'module-code');
}
