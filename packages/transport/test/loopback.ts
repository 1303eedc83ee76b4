import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** A self-signed certificate for api.cloud.test, localhost and 127.0.0.1. Its key proves nothing to anybody but these tests. */
export const certificate = fixture('loopback.cert.pem');
const key = fixture('loopback.key.pem');

export interface Loopback {
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

async function listen(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.address()),
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  return address.port;
}

export const httpServer = (listener: RequestListener): Promise<Loopback> =>
  listen(http.createServer(listener));

export const httpsServer = (listener: RequestListener): Promise<Loopback> =>
  listen(https.createServer({ key, cert: certificate }, listener));

/** A server that is no HTTP server: `onRequest` gets the bare socket and what arrived first on it. */
export const socketServer = (onRequest: (socket: Socket, data: Buffer) => void): Promise<Loopback> =>
  listen(net.createServer((socket) => socket.once('data', (data) => onRequest(socket, data))));

export interface Proxy extends Loopback {
  /** Request lines and the credentials that came with them. */
  readonly seen: readonly { readonly line: string; readonly authorization: string | undefined }[];
}

export interface ProxyBehaviour {
  /** Status with which it refuses tunnels. */
  readonly refusal?: number;
  /** Opens tunnels and then forwards nothing. */
  readonly stalling?: (socket: Socket) => void;
  /** Speaks TLS itself. */
  readonly secure?: boolean;
}

/** A proxy that leads everything to one port on this machine, whatever host was asked for. */
export async function proxyServer(
  leadsTo: () => number,
  { refusal, stalling, secure = false }: ProxyBehaviour = {},
): Promise<Proxy> {
  const seen: { line: string; authorization: string | undefined }[] = [];
  const note = ({ method, url, headers }: IncomingMessage) =>
    seen.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] });
  const listener: RequestListener = (request, response) => {
    note(request);
    forward(request, response, leadsTo());
  };
  const server = secure
    ? https.createServer({ key, cert: certificate }, listener)
    : http.createServer(listener);
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request);
    if (refusal) return socket.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
    if (stalling) {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      return stalling(socket);
    }
    const onward = net.connect(leadsTo(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  return Object.assign(await listen(server), { seen });
}

function forward({ url, method, headers }: IncomingMessage, response: ServerResponse, port: number): void {
  const { pathname, search } = new URL(url ?? '');
  const onward = http.request(
    { host: '127.0.0.1', port, path: `${pathname}${search}`, method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.end();
}
