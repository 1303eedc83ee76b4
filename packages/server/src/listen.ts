import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, serve } from '@hono/node-server';
import { NatError } from '@polynat/core';
import type { PortalServer } from './create-server.ts';
import { isLoopback } from './rest/guard.ts';

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** `127.0.0.1` when left out. Any other needs `signsIn`. */
  readonly host?: string;
  /** The server was created with `authenticate` and names its hosts. */
  readonly signsIn?: boolean;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a portal by itself, on Node. */
export function listen(
  server: Pick<PortalServer, 'fetch'>,
  { port = 0, host = '127.0.0.1', signsIn = false }: ListenOptions = {},
): Promise<Listening> {
  if (!isLoopback(host) && !signsIn)
    throw new NatError('invalid-argument', `everybody who reaches ${host} could use this server`, {
      field: 'host',
      remedy:
        'listen on 127.0.0.1, or create the server with `authenticate` and `hosts`, and say signsIn: true',
    });
  return new Promise((resolve, reject) => {
    const listener = serve({ fetch: server.fetch, port, hostname: host }, ({ port: taken }) =>
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
        close: () =>
          new Promise((closed) => {
            listener.close(() => closed());
            if ('closeAllConnections' in listener) listener.closeAllConnections();
          }),
      }),
    );
    listener.once('error', reject);
  });
}

/** The server as Node, Express and others take it. Hand it the whole path and a body that nobody has read. */
export const nodeListener = (
  server: Pick<PortalServer, 'fetch'>,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  getRequestListener(server.fetch, { overrideGlobalObjects: false });
