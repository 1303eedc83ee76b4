import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { main } from '../src/main.ts';
import type { Io } from '../src/terminal/io.ts';

export interface Typed {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'polynat-cli-'));

/** Types one command line into a world of its own and waits for its end. */
export async function typeInto(world: Partial<Io>, ...args: readonly string[]): Promise<Typed> {
  const typed = { exit: 0, out: '', err: '' };
  const folder = world.directory ?? newFolder();
  typed.exit = await main(args, {
    out: (text) => {
      typed.out += text;
    },
    err: (text) => {
      typed.err += text;
    },
    environment: {},
    directory: folder,
    home: folder,
    interactive: false,
    colour: { out: false, err: false },
    width: 100,
    screen: undefined,
    progress: 'text',
    debug: false,
    page: () => Promise.reject(new Error('nobody looks at a screen')),
    pause: () => Promise.reject(new Error('nothing waits')),
    ask: () => Promise.reject(new Error('nobody is there to answer')),
    signal: new AbortController().signal,
    now: Date.now,
    ...world,
  });
  return typed;
}

export interface Terminal {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Types a command line and waits for its end. */
  type(...args: string[]): Promise<Typed>;
  /** The same with another world around it. */
  typeWith(world: Partial<Io>, ...args: string[]): Promise<Typed>;
  /** The same with `--json`, read back. */
  json<T>(...args: string[]): Promise<T>;
  close(): Promise<void>;
}

/** A command line in front of an emulator that finishes everything at once, unless it is given a speed. */
export async function openTerminal(seed: unknown = {}, speed = 0): Promise<Terminal> {
  const emulator = await startEmulator({ strictTokens: true, speed, seed });
  const folder = newFolder();
  const environment = { POLYNAT_EMULATOR: emulator.url, POLYNAT_STATE: join(folder, 'runs') };
  const typeWith = (world: Partial<Io>, ...args: string[]): Promise<Typed> =>
    typeInto({ environment, directory: folder, home: folder, ...world }, ...args);
  const type = (...args: string[]): Promise<Typed> => typeWith({}, ...args);
  return {
    emulator,
    folder,
    type,
    typeWith,
    async json<T>(...args: string[]): Promise<T> {
      const { exit, out, err } = await type(...args, '--json');
      if (exit !== 0) throw new Error(`polynat ${args.join(' ')} ended with ${exit}: ${err}`);
      return JSON.parse(out) as T;
    },
    close: () => emulator.close(),
  };
}
