import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Workbench } from './row.ts';

export interface Emulated {
  /** The line that tells URL, credentials and networks. */
  readonly connection: string;
  close(): void;
}

/** The clouds that every row calls, by the packed command. */
export async function emulate(bench: Workbench): Promise<Emulated> {
  const command = join(bench.project({}), 'node_modules/@polynat/cli/bin/polynat.js');
  const child = spawn(process.execPath, [command, 'emulate', '--json', '--speed', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { connection: await firstLine(child), close: () => child.kill() };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  while (stdout && !text.includes('\n')) await once(stdout, 'data');
  return text.slice(0, text.indexOf('\n'));
}
