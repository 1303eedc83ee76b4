import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../packages.ts';
import type { Block } from './pages.ts';

export interface Pasted {
  readonly code: number;
  /** What was typed and what came of it, for a failing test to show. */
  readonly transcript: string;
}

/** The port the pages use; a test takes a free one in its place. */
const printedPort = '4280';

/** Pastes the blocks of one page into one shell, in order, in an empty folder. */
export async function paste(blocks: readonly Block[], emulator: string): Promise<Pasted> {
  const folder = mkdtempSync(join(tmpdir(), 'polynat-docs-'));
  const port = await freePort();
  const script = [prelude, ...blocks.map(asTyped)].join('\n').replaceAll(printedPort, port);
  writeNpx(folder);
  try {
    return await run(script, folder, emulator);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npx` finds the command of this checkout, also where `xargs` starts it. */
function writeNpx(folder: string): void {
  mkdirSync(join(folder, '.bin'));
  writeFileSync(join(folder, '.bin/npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
}

/** What was started in the background ends with the shell. */
const prelude = `
trap 'for job in $(jobs -p); do kill "$job"; done' EXIT
`;

function asTyped({ use, text, line }: Block): string {
  const typed = use === 'background' ? `(${text.replace(/^npx /, 'exec ').trim()}) &\n${waiting}` : text;
  return `echo "--- line ${line}"\n${typed}`;
}

/** As a person waits for the emulator to print that it is ready: it listens then. */
const waiting = `tries=0
until (exec 3<>/dev/tcp/127.0.0.1/${printedPort}) 2>/dev/null; do
  tries=$((tries + 1)); [ "$tries" -lt 200 ] || exit 90; sleep 0.1
done`;

function run(script: string, cwd: string, emulator: string): Promise<Pasted> {
  const env = {
    PATH: `${join(cwd, '.bin')}:${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    HOME: cwd,
    POLYNAT_EMULATOR: emulator,
    POLYNAT_STATE: join(cwd, 'runs'),
  };
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: 170_000 };
    execFile('bash', ['-e', '-o', 'pipefail', '-c', `exec 2>&1\n${script}`], options, (error, stdout) =>
      resolve({ code: error ? Number(error.code ?? 99) : 0, transcript: stdout }),
    );
  });
}

const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? `${address?.port}` : printedPort;
      server.close(() => resolve(port));
    });
  });
