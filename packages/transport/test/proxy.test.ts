import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gotSender, leanSender, type SendOptions, type WireRequest } from '../src/index.ts';
import { chooseProxy } from '../src/proxy.ts';
import { failureFrom } from './inside.ts';
import { certificate, httpServer, httpsServer, type Loopback, proxyServer } from './loopback.ts';

const limits: SendOptions = { signal: new AbortController().signal, timeout: 30_000, sizeLimit: 1_000_000 };
const get = (url: string): WireRequest => ({ method: 'GET', url, headers: { 'x-a': 'b' } });

describe('choosing a proxy', () => {
  const environment = {
    HTTPS_PROXY: 'http://upper.test:1',
    https_proxy: 'http://secure.test:3128',
    HTTP_PROXY: 'plain.test:3129',
    NO_PROXY: 'internal.test, .aliyuncs.com,*.bj.test,  exact.test:8443, 2001:db8::7,[2001:db8::8]:8443',
  };
  const chosen = (origin: string) => chooseProxy(undefined, environment)(new URL(origin))?.host;

  it.each([
    ['https://vpc.fluffy.test', 'secure.test:3128'],
    ['http://vpc.fluffy.test', 'plain.test:3129'],
    ['https://internal.test', undefined],
    ['https://vpc.internal.test', undefined],
    ['https://notinternal.test', 'secure.test:3128'],
    ['https://vpc.aliyuncs.com', undefined],
    ['https://bcc.bj.test', undefined],
    ['https://exact.test:8443', undefined],
    ['https://exact.test', 'secure.test:3128'],
    ['http://127.0.0.1:8080', undefined],
    ['http://localhost:8080', undefined],
    ['https://[::1]:8080', undefined],
    ['https://[2001:db8::7]', undefined],
    ['https://[2001:db8::8]:8443', undefined],
    ['https://[2001:db8::8]', 'secure.test:3128'],
  ])('for %s gives %s', (origin, proxy) => {
    expect(chosen(origin)).toBe(proxy);
  });

  it('goes straight everywhere with NO_PROXY=* or without variables', () => {
    const origin = new URL('https://vpc.fluffy.test');
    expect(chooseProxy(undefined, { ...environment, NO_PROXY: '*' })(origin)).toBeUndefined();
    expect(chooseProxy(undefined, {})(origin)).toBeUndefined();
  });

  it('lets a proxy given by hand, or none, override the environment', () => {
    const origin = new URL('http://127.0.0.1');
    expect(chooseProxy('http://mine.test:1', environment)(origin)?.host).toBe('mine.test:1');
    expect(chooseProxy(false, environment)(new URL('https://vpc.fluffy.test'))).toBeUndefined();
  });

  it.each(['socks5://proxy.test:1', 'http://'])('refuses %s and names the option', (proxy) => {
    expect(() => chooseProxy(proxy, {})).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field: 'proxy' }),
    );
  });
});

describe.each([
  ['gotSender', gotSender],
  ['leanSender', leanSender],
])('%s behind a proxy', (_name, senderOf) => {
  let plain: Loopback;
  let secure: Loopback;

  beforeAll(async () => {
    plain = await httpServer((request, response) => response.end(`${request.headers.host} ${request.url}`));
    secure = await httpsServer((request, response) => response.end(`${request.headers.host} ${request.url}`));
  });
  afterAll(async () => {
    await plain.close();
    await secure.close();
  });

  it('hands plain requests to it with the whole address', async () => {
    const proxy = await proxyServer(() => plain.port);
    const sender = senderOf({ environment: { http_proxy: `http://127.0.0.1:${proxy.port}` } });
    const { body } = await sender.send(get('http://api.cloud.test/v1/nat?a=%20b'), limits);
    expect(Buffer.from(body).toString()).toBe('api.cloud.test /v1/nat?a=%20b');
    expect(proxy.seen.map(({ line }) => line)).toEqual(['GET http://api.cloud.test/v1/nat?a=%20b']);
    await sender.close();
    await proxy.close();
  });

  it('leaves a host header that a signature covers as it is', async () => {
    const proxy = await proxyServer(() => plain.port);
    const sender = senderOf({ proxy: `http://127.0.0.1:${proxy.port}`, environment: {} });
    const signed = { ...get('http://api.cloud.test/'), headers: { host: 'signed.cloud.test' } };
    const { body } = await sender.send(signed, limits);
    expect(Buffer.from(body).toString()).toBe('signed.cloud.test /');
    await sender.close();
    await proxy.close();
  });

  it('opens one tunnel for all calls to a secure host, and proves itself to the proxy', async () => {
    const proxy = await proxyServer(() => secure.port);
    const address = `http://user:p%40ss@127.0.0.1:${proxy.port}`;
    const sender = senderOf({ proxy: address, environment: {}, ca: certificate });
    for (let count = 0; count < 3; count += 1) {
      const { body } = await sender.send(get('https://api.cloud.test/v1/nat'), limits);
      expect(Buffer.from(body).toString()).toBe('api.cloud.test /v1/nat');
    }
    const authorization = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(proxy.seen).toEqual([{ line: 'CONNECT api.cloud.test:443', authorization }]);
    await sender.close();
    await proxy.close();
  });

  it('checks the certificate of the cloud inside the tunnel', async () => {
    const proxy = await proxyServer(() => secure.port);
    const sender = senderOf({ proxy: `http://127.0.0.1:${proxy.port}`, environment: {}, ca: certificate });
    const error = await failureFrom(sender.send(get('https://other.cloud.test/'), limits));
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none', retryable: false });
    expect(error.message).toContain('certificate');
    await sender.close();
    await proxy.close();
  });

  it.each([
    [407, false, 'user and password'],
    [502, true, 'who runs the proxy'],
  ])('tells when the proxy refuses with %d: nothing was sent', async (status, retryable, remedy) => {
    const proxy = await proxyServer(() => secure.port, { refusal: status });
    const sender = senderOf({ proxy: `http://user:secret@127.0.0.1:${proxy.port}`, environment: {} });
    const error = await failureFrom(sender.send(get('https://api.cloud.test/'), limits));
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none', retryable });
    expect(error.message).toContain(`HTTP ${status}`);
    expect(error.message).not.toContain('secret');
    expect(error.remedy).toContain(remedy);
    await sender.close();
    await proxy.close();
  });

  /** A proxy that opens tunnels and forwards nothing, and what becomes of the connections to it. */
  async function stallingProxy(opened: () => void) {
    const closed: Promise<unknown>[] = [];
    const proxy = await proxyServer(() => secure.port, {
      stalling: (socket: Socket) => {
        closed.push(once(socket, 'end'));
        socket.once('data', opened);
      },
    });
    return { proxy, closed, address: `http://127.0.0.1:${proxy.port}` };
  }

  it('ends with the caller when TLS stalls inside the tunnel, and closes the connection', async () => {
    const stop = new AbortController();
    const { proxy, closed, address } = await stallingProxy(() => stop.abort());
    const sender = senderOf({ proxy: address, environment: {} });
    const sending = sender.send(get('https://api.cloud.test/'), { ...limits, signal: stop.signal });
    expect(await failureFrom(sending)).toMatchObject({ code: 'aborted', outcome: 'none' });
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
    await proxy.close();
  });

  it('ends at its deadline when TLS stalls inside the tunnel, and names the proxy', async () => {
    const expiring: (() => void)[] = [];
    const timer = (expire: () => void) => {
      expiring.push(expire);
      return () => undefined;
    };
    const { proxy, closed, address } = await stallingProxy(() => expiring[0]?.());
    const sender = senderOf({ proxy: address, environment: {}, timer });
    const error = await failureFrom(sender.send(get('https://api.cloud.test/'), limits));
    expect(error).toMatchObject({ code: 'timeout', outcome: 'none', retryable: true });
    expect(error.message).toContain(`api.cloud.test through the proxy 127.0.0.1:${proxy.port}`);
    await Promise.all(closed);
    await proxy.close();
  });

  it('ends when the sender is closed while TLS stalls inside the tunnel', async () => {
    const { proxy, closed, address } = await stallingProxy(() => void sender.close());
    const sender = senderOf({ proxy: address, environment: {} });
    const error = await failureFrom(sender.send(get('https://api.cloud.test/'), limits));
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none' });
    await Promise.all(closed);
    await proxy.close();
  });

  it('opens no more tunnels than connections are allowed', async () => {
    const proxy = await proxyServer(() => secure.port);
    const address = `http://127.0.0.1:${proxy.port}`;
    const sender = senderOf({ proxy: address, environment: {}, ca: certificate, connections: 2 });
    const calls = Array.from({ length: 10 }, () => sender.send(get('https://api.cloud.test/'), limits));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(new Array(10).fill(200));
    expect(proxy.seen).toHaveLength(2);
    await sender.close();
    await proxy.close();
  });

  it('leaves the outcome open when the connection breaks inside the tunnel, and opens a new one', async () => {
    const breaking = await httpsServer((request, response) => {
      if (request.url === '/broken') request.socket.destroy();
      else response.end('fine');
    });
    const proxy = await proxyServer(() => breaking.port);
    const address = `http://127.0.0.1:${proxy.port}`;
    const sender = senderOf({ proxy: address, environment: {}, ca: certificate });
    await sender.send(get('https://api.cloud.test/'), limits);
    const error = await failureFrom(sender.send(get('https://api.cloud.test/broken'), limits));
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown', retryable: true });
    expect((await sender.send(get('https://api.cloud.test/'), limits)).status).toBe(200);
    expect(proxy.seen).toHaveLength(2);
    await sender.close();
    await proxy.close();
    await breaking.close();
  });

  it('carries an answer of megabytes through a tunnel', async () => {
    const large = await httpsServer((_request, response) => response.end('x'.repeat(5_000_000)));
    const proxy = await proxyServer(() => large.port);
    const address = `http://127.0.0.1:${proxy.port}`;
    const sender = senderOf({ proxy: address, environment: {}, ca: certificate });
    const sending = sender.send(get('https://api.cloud.test/'), { ...limits, sizeLimit: 5_000_000 });
    expect((await sending).body).toHaveLength(5_000_000);
    await sender.close();
    await proxy.close();
    await large.close();
  });

  it('asks for a tunnel to an IPv6 address in brackets', async () => {
    const proxy = await proxyServer(() => secure.port, { refusal: 502 });
    const sender = senderOf({ proxy: `http://127.0.0.1:${proxy.port}`, environment: {} });
    await failureFrom(sender.send(get('https://[2001:db8::1]/'), limits));
    await failureFrom(sender.send(get('https://[2001:db8::1]:8443/'), limits));
    expect(proxy.seen.map(({ line }) => line)).toEqual([
      'CONNECT [2001:db8::1]:443',
      'CONNECT [2001:db8::1]:8443',
    ]);
    await sender.close();
    await proxy.close();
  });

  it('speaks TLS with a proxy that asks for it, and trusts the certificates it was given', async () => {
    const proxy = await proxyServer(() => plain.port, { secure: true });
    const tunnel = await proxyServer(() => secure.port, { secure: true });
    for (const [port, url] of [
      [proxy.port, 'http://api.cloud.test/v1'],
      [tunnel.port, 'https://api.cloud.test/v1'],
    ] as const) {
      const sender = senderOf({ proxy: `https://localhost:${port}`, environment: {}, ca: certificate });
      const { body } = await sender.send(get(url), limits);
      expect(Buffer.from(body).toString()).toBe('api.cloud.test /v1');
      await sender.close();
    }
    await proxy.close();
    await tunnel.close();
  });

  it('tells when the proxy cannot be reached', async () => {
    const proxy = await proxyServer(() => secure.port);
    await proxy.close();
    const sender = senderOf({ proxy: `http://127.0.0.1:${proxy.port}`, environment: {} });
    const error = await failureFrom(sender.send(get('https://api.cloud.test/'), limits));
    expect(error).toMatchObject({ code: 'unavailable', outcome: 'none', retryable: true });
    expect(error.message).toContain('cannot reach the proxy');
    await sender.close();
  });
});
