import { getMaxListeners, once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import tls from 'node:tls';
import { inspect } from 'node:util';
import { NatError } from '@polynat/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  gotSender,
  leanSender,
  type SenderOptions,
  type SendOptions,
  type WireRequest,
} from '../src/index.ts';
import { failureFrom } from './inside.ts';
import { certificate, httpServer, httpsServer, type Loopback, socketServer } from './loopback.ts';

const limits = (changes: Partial<SendOptions> = {}): SendOptions => ({
  signal: new AbortController().signal,
  timeout: 30_000,
  sizeLimit: 1_000_000,
  ...changes,
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** Tells what arrived, headers in the order and spelling of the wire. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  response.setHeader('content-type', 'application/json');
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  response.statusCode = Number(request.headers['x-status'] ?? 200);
  response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
}

/** A timer that expires when told, so that no test waits for real. */
function handTimer() {
  const running = new Map<() => void, number>();
  const timer: NonNullable<SenderOptions['timer']> = (expire, milliseconds) => {
    running.set(expire, milliseconds);
    return () => running.delete(expire);
  };
  const expire = () => {
    for (const call of running.keys()) call();
  };
  return { timer, expire, running: () => [...running.values()] };
}

describe.each([
  ['gotSender', gotSender],
  ['leanSender', leanSender],
])('%s', (_name, senderOf) => {
  let server: Loopback;
  const sender = senderOf({ environment: {} });
  const request = (changes: Partial<WireRequest> = {}): WireRequest => ({
    method: 'GET',
    url: `http://127.0.0.1:${server.port}/v1/nat?a=b`,
    headers: {},
    ...changes,
  });
  const echoed = async (changes: Partial<WireRequest> = {}) => {
    const { body } = await sender.send(request(changes), limits());
    return JSON.parse(Buffer.from(body).toString());
  };

  beforeAll(async () => {
    server = await httpServer(echo);
  });
  afterAll(async () => {
    await sender.close();
    await server.close();
  });

  it('sends the url byte for byte', async () => {
    const target = "/v1/nat?purchaseReserved&clientToken=a~b%20c%2B*'()!|{}%2f%2F";
    expect((await echoed({ url: `http://127.0.0.1:${server.port}${target}` })).url).toBe(target);
  });

  it('adds a path when the url has none', async () => {
    expect((await echoed({ url: `http://127.0.0.1:${server.port}?Action=X` })).url).toBe('/?Action=X');
  });

  it('sends exactly the headers it was given, with host, connection and length', async () => {
    const { headers } = await echoed({ method: 'POST', headers: { 'x-bce-date': 'd' }, body: 'ä' });
    expect(headers).toEqual({
      'x-bce-date': 'd',
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'content-length': '2',
    });
  });

  it('asks for no compression and names no library', async () => {
    const { headers } = await echoed();
    expect(Object.keys(headers).sort()).toEqual(['connection', 'host']);
  });

  it('sends a host header of its own when a signature covers one', async () => {
    expect((await echoed({ headers: { host: 'bcc.bj.baidubce.com' } })).headers.host).toBe(
      'bcc.bj.baidubce.com',
    );
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE'] as const)('sends %s without a body', async (method) => {
    expect(await echoed({ method })).toMatchObject({ method, body: '' });
  });

  it.each(['POST', 'PUT', 'DELETE'] as const)('sends %s with a body', async (method) => {
    expect(await echoed({ method, body: '{"a":"网关"}' })).toMatchObject({ method, body: '{"a":"网关"}' });
  });

  it.each([404, 429, 500, 503])('answers status %d like any other', async (status) => {
    const response = await sender.send(request({ headers: { 'x-status': String(status) } }), limits());
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toBe('application/json');
  });

  it('follows no redirect', async () => {
    const response = await sender.send(request({ headers: { 'x-status': '302' } }), limits());
    expect(response.status).toBe(302);
  });

  it('uses one connection for calls that follow each other', async () => {
    const single = await httpServer(echo);
    const url = `http://127.0.0.1:${single.port}/`;
    for (let count = 0; count < 5; count += 1) await sender.send(request({ url }), limits());
    expect(single.connections()).toBe(1);
    await single.close();
  });

  it('opens no more connections than allowed', async () => {
    const narrow = senderOf({ environment: {}, connections: 2 });
    const counted = await httpServer(echo);
    const url = `http://127.0.0.1:${counted.port}/`;
    await Promise.all(Array.from({ length: 10 }, () => narrow.send(request({ url }), limits())));
    expect(counted.connections()).toBe(2);
    await narrow.close();
    await counted.close();
  });

  it('is unavailable, with nothing sent, when nobody listens', async () => {
    const gone = await httpServer(echo);
    await gone.close();
    const error = await failureFrom(
      sender.send(request({ url: `http://127.0.0.1:${gone.port}/` }), limits()),
    );
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none', retryable: true });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('leaves the outcome open when the connection breaks before the answer', async () => {
    const breaking = await socketServer((socket) => socket.resetAndDestroy());
    const error = await failureFrom(
      sender.send(request({ url: `http://127.0.0.1:${breaking.port}/` }), limits()),
    );
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown', retryable: true });
    await breaking.close();
  });

  it.each([
    ['cut short of its length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":'],
    ['cut between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"hal\r\n'],
    ['without its headers', 'HTTP/1.1 200 OK\r\ncontent-'],
  ])('leaves the outcome open when the answer is %s', async (_case, answer) => {
    const cutting = await socketServer((socket) => socket.end(answer));
    const error = await failureFrom(
      sender.send(request({ url: `http://127.0.0.1:${cutting.port}/` }), limits()),
    );
    expect(error.outcome).toBe('unknown');
    expect(['unavailable', 'protocol']).toContain(error.code);
    await cutting.close();
  });

  it('is protocol when the answer is not HTTP', async () => {
    const babbling = await socketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const error = await failureFrom(
      sender.send(request({ url: `http://127.0.0.1:${babbling.port}/` }), limits()),
    );
    expect(error).toMatchObject({ code: 'protocol', outcome: 'unknown' });
    await babbling.close();
  });

  it.each([
    ['announced', 'HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n'],
    ['streamed', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n800\r\n${'x'.repeat(2_048)}\r\n`],
  ])('stops reading an answer that is too large, %s', async (_case, answer) => {
    const flooding = await socketServer((socket) => socket.write(answer));
    const url = `http://127.0.0.1:${flooding.port}/`;
    const error = await failureFrom(sender.send(request({ url }), limits({ sizeLimit: 1_000 })));
    expect(error).toMatchObject({ code: 'protocol', outcome: 'unknown', retryable: false });
    await flooding.close();
  });

  it('accepts an answer of exactly the limit', async () => {
    const answer = `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(1_000)}`;
    const exact = await socketServer((socket) => socket.end(answer));
    const url = `http://127.0.0.1:${exact.port}/`;
    expect((await sender.send(request({ url }), limits({ sizeLimit: 1_000 }))).body).toHaveLength(1_000);
    await exact.close();
  });

  it('stops with outcome unknown when the caller gives up in flight, and closes the connection', async () => {
    const stop = new AbortController();
    const closed: Promise<unknown>[] = [];
    const silent = await socketServer((socket) => {
      closed.push(once(socket, 'close'));
      stop.abort();
    });
    const url = `http://127.0.0.1:${silent.port}/`;
    const error = await failureFrom(sender.send(request({ url }), limits({ signal: stop.signal })));
    expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' });
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
    await silent.close();
  });

  it('keeps the reason when something other than the caller stops the call', async () => {
    const stop = new AbortController();
    const silent = await socketServer(() => stop.abort(new NatError('timeout', 'the deadline passed')));
    const url = `http://127.0.0.1:${silent.port}/`;
    const error = await failureFrom(sender.send(request({ url }), limits({ signal: stop.signal })));
    expect(error).toMatchObject({ code: 'timeout', plain: 'the deadline passed', outcome: 'unknown' });
    await silent.close();
  });

  it('sends nothing for a caller who has left already', async () => {
    const before = server.connections();
    const error = await failureFrom(sender.send(request(), limits({ signal: AbortSignal.abort() })));
    expect(error).toMatchObject({ code: 'aborted', outcome: 'none' });
    expect(server.connections()).toBe(before);
  });

  it('times out with outcome unknown when the answer does not come', async () => {
    const { timer, expire, running } = handTimer();
    const timed = senderOf({ environment: {}, timer });
    const silent = await socketServer(() => expire());
    const url = `http://127.0.0.1:${silent.port}/`;
    const error = await failureFrom(timed.send(request({ url }), limits({ timeout: 1_234 })));
    expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown', retryable: true });
    expect(error.message).toContain('within 1234 ms');
    expect(running()).toEqual([]);
    await timed.close();
    await silent.close();
  });

  it('leaves neither timer nor listener behind a call that went well', async () => {
    const { timer, running } = handTimer();
    const timed = senderOf({ environment: {}, timer });
    const listeners = countedSignal();
    await timed.send(request(), limits({ signal: listeners.signal }));
    expect(running()).toEqual([]);
    expect(listeners.count()).toBe(0);
    await timed.close();
  });

  it('lets one signal stop any number of requests without Node warning of a leak', async () => {
    const { signal } = new AbortController();
    await sender.send(request(), limits({ signal }));
    expect(getMaxListeners(signal)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never shows what was sent, in whatever way the error is printed', async () => {
    const breaking = await socketServer((socket) => socket.resetAndDestroy());
    const secret = 'c2lnbmF0dXJl';
    const url = `http://127.0.0.1:${breaking.port}/?Signature=${secret}`;
    const sent = request({ url, method: 'POST', headers: { authorization: secret }, body: secret });
    const error = await failureFrom(sender.send(sent, limits()));
    expect(`${inspect(error, { depth: 9 })} ${JSON.stringify(error)} ${error.stack}`).not.toContain(secret);
    await breaking.close();
  });

  it('refuses a header that cannot be written, before anything is sent', async () => {
    const error = await failureFrom(sender.send(request({ headers: { authorization: 'a\nb' } }), limits()));
    expect(error).toMatchObject({ code: 'invalid-argument', outcome: 'none' });
  });

  it.each(['ftp://host/', 'not an address'])('refuses %s as an address', async (url) => {
    const error = await failureFrom(sender.send(request({ url }), limits()));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'endpoint' });
  });

  it('refuses calls once closed', async () => {
    const closed = senderOf({ environment: {} });
    await closed.close();
    expect((await failureFrom(closed.send(request(), limits()))).code).toBe('aborted');
  });

  it('does not talk to a host whose certificate nobody vouches for', async () => {
    const secure = await httpsServer(echo);
    const error = await failureFrom(
      sender.send(request({ url: `https://localhost:${secure.port}/` }), limits()),
    );
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none', retryable: false });
    expect(error.remedy).toContain('`ca`');
    await secure.close();
  });

  it('connects with the agents it was given, and leaves them to their owner', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const own = senderOf({ environment: {}, agent: { http: agent } });
    await own.send(request(), limits());
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    await own.close();
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    agent.destroy();
  });

  it('connects to https with agents of other packages, which extend the one for http', async () => {
    const secure = await httpsServer(echo);
    class OtherAgent extends http.Agent {
      override createConnection() {
        return tls.connect({
          host: '127.0.0.1',
          port: secure.port,
          servername: 'localhost',
          ca: certificate,
        });
      }
    }
    const agent = new OtherAgent();
    Object.assign(agent, { protocol: 'https:' });
    const own = senderOf({ environment: {}, agent: { https: agent } });
    const response = await own.send(request({ url: 'https://api.cloud.test/x' }), limits());
    expect(JSON.parse(Buffer.from(response.body).toString())).toMatchObject({ url: '/x' });
    agent.destroy();
    await secure.close();
  });

  it.each([
    ['proxy', { proxy: false, agent: {} }],
    ['ca', { ca: certificate, agent: {} }],
    ['connections', { connections: 3, agent: {} }],
  ] as const)('refuses `%s` beside agents, which make the connections', (field, options) => {
    expect(() => senderOf({ environment: {}, ...options })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field }),
    );
  });

  it('refuses something else as an agent', async () => {
    const own = senderOf({ environment: {}, agent: { http: { destroy: () => undefined } } });
    const error = await failureFrom(own.send(request(), limits()));
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'agent.http', outcome: 'none' });
  });

  it('talks to a host whose authority it was given', async () => {
    const trusting = senderOf({ environment: {}, ca: certificate });
    const secure = await httpsServer(echo);
    const url = `https://localhost:${secure.port}/x`;
    for (let count = 0; count < 3; count += 1) {
      expect((await trusting.send(request({ url }), limits())).status).toBe(200);
    }
    expect(secure.connections()).toBe(1);
    await trusting.close();
    await secure.close();
  });
});

describe('both senders', () => {
  it.each([
    ['a read', { method: 'GET', headers: { 'x-a': '1', authorization: 's' } }],
    ['a write without a body', { method: 'POST', headers: { 'x-a': '1' } }],
    [
      'a write with a body',
      { method: 'PUT', headers: { 'x-a': '1', accept: 'application/json' }, body: '{"a":"ä"}' },
    ],
    [
      'a write that counts its body itself',
      { method: 'POST', headers: { 'content-length': '2', 'x-a': '1' }, body: '{}' },
    ],
  ] as const)('send the same bytes for %s', async (_what, given) => {
    const seen: string[] = [];
    const server = await socketServer((socket, data) => {
      seen.push(data.toString());
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    for (const senderOf of [gotSender, leanSender]) {
      const sender = senderOf({ environment: {} });
      await sender.send({ url: `http://127.0.0.1:${server.port}/v1?a='b`, ...given }, limits());
      await sender.close();
    }
    await server.close();
    expect(seen[0]).toMatch(/^(?:GET|POST|PUT) \/v1\?a='b HTTP\/1\.1\r\n/);
    expect(seen[1]).toBe(seen[0]);
  });
});

/** A signal that tells how many listeners it has. */
function countedSignal() {
  const { signal } = new AbortController();
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    count += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    count -= 1;
    remove(...given);
  };
  return { signal, count: () => count };
}
