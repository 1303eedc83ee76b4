import type { HttpReply } from '../../http.ts';

/** The one JSON envelope of API 3.0; failures come with HTTP status 200 as well. */
export function respond(response: Readonly<Record<string, unknown>>): HttpReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Response: response }),
  };
}

export function failure(code: string, message: string, requestId: string): HttpReply {
  return respond({ Error: { Code: code, Message: message }, RequestId: requestId });
}
