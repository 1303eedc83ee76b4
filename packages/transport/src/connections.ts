import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { NatError } from '@polynat/core';
import { chooseProxy, type ProxyChoice, proxyHeaders } from './proxy.ts';
import { ForwardingAgent, TunnelAgent } from './proxy-agents.ts';
import type { SenderOptions } from './sender-options.ts';

/** How requests to one origin leave, worked out once. */
export interface Route {
  /** The other side, in messages. The query of a url holds its signature and must never enter a message. */
  readonly name: string;
  readonly target: { readonly protocol: string; readonly host: string; readonly port: string };
  /** The one of its protocol. */
  readonly agents: { readonly http?: http.Agent; readonly https?: https.Agent };
  /** Headers for a proxy. */
  readonly headers: Readonly<Record<string, string>>;
  /** The target of the request line: path and query byte for byte, after the origin if a proxy wants the whole address. */
  readonly pathOf: (url: string) => string;
}

/** Idle connections are closed before the load balancers of the clouds close them, which is after 15 s at the earliest. */
const idleLimit = 10_000;

/** The connections of one sender: Node's own agents, one for each origin, directly or through a proxy. */
export class Connections {
  readonly #options: SenderOptions;
  readonly #proxyOf: ProxyChoice;
  readonly #routes = new Map<string, Route>();
  readonly #own: http.Agent[] = [];
  #closed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#proxyOf = chooseProxy(options.proxy, options.environment ?? process.env);
  }

  routeTo(url: string): Route {
    if (this.#closed) throw new NatError('aborted', 'the sender is closed');
    const origin = originOf(url);
    const known = this.#routes.get(origin);
    if (known) return known;
    const route = this.#newRoute(origin);
    this.#routes.set(origin, route);
    return route;
  }

  close(): void {
    this.#closed = true;
    for (const agent of this.#own) agent.destroy();
  }

  #newRoute(origin: string): Route {
    const url = targetOf(origin);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const given = this.#givenAgents(url.protocol);
    const proxy = given ? undefined : this.#proxyOf(url);
    const forwarded = proxy !== undefined && url.protocol === 'http:';
    const prefix = forwarded ? url.origin : '';
    return {
      name: proxy ? `${url.host} through the proxy ${proxy.host}` : url.host,
      target: { protocol: url.protocol, host, port: url.port },
      agents: given ?? this.#newAgents(url.protocol, host, proxy),
      headers: forwarded ? proxyHeaders(proxy) : {},
      pathOf: (full) => {
        const path = full.slice(origin.length);
        return path.startsWith('/') ? prefix + path : `${prefix}/${path}`;
      },
    };
  }

  #givenAgents(protocol: string): Route['agents'] | undefined {
    const name = protocol === 'https:' ? 'https' : 'http';
    const given = this.#options.agent?.[name];
    if (given === undefined) return undefined;
    if (isAgent(given)) return { [name]: given };
    throw new NatError('invalid-argument', `must be an ${name}.Agent of Node`, { field: `agent.${name}` });
  }

  #newAgents(protocol: string, host: string, proxy: URL | undefined): Route['agents'] {
    const { connections = 64, ca } = this.#options;
    const options: https.AgentOptions = {
      keepAlive: true,
      maxSockets: connections,
      timeout: idleLimit,
      servername: isIP(host) ? '' : host,
      ...(ca !== undefined && { ca: [...rootCertificates, ca].flat() }),
    };
    const agents = protocol === 'https:' ? httpsAgents(options, proxy) : httpAgents(options, proxy);
    this.#own.push(...Object.values(agents));
    return agents;
  }
}

const httpAgents = (options: https.AgentOptions, proxy: URL | undefined) => ({
  http: proxy ? new ForwardingAgent(proxy, options) : new http.Agent(options),
});

const httpsAgents = (options: https.AgentOptions, proxy: URL | undefined) => ({
  https: proxy ? new TunnelAgent(proxy, options) : new https.Agent(options),
});

/** Agents of other packages for https extend Node's for http, which has all that the type of Node's for https names. */
const isAgent = (given: object): given is https.Agent => given instanceof http.Agent;

/** Tells when the request can begin to leave: a kept-alive connection is ready at once, a new one after its handshake. */
export function onceConnected(request: http.ClientRequest, connected: () => void): void {
  request.once('socket', (socket) => {
    if (isConnected(socket)) connected();
    else socket.once('authorized' in socket ? 'secureConnect' : 'connect', connected);
  });
}

/** A TLS socket inside a tunnel never calls itself `connecting`, but is authorized, or knows why not, after its handshake only. */
const isConnected = (socket: Socket & { authorized?: boolean; authorizationError?: unknown }): boolean =>
  'authorized' in socket ? Boolean(socket.authorized || socket.authorizationError) : !socket.connecting;

const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;

function targetOf(origin: string): URL {
  const target = URL.canParse(origin) ? new URL(origin) : undefined;
  if (target?.protocol === 'http:' || target?.protocol === 'https:') return target;
  throw new NatError('invalid-argument', 'must be an http or https address', { field: 'endpoint' });
}
