import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Task } from './plan.ts';

/** No worker may take longer, whatever happens. */
const timeLimit = 60_000;

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
const home = fileURLToPath(new URL('..', import.meta.url));

const reportSchema = z.looseObject({ state: z.string(), writes: z.int() });
export type Report = z.output<typeof reportSchema>;

/** A worker process: `report` resolves to what it said before it ended, or to `killed`. */
export class Worker {
  readonly report: Promise<Report | 'killed'>;
  readonly #child: ChildProcess;

  constructor(task: Task) {
    this.#child = fork(worker, [JSON.stringify(task)], {
      cwd: home,
      execArgv: ['--import', 'tsx', '--conditions=@polynat/source'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.report = this.#watch();
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  async #watch(): Promise<Report | 'killed'> {
    let report: Report | undefined;
    const kill = () => this.#child.kill('SIGKILL');
    const limit = setTimeout(kill, timeLimit);
    process.once('exit', kill);
    this.#child.on('message', (message) => {
      report = reportSchema.parse(message);
    });
    const code = await new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    clearTimeout(limit);
    process.off('exit', kill);
    if (report) return report;
    if (code === null) return 'killed';
    throw new Error(`a worker ended with code ${code} and no report`);
  }
}
