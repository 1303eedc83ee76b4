import { NatError } from '@polynat/core';
import { manualClock, seededRandom } from '@polynat/testkit';
import type { Sender, WireRequest } from '@polynat/transport';
import { baidu } from '../src/index.ts';
import type { BaiduOptions } from '../src/options.ts';

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the cloud says to one request; `lost` is an answer that never arrives. */
export type Script = (request: WireRequest, count: number) => Reply | 'lost';

/** Answers from a script, and keeps what it was asked. */
export function scripted(script: Script): Sender & { readonly requests: readonly WireRequest[] } {
  const requests: WireRequest[] = [];
  return {
    requests,
    async send(request) {
      requests.push(request);
      const reply = script(request, requests.length);
      if (reply === 'lost') throw lost();
      const { status = 200, body, headers = {} } = reply;
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const requestId = `request-${requests.length}`;
      return {
        status,
        headers: {
          'x-bce-request-id': requestId,
          'content-type': 'application/json;charset=UTF-8',
          ...headers,
        },
        body: new TextEncoder().encode(text),
      };
    },
    close: async () => undefined,
  };
}

const lost = (): NatError =>
  new NatError('unavailable', 'the connection broke before the answer', {
    retryable: true,
    outcome: 'unknown',
  });

/** What Baidu refuses with. */
export const refusal = (status: number, code: string, message = 'no'): Reply => ({
  status,
  body: { code, message, requestId: `refused-${code}` },
});

export const keys = { accessKeyId: 'aklab000000000000000000000000000', secretAccessKey: 'sklab-secret' };

/** A driver over a script, on a clock that moves by itself whenever everybody waits. */
export function scene(script: Script, options: Partial<BaiduOptions> = {}) {
  const sender = scripted(script);
  const clock = manualClock({ autoAdvance: true });
  const driver = baidu({
    region: 'bj',
    credentials: keys,
    sender,
    clock,
    random: seededRandom(1),
    ...options,
  });
  const call = (token = 'token-1') => ({
    signal: new AbortController().signal,
    deadline: clock.now() + 900_000,
    token,
  });
  return { driver, sender, clock, call };
}

export const key = { region: 'bj', id: 'nat-bir8biqwr45e' };

/** Path and query as the document of an operation writes them. */
export const lineOf = ({ method, url }: WireRequest): string => {
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search}`;
};

export const tokenOf = ({ url }: WireRequest): string | null => new URL(url).searchParams.get('clientToken');

export const isGet = ({ method }: WireRequest): boolean => method === 'GET';
