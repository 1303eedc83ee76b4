import { manualClock, seededRandom } from '@polynat/testkit';
import type { Sender, WireRequest } from '@polynat/transport';
import { tencentVpc } from '../src/index.ts';

export const keys = { secretId: 'testSecretIdForScripts', secretKey: 'testSecretKeyForScripts' };

type Script = (action: string, request: WireRequest) => object;

/** A driver whose requests are answered from a script, each in the envelope of the API, and kept. */
export function scene(script: Script) {
  const requests: WireRequest[] = [];
  const sender: Sender = {
    async send(request) {
      requests.push(request);
      const answer = script(request.headers['x-tc-action'] ?? '', request);
      const Response = { ...answer, RequestId: '3b2f0ac9-7f0a-4b0a-bc4f-0d7a1c8b2d11' };
      const body = new TextEncoder().encode(JSON.stringify({ Response }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
    close: async () => undefined,
  };
  const clock = manualClock({ autoAdvance: true });
  const driver = tencentVpc({
    region: 'ap-guangzhou',
    credentials: keys,
    sender,
    clock,
    random: seededRandom(1),
  });
  const call = () => ({
    signal: new AbortController().signal,
    deadline: clock.now() + 900_000,
    token: 'token-1',
  });
  return { driver, requests, clock, call };
}
