import http, { type IncomingMessage } from 'node:http';
import https, { type AgentOptions, type RequestOptions } from 'node:https';
import { type Duplex, PassThrough } from 'node:stream';
import tls from 'node:tls';
import { NatError } from '@polynat/core';
import { proxyHeaders } from './proxy.ts';

/** Milliseconds a proxy may take to open a tunnel. */
const tunnelLimit = 20_000;

type Created = (error: Error | null, socket: Duplex) => void;

/**
 * Reaches https hosts through a proxy: asks it for a tunnel (CONNECT) and speaks TLS with the cloud inside. A tunnel that was not
 * opened is `unavailable` with the request certainly not sent.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: RequestOptions, created?: Created): null {
    openTunnel(this.#proxy, `${options.host}:${options.port}`).then(
      (socket) => secure(socket, options, created),
      (error: Error) => fail(error, created),
    );
    return null;
  }
}

function openTunnel(proxy: URL, target: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const { request } = proxy.protocol === 'https:' ? https : http;
    const asking = request(proxy, {
      method: 'CONNECT',
      path: target,
      agent: false,
      timeout: tunnelLimit,
      headers: { host: target, ...proxyHeaders(proxy) },
    });
    asking.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket.setTimeout(0));
      socket.destroy();
      reject(refused(proxy, response));
    });
    asking.once('timeout', () => asking.destroy(new Error(`no tunnel within ${tunnelLimit} ms`)));
    asking.once('error', (error) => reject(unreachable(proxy, error)));
    asking.end();
  });
}

function secure(socket: Duplex, options: RequestOptions, created?: Created): void {
  const { host, servername = '', ca } = options;
  const wrapped = tls.connect({ socket, servername, ...(host && { host }), ...(ca !== undefined && { ca }) });
  const broken = (error: Error) => fail(error, created);
  wrapped.once('error', broken);
  wrapped.once('secureConnect', () => {
    wrapped.off('error', broken);
    created?.(null, wrapped);
  });
}

/** The signature wants a socket even here, where nobody looks at it. */
const fail = (error: Error, created?: Created): void => created?.(error, new PassThrough());

const refused = (proxy: URL, { statusCode }: IncomingMessage): NatError =>
  new NatError('unavailable', `the proxy ${proxy.host} opened no tunnel: HTTP ${statusCode}`, {
    retryable: statusCode !== undefined && statusCode >= 500,
    remedy:
      statusCode === 407 ? 'put user and password into the address of the proxy' : 'ask who runs the proxy',
  });

const unreachable = (proxy: URL, error: Error): NatError =>
  new NatError('unavailable', `cannot reach the proxy ${proxy.host}: ${error.message}`, { retryable: true });
