import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv4 } from 'node:net';
import { emulatorReply, type Outcome } from './dispatch.ts';
import type { HttpReply, HttpRequest } from './http.ts';

/** None of the emulated calls comes near; a larger body is a mistake of the caller. */
const LARGEST_BODY = 1_048_576;
/** Longer than any client keeps an idle connection, so that the emulator is never the one who closes first. */
const KEEP_ALIVE = 120_000;

const TOO_LARGE = emulatorReply(
  413,
  'BodyTooLarge',
  `A request body may hold ${LARGEST_BODY} bytes at most.`,
);

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly allowPublicAddress: boolean;
  /** What the clock of this host says, in milliseconds since 1970: clients set theirs by the `Date` of answers. */
  now(): number;
  handle(request: HttpRequest): Outcome;
}

export interface Listener {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(options: ListenOptions): Promise<Listener> {
  refusePublicAddress(options);
  const timers = new Set<NodeJS.Timeout>();
  const send = createSender(timers, createDater(options.now));
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (incoming, response) => {
    receive(incoming, response, (body) =>
      send(incoming, response, options.handle(requestOf(incoming, body))),
    );
  });
  const port = await bind(server, options);
  return {
    port,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: () => shut(server, timers),
  };
}

function refusePublicAddress({ host, allowPublicAddress }: ListenOptions): void {
  const loopback = host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
  if (loopback || allowPublicAddress) return;
  throw new Error(
    `host: ${host} is not a loopback address. Whoever reaches the emulator controls it; listen on 127.0.0.1, ` +
      'or set allowPublicAddress if the network is trusted.',
  );
}

/** Calls `handle` with the whole body, at once when the head announces none. */
function receive(incoming: IncomingMessage, response: ServerResponse, handle: (body: string) => void): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    incoming.resume();
    handle('');
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  });
  incoming.on('end', () => {
    if (size > LARGEST_BODY) write(response, TOO_LARGE);
    else handle(Buffer.concat(chunks).toString('utf8'));
  });
  // A caller that goes away in the middle of its request has sent nothing that could be answered.
  incoming.on('error', () => response.destroy());
}

function requestOf(incoming: IncomingMessage, body: string): HttpRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: joined(incoming.headers),
    body,
  };
}

/** node:http joins repeated headers itself, all but `set-cookie`, which a request does not carry. */
function joined(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  if (isJoined(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]));
}

function isJoined(headers: NodeJS.Dict<string | string[]>): headers is Record<string, string> {
  return headers['set-cookie'] === undefined;
}

/** Dates are written to the second, so one text serves a thousand milliseconds. */
function createDater(now: () => number): () => string {
  let second = Number.NaN;
  let text = '';
  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) text = new Date(current * 1000).toUTCString();
    second = current;
    return text;
  };
}

function write(response: ServerResponse, reply: HttpReply): void {
  response.statusCode = reply.status;
  for (const name in reply.headers) response.setHeader(name, reply.headers[name] ?? '');
  response.end(reply.body);
}

function createSender(timers: Set<NodeJS.Timeout>, date: () => string) {
  const sendNow = (incoming: IncomingMessage, response: ServerResponse, outcome: Outcome) => {
    if (outcome.kind === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    response.setHeader('date', date());
    if (outcome.truncate) writeTruncated(incoming, response, outcome.reply);
    else write(response, outcome.reply);
  };
  return (incoming: IncomingMessage, response: ServerResponse, outcome: Outcome) => {
    if (outcome.delay === 0) {
      sendNow(incoming, response, outcome);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      sendNow(incoming, response, outcome);
    }, outcome.delay);
    timers.add(timer);
  };
}

/** Announces the whole length, sends the first half and hangs up, as a dying connection does. */
function writeTruncated(incoming: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length >> 1), () => incoming.socket.destroy());
}

function bind(server: Server, { host, port }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function shut(server: Server, timers: Set<NodeJS.Timeout>): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
