/** Packs every public package and lets publint and "are the types wrong" look at the tarball: what npm users would get. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const run = (command: string, options: readonly string[], cwd = root) =>
  execFileSync(command, options, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

const folders = ['packages', 'adapters'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
);
const packed = mkdtempSync(join(tmpdir(), 'polynat-pack-'));

try {
  run(bin('tsc'), ['-b', 'tsconfig.build.json']);
  for (const folder of folders) {
    const answer = run('npx', ['-y', 'pnpm@12.21.0', 'pack', '--json', '--pack-destination', packed], folder);
    const { filename } = JSON.parse(answer.slice(answer.indexOf('{'))) as { filename: string };
    run(bin('publint'), ['run', filename, '--strict']);
    run(bin('attw'), [filename, '--profile', 'esm-only']);
    console.log(`ok  ${folder.slice(root.length)}`);
  }
} finally {
  rmSync(packed, { recursive: true, force: true });
}
