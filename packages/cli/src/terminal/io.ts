import { isatty } from 'node:tty';
import type { ProgressForm } from './formats.ts';

/** The surroundings of a command: streams, environment, time. Tests inject their own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly home: string;
  /** Whether a person uses the terminal: only then questions are asked and progress lines are overwritten. */
  readonly interactive: boolean;
  /** Which of the two streams shows colours. */
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal that shows standard error. */
  readonly width: number;
  /** Size of the terminal that shows standard output; `undefined` for a pipe or a file. */
  readonly screen: Screen | undefined;
  /** How progress and notes are reported. */
  readonly progress: ProgressForm;
  /** Whether each request and answer is reported. */
  readonly debug: boolean;
  /** Shows a text that is longer than the screen, as the user's pager does. */
  page(text: string): Promise<void>;
  /** Resolves after that many milliseconds, or when the user interrupts. */
  pause(milliseconds: number): Promise<void>;
  /** Resolves to an empty string when the input ends or the user interrupts. */
  ask(question: string): Promise<string>;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** The process itself. The first interruption lets the command clean up, the second one ends the process. */
export function processIo(): Io {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const { env, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    environment: env,
    directory: process.cwd(),
    home: env.HOME ?? env.USERPROFILE ?? '.',
    // Asks the file descriptors: opening standard input takes a tenth of a short command's time.
    interactive: isatty(0) && isatty(2),
    colour: { out: showsColours(stdout), err: showsColours(stderr) },
    width: stderr.columns ?? 80,
    screen: stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows } : undefined,
    progress: 'text',
    debug: env.POLYNAT_LOG === 'http',
    page: async (text) => (await import('./pager.ts')).page(text, env),
    pause: async (milliseconds) => {
      const { setTimeout } = await import('node:timers/promises');
      await setTimeout(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
    },
    ask: (question) => askPerson(question, stop.signal, interrupt),
    signal: stop.signal,
    now: Date.now,
  };
}

/** A reader such as `head` closes the pipe early; the command continues. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** https://no-color.org */
const showsColours = ({ isTTY }: NodeJS.WriteStream): boolean =>
  isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

async function askPerson(question: string, signal: AbortSignal, interrupt: () => void): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const silence = new Promise<string>((resolve) => {
    const nothing = () => {
      process.stderr.write('\n');
      resolve('');
    };
    lines.once('SIGINT', interrupt);
    lines.once('close', nothing);
    signal.addEventListener('abort', nothing, { once: true });
  });
  try {
    return await Promise.race([lines.question(question), silence]);
  } finally {
    lines.close();
  }
}
