import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { noteSchema, type Report, reportSchema, type Task } from './task.ts';

/** No worker may take longer, whatever happens. */
const timeLimit = 120_000;

/** As this file runs, so does the worker: from source, or built. Before tests it is bundled, since it starts four times as fast then. */
const { POLYNAT_TEST_WORKER: bundled } = process.env;
const fromSource = import.meta.url.endsWith('.ts') && bundled === undefined;
const built = bundled ?? fileURLToPath(new URL('./worker.js', import.meta.url));
const worker = fromSource ? fileURLToPath(new URL('./worker.ts', import.meta.url)) : built;
const home = fileURLToPath(new URL('../..', import.meta.url));
const execArgv = fromSource ? ['--import', 'tsx', '--conditions=@polynat/source'] : [];

/** A worker process: `report` resolves to what it said before it ended, or to `killed`. */
export class Worker {
  readonly report: Promise<Report | 'killed'>;
  /** Names of what it has undone, in that order. */
  readonly undone: string[] = [];
  /** Resolves when it is about to freeze itself. */
  readonly freezes: Promise<void>;
  readonly #child: ChildProcess;
  #tellFreeze: () => void = () => undefined;

  constructor(task: Task) {
    this.#child = fork(worker, [JSON.stringify(task)], {
      cwd: home,
      execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.freezes = new Promise((resolve) => {
      this.#tellFreeze = resolve;
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
      const note = noteSchema.safeParse(message);
      if (!note.success) report = reportSchema.parse(message);
      else if ('undone' in note.data) this.undone.push(note.data.undone);
      else this.#tellFreeze();
    });
    const code = await new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    clearTimeout(limit);
    process.off('exit', kill);
    if (report) return report;
    if (code === null) return 'killed';
    throw new Error(`a worker ended with code ${code} and no report`);
  }
}
