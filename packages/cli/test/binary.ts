import { type SpawnOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { newFolder } from './stage.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs the bundle that vitest makes of the sources before it starts. */
export const binary = file('../bin/polynat.js');

export interface Process {
  readonly pid: number;
  /** Standard output and standard error so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves once the stream holds the text. */
  saying(stream: 'out' | 'err', text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

/** The command as a process of its own, in a folder and a home of its own. */
export const start = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Process =>
  startProgram(binary, environment, ...args);

/** The same with another bundle. */
export function startProgram(
  program: string,
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Process {
  const home = environment.HOME ?? newFolder();
  const options: SpawnOptions = {
    cwd: home,
    env: { PATH: process.env.PATH, ...environment, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  const child = spawn(process.execPath, [program, ...args], options);
  const heard = { out: '', err: '' };
  const listeners = new Set<() => void>();
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    out: () => heard.out,
    err: () => heard.err,
    saying: (stream, text) =>
      new Promise((resolve, reject) => {
        const look = () => heard[stream].includes(text) && resolve();
        listeners.add(look);
        look();
        void ended.then((code) =>
          reject(new Error(`ended with ${code} before it said "${text}": ${heard.err}`)),
        );
      }),
    signal: (name) => void child.kill(name),
    ended,
  };
}

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export async function run(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const process = start(environment, ...args);
  return { exit: await process.ended, out: process.out(), err: process.err() };
}
