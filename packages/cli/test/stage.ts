import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '@polynat/emulator';
import type { Io } from '../src/io.ts';
import { main } from '../src/main.ts';

export interface Typed {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Types a command line and waits for its end. */
  type(...args: string[]): Promise<Typed>;
  /** The same with `--json`, read back. */
  json<T>(...args: string[]): Promise<T>;
  close(): Promise<void>;
}

/** A command line in front of an emulator that finishes everything at once. */
export async function openTerminal(seed: unknown = {}, change: Partial<Io> = {}): Promise<Terminal> {
  const emulator = await startEmulator({ speed: 0, seed });
  const folder = mkdtempSync(join(tmpdir(), 'polynat-cli-'));
  const type = async (...args: string[]): Promise<Typed> => {
    const typed = { exit: 0, out: '', err: '' };
    const io: Io = {
      out: (text) => {
        typed.out += text;
      },
      err: (text) => {
        typed.err += text;
      },
      environment: { POLYNAT_EMULATOR: emulator.url, POLYNAT_STATE: join(folder, 'runs') },
      directory: folder,
      home: folder,
      interactive: false,
      colour: { out: false, err: false },
      width: 100,
      ask: () => Promise.reject(new Error('nobody is there to answer')),
      signal: new AbortController().signal,
      now: Date.now,
      ...change,
    };
    typed.exit = await main(args, io);
    return typed;
  };
  return {
    emulator,
    folder,
    type,
    async json<T>(...args: string[]): Promise<T> {
      const { exit, out, err } = await type(...args, '--json');
      if (exit !== 0) throw new Error(`polynat ${args.join(' ')} ended with ${exit}: ${err}`);
      return JSON.parse(out) as T;
    },
    close: () => emulator.close(),
  };
}
