import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { NatError, systemClock } from '@polynat/core';
import type { Json } from '@polynat/engine';
import { CountingCloud } from '../cloud.ts';

/** A request as the cloud saw it. */
export interface SeenCall {
  readonly action: string;
  readonly name: string;
  /** Of the process that sent it. */
  readonly pid: number;
  readonly token: string;
}

/** The counting cloud on loopback. It lives in the parent, so no kill of a process touches what it remembers. */
export class CloudServer {
  readonly cloud = new CountingCloud();
  readonly seen: SeenCall[] = [];
  /** Called before each request is answered; a test may kill or stop a process here. */
  onCall: (count: number) => void = () => {};
  /** Milliseconds that each answer takes. */
  latency = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => response.end(JSON.stringify(answer)));
    });
  }

  static async listen(): Promise<CloudServer> {
    const server = new CloudServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the cloud is not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage): Promise<object> {
    const [, action = '', name = '', pid] = (request.url ?? '').split('/');
    const token = await text(request);
    const result = await this.#act(action, name, token).catch((error: unknown) => NatError.from(error));
    this.seen.push({ action, name, pid: Number(pid), token });
    this.onCall(this.seen.length);
    if (this.latency > 0) await systemClock.sleep(this.latency);
    return result instanceof NatError ? { refused: result.code } : { result: result ?? null };
  }

  async #act(action: string, name: string, token: string): Promise<Json | undefined> {
    switch (action) {
      case 'create':
        return this.cloud.create(name, token);
      case 'attach':
        return this.cloud.attach(name, token);
      case 'renew':
        return this.cloud.renew(name, token);
      case 'find':
        return this.cloud.find(name);
      case 'remove':
        await this.cloud.remove(name, token);
        return null;
      default:
        throw new NatError('invalid-argument', `no such action: ${action}`);
    }
  }
}
