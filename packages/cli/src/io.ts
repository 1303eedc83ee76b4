import { createInterface } from 'node:readline/promises';

/** Everything a command may touch of the world around it, so that a test can hold it in its hands. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly home: string;
  /** Whether a person sits at the other end: then questions may be asked and progress overwritten. */
  readonly interactive: boolean;
  readonly colour: boolean;
  ask(question: string): Promise<string>;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

export function processIo(): Io {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const { env } = process;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    environment: env,
    directory: process.cwd(),
    home: env.HOME ?? env.USERPROFILE ?? '.',
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    colour: Boolean(process.stdout.isTTY && !env.NO_COLOR),
    signal: stop.signal,
    now: Date.now,
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question, { signal: stop.signal });
      } finally {
        lines.close();
      }
    },
  };
}
