import { createHmac } from 'node:crypto';
import { createClock, type EmulatorClock } from '../../src/clock.ts';
import type { EmulatedCloud, WorkFault } from '../../src/cloud.ts';
import { createBaiduCloud } from '../../src/clouds/baidu/index.ts';
import type { HttpReply, HttpRequest } from '../../src/http.ts';
import { createIdentity } from '../../src/identity.ts';
import { createRequestLog, type RequestLog } from '../../src/request-log.ts';

interface SendOptions {
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, in place of the JSON of a body. */
  readonly text?: string;
  readonly workFault?: WorkFault;
  readonly clockSkew?: number;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** The emulator's own explanation of a refusal. */
  readonly reason: string | undefined;
  readonly json: Record<string, unknown>;
  readonly reply: HttpReply;
  /** What was sent. */
  readonly request: HttpRequest;
}

/** One emulated cloud with a clock the test steps, and a client that signs as the documents say. */
export interface TestCloud {
  readonly cloud: EmulatedCloud;
  readonly clock: EmulatorClock;
  readonly log: RequestLog;
  readonly vpcId: string;
  readonly eips: readonly string[];
  send(method: string, target: string, body?: unknown, options?: SendOptions): Answer;
  /** Addresses of one shared bandwidth in the default region. */
  sharedEips(): readonly string[];
  /** What an injected breakdown answers. */
  breakdown(method: string): Answer;
  /** Lets all work finish. */
  finishWork(): void;
}

const START = Date.parse('2026-01-31T12:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function createTestCloud(speed = 0, wall = () => START): TestCloud {
  const clock = createClock({ speed, wall });
  const cloud = createBaiduCloud({ clock, identity: createIdentity(7) });
  const log = createRequestLog(() => Object.values(cloud.credentials));
  const { vpcId, eips } = cloud.networks();
  const send: TestCloud['send'] = (method, target, body, options = {}) => {
    const request = signedRequest(cloud, clock, method, target, body, options);
    const { workFault, clockSkew = 0 } = options;
    const reply = cloud.handle({ ...request, workFault, clockSkew });
    log.add({
      at: clock.wall(),
      cloud: cloud.name,
      operation: cloud.operationOf(request),
      request,
      status: reply.status,
      faults: [],
    });
    return answerFrom(request, reply);
  };
  return {
    cloud,
    clock,
    log,
    vpcId: String(vpcId),
    eips: Array.isArray(eips) ? eips : [],
    send,
    sharedEips: () => addressesOf(send('GET', '/v1/eipgroup').json),
    breakdown(method) {
      const request = { method, path: '/v1/nat', query: '', headers: {}, body: '' };
      return answerFrom(request, cloud.faultReply('server-error', request));
    },
    finishWork: () => clock.advance(60_000),
  };
}

function addressesOf(json: Record<string, unknown>): readonly string[] {
  const text = JSON.stringify(json);
  return [...text.matchAll(/"eip":"([\d.]+)"/g)].map(([, ip = '']) => ip);
}

function answerFrom(request: HttpRequest, reply: HttpReply): Answer {
  const json: Record<string, unknown> = reply.body === '' ? {} : JSON.parse(reply.body);
  const text = (name: string) => (typeof json[name] === 'string' ? String(json[name]) : undefined);
  return {
    status: reply.status,
    code: reply.status === 200 ? undefined : text('code'),
    message: text('message'),
    reason: reply.headers['x-emulator-reason'],
    json,
    reply,
    request,
  };
}

function signedRequest(
  cloud: EmulatedCloud,
  clock: EmulatorClock,
  method: string,
  target: string,
  body: unknown,
  options: SendOptions,
) {
  const [path = '', query = ''] = target.split('?');
  const timestamp = `${new Date(clock.wall()).toISOString().slice(0, 19)}Z`;
  const headers = {
    host: options.host ?? '127.0.0.1:4010',
    'x-bce-date': timestamp,
    'content-type': 'application/json',
    ...options.headers,
  };
  const keys = options.keys ?? {
    accessKeyId: cloud.credentials.accessKeyId ?? '',
    secretAccessKey: cloud.credentials.secretAccessKey ?? '',
  };
  const authorization = sign(keys, method, path, query, headers, timestamp);
  const text = options.text ?? (body === undefined ? '' : JSON.stringify(body));
  return { method, path, query, headers: { authorization, ...headers }, body: text };
}

/** The signer of the tests' own client: host and date are signed, the target is canonical already or gets so here. */
export function sign(
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  method: string,
  path: string,
  query: string,
  headers: Readonly<Record<string, string>>,
  timestamp: string,
): string {
  const prefix = `bce-auth-v1/${keys.accessKeyId}/${timestamp}/1800`;
  const names = ['host', 'x-bce-date'].filter((name) => headers[name] !== undefined);
  const lines = names.map((name) => `${name}:${encodeURIComponent(headers[name] ?? '')}`);
  const request = [method, path, canonicalQuery(query), lines.join('\n')].join('\n');
  const signingKey = hmac(keys.secretAccessKey, prefix);
  return `${prefix}/${names.join(';')}/${hmac(signingKey, request)}`;
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter(Boolean)
    .map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`))
    .sort()
    .join('&');
}

function hmac(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}
