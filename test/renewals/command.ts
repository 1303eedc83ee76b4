import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../packages/cli/bin/polynat.js', import.meta.url));

export interface Surroundings {
  readonly folder: string;
  readonly database: string;
}

/** The command as a process of its own. */
export class Command {
  readonly #child: ChildProcess;
  #out = '';
  #err = '';

  constructor({ folder, database }: Surroundings, ...words: readonly string[]) {
    const env = { PATH: process.env.PATH, HOME: folder, POLYNAT_DATABASE: database };
    this.#child = spawn(process.execPath, [program, ...words], {
      ...{ cwd: folder, env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#out += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#err += text;
    });
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** What it has printed, once it has ended. */
  async ended(): Promise<{ readonly out: string; readonly err: string }> {
    if (this.alive) await once(this.#child, 'exit');
    return { out: this.#out, err: this.#err };
  }

  /** Once it has printed a line. */
  async ready(): Promise<void> {
    while (!this.#out.includes('\n')) {
      if (!this.alive) throw new Error(`ended before it was ready: ${this.#err}`);
      await once(this.#child.stdout ?? this.#child, 'data');
    }
  }
}
