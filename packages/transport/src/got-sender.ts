import http from 'node:http';
import https from 'node:https';
import { NatError } from '@polynat/core';
import type { Got, OptionsInit } from 'got';
import { Connections, onceConnected, type Route } from './connections.ts';
import { PendingRequest, type Stop, systemTimer } from './pending-request.ts';
import type { SenderOptions } from './sender-options.ts';
import type { Sender, WireRequest } from './wire.ts';

/** The sender over got: loaded with its first request. */
export function openGotSender(options: SenderOptions): Sender {
  const connections = new Connections(options);
  const timer = options.timer ?? systemTimer;
  let loading: Promise<Got> | undefined;
  return {
    send: async (wire, limits) => {
      const route = connections.routeTo(wire.url);
      loading ??= loadGot();
      const got = await loading;
      return PendingRequest.send(route.name, limits, timer, (pending) => start(got, wire, route, pending));
    },
    close: async () => connections.close(),
  };
}

/** Whether got can be loaded here. Says so without a type of got, which declarations must not name. */
export const canLoadGot = (): Promise<boolean> =>
  loadGot().then(
    () => true,
    () => false,
  );

/** Fails in ESM bundles of esbuild, which cannot carry the CommonJS that got depends on (`http2-wrapper`). */
async function loadGot(): Promise<Got> {
  const { got } = await import('got').catch(cannotLoad);
  const own = got.extend({
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    mutableDefaults: true,
  });
  // Without its own user agent. Unsetting the header for each request would cost more.
  own.defaults.options.headers = {};
  return own;
}

function cannotLoad(thrown: unknown): never {
  throw new NatError('internal', `got cannot be loaded: ${NatError.from(thrown).plain}`, {
    remedy: 'leave got out of the bundle (`external`), or use `leanSender()`',
  });
}

function start(got: Got, wire: WireRequest, route: Route, pending: PendingRequest): Stop {
  const { method, url, headers, body } = wire;
  const stream = got.stream(url, {
    method,
    headers: { ...route.headers, ...headers },
    ...(body !== undefined && { body }),
    agent: route.agents,
    request: exactly(route.pathOf(url), route, pending),
  });
  stream.once('response', pending.answered);
  stream.on('data', pending.received);
  stream.once('end', pending.ended);
  stream.on('error', pending.failed);
  if (body === undefined && method !== 'GET') stream.end();
  return () => stream.destroy();
}

/**
 * got parses the url, which respells a `'`. A signature covers the url byte for byte, so it has to leave as it was signed. Of the forty
 * options that got hands on, these are the ones in use.
 */
const exactly =
  (path: string, { target }: Route, pending: PendingRequest): NonNullable<OptionsInit['request']> =>
  (_url, { method, headers, agent }) => {
    const { request: open } = target.protocol === 'https:' ? https : http;
    const request = open({ ...target, method, path, headers, agent });
    onceConnected(request, pending.connected);
    return request;
  };
