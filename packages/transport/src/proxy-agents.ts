import http, { type AgentOptions, type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { connect, isIPv6, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { NatError } from '@polynat/core';
import { proxyHeaders } from './proxy.ts';

/** Reaches http hosts through a proxy: connects to the proxy, whatever host the request names. */
export class ForwardingAgent extends http.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection({ ca }: RequestOptions): Socket {
    const { protocol, hostname, port } = this.#proxy;
    const host = hostname.replace(/^\[|\]$/g, '');
    if (protocol === 'http:') return connect({ host, port: Number(port || 80) });
    return tls.connect({ host, port: Number(port || 443), ...(ca !== undefined && { ca }) });
  }
}

/**
 * Reaches https hosts through a proxy: asks it for a tunnel (CONNECT) and speaks TLS with the cloud inside. Node gets the TLS socket
 * at once. So the tunnel counts as a connection, and ends when the request that waits for it is aborted or the agent is destroyed.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection({ host, port, servername = '', ca }: RequestOptions): Socket {
    const authority = ca === undefined ? {} : { ca };
    const name = host ?? '';
    const socket = new Tunnel(this.#proxy, `${isIPv6(name) ? `[${name}]` : name}:${port}`, authority);
    const secure = tls.connect({ socket, servername, host: name, ...authority });
    return secure.once('close', () => socket.destroy());
  }
}

type Authority = Pick<tls.ConnectionOptions, 'ca'>;

/** The inside of a tunnel. Node keeps back what is written to it until the proxy has opened it. */
class Tunnel extends Duplex {
  readonly #open: (signal: AbortSignal) => Promise<Socket>;
  readonly #closed = new AbortController();
  #socket: Socket | undefined;

  constructor(proxy: URL, target: string, authority: Authority) {
    super();
    this.#open = (signal) => openTunnel(proxy, target, authority, signal);
  }

  override _construct(opened: (error?: Error) => void): void {
    const use = (socket: Socket) => {
      this.#socket = socket;
      socket.on('data', (chunk) => this.push(chunk) || socket.pause());
      socket.once('end', () => this.push(null));
      socket.once('error', (error) => this.destroy(error));
      socket.once('close', () => this.destroy());
      opened();
    };
    this.#open(this.#closed.signal).then(use, opened);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, written: (error?: Error | null) => void): void {
    this.#socket?.write(chunk, written);
  }

  override _final(ended: () => void): void {
    this.#socket?.end(ended);
  }

  override destroy(error?: Error): this {
    this.#closed.abort();
    return super.destroy(error);
  }

  override _destroy(error: Error | null, destroyed: (error: Error | null) => void): void {
    this.#socket?.destroy();
    destroyed(error);
  }
}

function openTunnel(proxy: URL, target: string, authority: Authority, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { request } = proxy.protocol === 'https:' ? https : http;
    const headers = { host: target, ...proxyHeaders(proxy) };
    const asking = request(proxy, {
      method: 'CONNECT',
      path: target,
      agent: false,
      headers,
      signal,
      ...authority,
    });
    // The timer of the waiting call keeps the process alive. A connection that no call waits for must not.
    asking.once('socket', (socket) => socket.unref());
    asking.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refused(proxy, response));
    });
    asking.once('error', (error) => reject(unreachable(proxy, error)));
    asking.end();
  });
}

const refused = (proxy: URL, { statusCode }: IncomingMessage): NatError =>
  new NatError('unavailable', `the proxy ${proxy.host} opened no tunnel: HTTP ${statusCode}`, {
    retryable: statusCode !== undefined && statusCode >= 500,
    remedy:
      statusCode === 407 ? 'put user and password into the address of the proxy' : 'ask who runs the proxy',
  });

const unreachable = (proxy: URL, error: Error): NatError =>
  new NatError('unavailable', `cannot reach the proxy ${proxy.host}: ${error.message}`, { retryable: true });
