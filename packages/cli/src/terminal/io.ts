import { isatty } from 'node:tty';

/** Everything a command may touch of the world around it, so that a test can hold it in its hands. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly home: string;
  /** Whether a person sits at the other end: then questions may be asked and progress overwritten. */
  readonly interactive: boolean;
  /** Which of the two streams shows colours. */
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal. */
  readonly width: number;
  /** Answers nothing when there will be no answer: the input has ended or the user interrupts. */
  ask(question: string): Promise<string>;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The process itself. The first interruption lets the command end in good order, the second one ends the process. */
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
    // Asks the descriptors: to open standard input takes a tenth of the time of a short command.
    interactive: isatty(0) && isatty(2),
    colour: { out: showsColours(stdout), err: showsColours(stderr) },
    width: stderr.columns ?? 80,
    ask: (question) => askPerson(question, stop.signal, interrupt),
    signal: stop.signal,
    now: Date.now,
  };
}

/** A reader that has seen enough, such as `head`, must not break off what the command is doing. */
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
