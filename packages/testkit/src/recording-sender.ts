import { NatError } from '@polynat/core';
import type { WireRequestLike, WireResponseLike } from './wire-types.ts';

/** What the double answers: JSON or text, 200 unless it says otherwise. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

/** Answers in order, or one found for each request. */
export type Script = readonly ScriptedAnswer[] | ((request: WireRequestLike) => ScriptedAnswer | undefined);

/** Stands where the network would: keeps what was sent and answers from a script. It fits the transport's `Sender`. */
export interface RecordingSender {
  readonly requests: readonly WireRequestLike[];
  send(request: WireRequestLike): Promise<WireResponseLike>;
  close(): Promise<void>;
}

const ended = Symbol('the script ended');

/** When the script ends, the request is kept and fails with this; nothing repeats it. */
const endOfScript = new NatError('aborted', 'the script of the recording sender ends here', { cause: ended });

/** Whether this is how a script ended, told also after a pipeline has added to the error. */
export const isEndOfScript = (error: unknown): boolean => NatError.is(error) && error.cause === ended;

export function recordingSender(script: Script = []): RecordingSender {
  const requests: WireRequestLike[] = [];
  const answerTo = (request: WireRequestLike) =>
    typeof script === 'function' ? script(request) : script[requests.length - 1];
  return {
    requests,
    async send(request) {
      requests.push(request);
      const answer = answerTo(request);
      if (!answer) throw endOfScript;
      return responseOf(answer);
    },
    close: async () => undefined,
  };
}

function responseOf({ status = 200, headers = {}, json, text }: ScriptedAnswer): WireResponseLike {
  const body = json === undefined ? (text ?? '') : JSON.stringify(json);
  const type = json === undefined ? 'text/plain' : 'application/json';
  return { status, headers: { 'content-type': type, ...headers }, body: new TextEncoder().encode(body) };
}
