import type { HttpReply } from '../../http.ts';
import { type ErrorCode, errorTable } from './errors.ts';

/** Headers of every documented sample answer; the listener adds the date and the length. */
function headersOf(requestId: string): Record<string, string> {
  return {
    'x-bce-request-id': requestId,
    'content-type': 'application/json;charset=UTF-8',
    server: 'BWS',
  };
}

/** `body` is JSON, or empty for operations that answer nothing. */
export function successReply(requestId: string, body: string): HttpReply {
  return { status: 200, headers: headersOf(requestId), body };
}

export interface ErrorFacts {
  readonly code: ErrorCode;
  readonly message?: string | undefined;
  /** What the emulator would tell a person who debugs; it travels beside the body, in a header of its own. */
  readonly explanation?: string | undefined;
}

export function errorReply(requestId: string, { code, message, explanation }: ErrorFacts): HttpReply {
  const [status, constant] = errorTable[code];
  const body = JSON.stringify({ code, message: message ?? constant, requestId });
  const reason = explanation === undefined ? {} : { 'x-emulator-reason': printable(explanation) };
  return { status, headers: { ...headersOf(requestId), ...reason }, body };
}

/** A header value holds printable ASCII only, and explanations quote what the caller sent. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
}
