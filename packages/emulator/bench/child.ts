import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Order } from './server.ts';

const usageSchema = z.object({ cpu: z.number(), rss: z.number(), heap: z.number() });
export type Usage = z.output<typeof usageSchema>;

/** A server in a process of its own, so that its processor time and memory can be told from the caller's. */
export class ServerProcess {
  readonly #process: ChildProcess;

  constructor(furtherFlags: readonly string[] = []) {
    const flags = [...process.execArgv, '--expose-gc', ...furtherFlags];
    this.#process = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [], { execArgv: flags });
  }

  async serve(order: Order): Promise<unknown> {
    return this.#ask(order);
  }

  async usage(): Promise<Usage> {
    return usageSchema.parse(await this.#ask('usage'));
  }

  stop(): void {
    this.#process.kill();
  }

  async #ask(message: Order | 'usage'): Promise<unknown> {
    this.#process.send(message);
    const [answer] = await once(this.#process, 'message');
    return answer;
  }
}
