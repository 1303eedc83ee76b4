import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a worker tells whoever watches it. */
export interface Health {
  readonly worker: string;
  readonly state: 'working' | 'draining';
  /** Runs that it works on now. */
  readonly runs: readonly string[];
  /** When it last looked for work, or was started. ISO 8601. */
  readonly lastLook: string;
  /** What it could not take up then, and why. */
  readonly failures: readonly { readonly run: string; readonly reason: string }[];
}

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers on this machine alone, with 503 once `isWell` says no: a supervisor then starts the worker anew. */
export async function serveHealth(
  port: number,
  tell: () => Health,
  isWell: () => boolean,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const known = request.url === '/health';
    response.writeHead(known ? (isWell() ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(known ? `${JSON.stringify(tell())}\n` : '{}\n');
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}/health`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
