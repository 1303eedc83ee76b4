import { manualClock, seededRandom } from '@polynat/testkit';
import type { Sender, WireRequest, WireResponse } from '@polynat/transport';
import { type AlibabaOptions, alibaba } from '../src/index.ts';

/** What the service says to one request: a JSON body with its status, or an error of the wire. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | Error;

export type Parameters = Readonly<Record<string, string>>;

/** A driver whose every request is answered by `answer`, and the parameters of the requests it has sent. */
export function scripted(
  answer: (parameters: Parameters, count: number) => Reply,
  options: Partial<AlibabaOptions> = {},
) {
  const clock = manualClock({ autoAdvance: true });
  const sent: Parameters[] = [];
  const requests: WireRequest[] = [];
  const sender: Sender = {
    send: async (request) => {
      requests.push(request);
      sent.push(parametersOf(request));
      const reply = answer(parametersOf(request), sent.length);
      if (reply instanceof Error) throw reply;
      return responseOf(reply);
    },
    close: async () => undefined,
  };
  const driver = alibaba({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'testid', accessKeySecret: 'testsecret' },
    clock,
    random: seededRandom(1),
    sender,
    ...options,
  });
  const call = (token = 'a-token') => ({
    signal: new AbortController().signal,
    deadline: clock.now() + 15 * 60_000,
    token,
  });
  return { driver, clock, sent, requests, call };
}

export function parametersOf({ url, body }: WireRequest): Parameters {
  const query = new URL(url).searchParams;
  return Object.fromEntries([...query, ...new URLSearchParams(body ?? '')]);
}

const responseOf = ({ status = 200, headers = {}, body }: Exclude<Reply, Error>): WireResponse => ({
  status,
  /** The service names every answer, in its body and in this header. */
  headers: { 'content-type': 'application/json', 'x-acs-request-id': 'R-scripted', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** The service's error envelope. */
export const refusal = (status: number, Code: string, Message = ''): Reply => ({
  status,
  body: { RequestId: '0ED8D006-F706-4D23-88ED-E11ED28DCAC0', HostId: 'vpc.aliyuncs.com', Code, Message },
});
