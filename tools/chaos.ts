import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * `pnpm chaos`: runs the `chaos` script of every package that has one, one after the other, and says how many held. Each kills
 * processes, floods servers or loses answers for minutes, and ends with an exit code other than 0 if a promise broke.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const timeLimit = 90 * 60_000;

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const suites = ['packages', 'adapters', '.']
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { withFileTypes: true }).map((entry) => ({ folder, entry })),
  )
  .filter(({ folder, entry }) => entry.isDirectory() && (folder !== '.' || entry.name === 'test'))
  .map(({ folder, entry }) => `${root}${folder}/${entry.name}`)
  .flatMap((path) => {
    const { name, scripts }: Manifest = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
    return scripts?.chaos === undefined ? [] : [{ name, path, command: scripts.chaos }];
  });

const failures: string[] = [];
for (const { name, path, command } of suites) {
  console.log(`\n${name}`);
  if (!(await holds(path, command))) failures.push(name);
}
const broken = failures.length === 0 ? '' : `: ${failures.join(', ')}`;
console.log(`\n${suites.length - failures.length} passed, ${failures.length} failed${broken}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function holds(path: string, command: string): Promise<boolean> {
  const binaries = `${path}/node_modules/.bin:${root}node_modules/.bin`;
  const child = spawn(command, {
    cwd: path,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${binaries}:${process.env.PATH}` },
    timeout: timeLimit,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
