import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Stub {
  readonly url: string;
  stop(): void;
}

/** A server in another process, so that its work is not counted. The usual one answers whatever is asked with one page of gateways. */
export async function startStub(file = 'stub-server.js'): Promise<Stub> {
  const server = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(server.stdout, 'data');
  return { url: `http://127.0.0.1:${Number(String(port))}`, stop: () => server.kill() };
}
