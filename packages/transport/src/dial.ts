import http, { type ClientRequest } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { NatError } from '@polynat/core';
import { chooseProxy, type Environment, type ProxyChoice, proxyHeaders } from './proxy.ts';
import { TunnelAgent } from './tunnel.ts';
import type { WireRequest } from './wire.ts';

export interface DialOptions {
  /**
   * Address of the proxy for every request, with user and password in it where it asks for them; `false` for none. When left out,
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` choose.
   */
  readonly proxy?: string | false;
  /** Certificates in PEM to trust beside the usual ones, such as that of a proxy that inspects TLS. */
  readonly ca?: string | readonly string[];
  /** Connections to one host at a time; more calls wait for a free one. 64 when left out. */
  readonly connections?: number;
  readonly environment?: Environment;
}

/** Idle connections are closed before the load balancers in front of the clouds do so, which drop them after 15 s at the earliest. */
const idleLimit = 10_000;

/** Where requests to one origin go, worked out once. */
interface Route {
  readonly host: string;
  readonly options: RequestOptions;
  /** What precedes the path in the request line: a proxy wants the whole address. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Opens requests over kept-alive connections, directly or through a proxy. */
export class Dial {
  readonly #agentOptions: https.AgentOptions;
  readonly #proxyOf: ProxyChoice;
  readonly #routes = new Map<string, Route>();
  readonly #agents = new Map<string, http.Agent>();
  #closed = false;

  constructor({ proxy, ca, connections = 64, environment = process.env }: DialOptions) {
    this.#proxyOf = chooseProxy(proxy, environment);
    this.#agentOptions = {
      keepAlive: true,
      maxSockets: connections,
      timeout: idleLimit,
      ...(ca !== undefined && { ca: [...rootCertificates, ca].flat() }),
    };
  }

  /** The name to use in messages, which a query with its signature must never enter. */
  hostOf(url: string): string {
    return this.#routeOf(url).host;
  }

  /** A request whose target is the url byte for byte; `connected` is told when it can begin to leave. The caller ends it. */
  open({ method, url, headers, body }: WireRequest, connected: () => void): ClientRequest {
    const { options, prefix, headers: added } = this.#routeOf(url);
    const path = url.slice(originOf(url).length);
    const target = `${prefix}${path.startsWith('/') ? path : `/${path}`}`;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const start = options.protocol === 'https:' ? https.request : http.request;
    const request = start({ ...options, method, path: target, headers: { ...length, ...added, ...headers } });
    return request.once('socket', (socket) => whenConnected(socket, connected));
  }

  close(): void {
    this.#closed = true;
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #routeOf(url: string): Route {
    if (this.#closed) throw new NatError('aborted', 'the sender is closed');
    const origin = originOf(url);
    const route = this.#routes.get(origin) ?? this.#plan(origin);
    this.#routes.set(origin, route);
    return route;
  }

  #plan(origin: string): Route {
    const target = targetOf(origin);
    const proxy = this.#proxyOf(target);
    if (!proxy) return this.#straight(target, target);
    if (target.protocol === 'https:') return this.#straight(target, target, proxy);
    return {
      ...this.#straight(target, proxy),
      prefix: target.origin,
      headers: { host: target.host, ...proxyHeaders(proxy) },
    };
  }

  /** A route whose messages name `target` and whose connections lead to `next`, if need be through a tunnel. */
  #straight(target: URL, next: URL, tunnel?: URL): Route {
    const { protocol, hostname, port } = next;
    const host = hostname.replace(/^\[|\]$/g, '');
    const agent = this.#agentFor(protocol, tunnel);
    const servername = isIP(host) ? '' : host;
    return {
      host: target.host,
      prefix: '',
      headers: {},
      options: { protocol, host, port: port || undefined, servername, agent },
    };
  }

  #agentFor(protocol: string, tunnel?: URL): http.Agent {
    const name = tunnel?.href ?? protocol;
    const agent = this.#agents.get(name) ?? this.#newAgent(protocol, tunnel);
    this.#agents.set(name, agent);
    return agent;
  }

  #newAgent(protocol: string, tunnel?: URL): http.Agent {
    if (tunnel) return new TunnelAgent(tunnel, this.#agentOptions);
    return protocol === 'https:' ? new https.Agent(this.#agentOptions) : new http.Agent(this.#agentOptions);
  }
}

const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;

function targetOf(origin: string): URL {
  const target = URL.canParse(origin) ? new URL(origin) : undefined;
  if (target?.protocol === 'http:' || target?.protocol === 'https:') return target;
  throw new NatError('invalid-argument', 'must be an http or https address', { field: 'endpoint' });
}

/** A kept-alive connection and a tunnel stand already. */
function whenConnected(socket: Socket, connected: () => void): void {
  if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  else connected();
}
