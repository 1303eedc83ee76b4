import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Connections, onceConnected, type Route } from './connections.ts';
import { PendingRequest, type Stop, systemTimer } from './pending-request.ts';
import type { SenderOptions } from './sender-options.ts';
import type { Sender, WireRequest } from './wire.ts';

/** The lean sender, loaded with its first request. */
export function openLeanSender(options: SenderOptions): Sender {
  const connections = new Connections(options);
  const timer = options.timer ?? systemTimer;
  return {
    send: async (wire, limits) => {
      const route = connections.routeTo(wire.url);
      return PendingRequest.send(route.name, limits, timer, (pending) => start(wire, route, pending));
    },
    close: async () => connections.close(),
  };
}

function start({ method, url, headers, body }: WireRequest, route: Route, pending: PendingRequest): Stop {
  const { target, agents, pathOf } = route;
  const { request: open } = target.protocol === 'https:' ? https : http;
  const request = open({
    ...target,
    agent: agents.https ?? agents.http,
    method,
    path: pathOf(url),
    headers: { ...route.headers, ...headers, ...lengthOf(body, headers) },
  });
  onceConnected(request, pending.connected);
  request.once('response', (response) => receive(response, pending));
  request.on('error', pending.failed);
  request.end(body);
  return () => request.destroy();
}

const lengthOf = (body: string | undefined, headers: WireRequest['headers']) =>
  body === undefined || 'content-length' in headers ? {} : { 'content-length': Buffer.byteLength(body) };

function receive(response: IncomingMessage, pending: PendingRequest): void {
  pending.answered(response);
  response.on('data', pending.received);
  response.once('end', pending.ended);
  response.on('error', pending.failed);
}
