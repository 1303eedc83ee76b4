import { type ChildProcess, fork } from 'node:child_process';
import * as z from 'zod';
import type { Task } from './task.ts';

/** No process may take longer, whatever happens. */
const timeLimit = 60_000;

const reportSchema = z.looseObject({ state: z.string(), writes: z.int() });
export type Report = z.output<typeof reportSchema>;

/** A real process: `report` resolves to what it said before it ended, or to `killed`. It never outlives this one. */
export class TaskProcess {
  readonly report: Promise<Report | 'killed'>;
  readonly #child: ChildProcess;

  /** `program`: one file that Node runs as it is, and that calls `runTaskProcess`. */
  constructor(program: string, task: Task, limit = timeLimit) {
    this.#child = fork(program, [JSON.stringify(task)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.report = this.#watch(limit);
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  async #watch(milliseconds: number): Promise<Report | 'killed'> {
    let report: Report | undefined;
    const kill = () => this.#child.kill('SIGKILL');
    const limit = setTimeout(kill, milliseconds);
    process.once('exit', kill);
    this.#child.on('message', (message) => {
      report = reportSchema.parse(message);
    });
    const code = await new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    clearTimeout(limit);
    process.off('exit', kill);
    if (report) return report;
    if (code === null) return 'killed';
    throw new Error(`a process ended with code ${code} and no report`);
  }
}
