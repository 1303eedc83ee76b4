import { NatError } from '@polynat/core';
import { manualClock, seededRandom } from '@polynat/testkit';
import type { Sender, WireRequest } from '@polynat/transport';
import { type Api, tencentBm } from '../src/index.ts';
import type { TencentBmOptions } from '../src/options.ts';

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
      const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
      return {
        status,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
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

/** Answers in the envelopes of both versions. */
export const v2 = (answer: object): Reply => ({
  body: { code: 0, message: '', codeDesc: 'Success', ...answer },
});
export const v3 = (answer: object): Reply => ({
  body: { Response: { ...answer, RequestId: '3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11' } },
});

/** What version 2 refuses with. */
export const refusal = (code: number | string, message = 'no', codeDesc?: string): Reply => ({
  body: { code, message, ...(codeDesc !== undefined && { codeDesc }) },
});

export const keys = { secretId: 'testSecretIdForScripts', secretKey: 'testSecretKeyForScripts' };
export const key = { region: 'ap-guangzhou', network: 'vpc-kd7d06of', id: 'nat-et8e970y' };

/** A driver over a script, on a clock that moves by itself whenever everybody waits. */
export function scene<A extends Api = 'v2'>(script: Script, options: Partial<TencentBmOptions<A>> = {}) {
  const sender = scripted(script);
  const clock = manualClock({ autoAdvance: true });
  const driver = tencentBm<A>({
    region: 'ap-guangzhou',
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
