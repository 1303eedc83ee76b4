/**
 * What packages cost from the start of a process to its end, beside `node -e 0`: packed, installed in a project of their own, each in
 * turn so that a busy machine slows all alike. Part of `pnpm bench`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll, pack } from './build/pack.js';
import { publishedPackages } from './build/packages.js';
import { installPacked } from './build/try-packages.js';

const rounds = 20;
const folder = mkdtempSync(join(tmpdir(), 'polynat-starts-'));
const project = join(folder, 'project');
const polynat = join(project, 'node_modules/@polynat/cli/bin/polynat.js');

try {
  const packages = publishedPackages();
  await buildAll(packages);
  installPacked(pack(packages, join(folder, 'packed')), project);
  const adapters = packages.filter(({ path }) => path.startsWith('adapters/'));
  await measure(adapters.map(({ manifest }) => manifest.name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {readonly string[]} adapters */
async function measure(adapters) {
  const emulator = spawn(process.execPath, [polynat, 'emulate', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [first] = await once(emulator.stdout.setEncoding('utf8'), 'data');
    report(timesOf(subjectsFor(adapters), JSON.parse(first).url));
  } finally {
    emulator.kill();
  }
}

/**
 * @param {readonly string[]} adapters
 * @returns {readonly { readonly name: string, readonly words: readonly string[], readonly goal?: number }[]}
 */
function subjectsFor(adapters) {
  const imports = adapters.map((adapter) => ({
    name: `import @polynat/core and ${adapter}`,
    words: importing('@polynat/core', adapter),
    goal: 2.2,
  }));
  return [
    { name: 'node -e 0', words: ['-e', '0'] },
    { name: 'import zod', words: importing('zod') },
    ...imports,
    { name: 'polynat --help', words: [polynat, '--help'], goal: 1.4 },
    {
      name: 'polynat gateways list (one cloud)',
      words: [polynat, 'gateways', 'list', '--cloud', 'alibaba'],
      goal: 3.5,
    },
  ];
}

/** @param {readonly string[]} names */
function importing(...names) {
  return ['--input-type=module', '--eval', names.map((name) => `import '${name}';`).join(' ')];
}

/**
 * Milliseconds of each round, by subject.
 *
 * @param {ReturnType<typeof subjectsFor>} subjects
 * @param {string} url
 */
function timesOf(subjects, url) {
  const measured = subjects.map((subject) => ({ ...subject, times: /** @type {number[]} */ ([]) }));
  const environment = { ...process.env, POLYNAT_EMULATOR: url };
  for (let round = 0; round < rounds; round += 1) {
    for (const { words, times } of measured) {
      const started = performance.now();
      execFileSync(process.execPath, words, { cwd: project, env: environment, stdio: 'pipe' });
      times.push(performance.now() - started);
    }
  }
  return measured;
}

/** @param {ReturnType<typeof timesOf>} measured */
function report(measured) {
  const least = median(measured[0]?.times ?? []);
  console.log(`\nstart of installed packages, whole process, median of ${rounds}`);
  for (const { name, times, goal } of measured) {
    const time = median(times);
    const ratio = `${(time / least).toFixed(2)} × node -e 0`;
    const wanted = goal === undefined ? '' : `   goal ${goal}`;
    console.log(`  ${name.padEnd(44)}${time.toFixed(0).padStart(6)} ms   ${ratio}${wanted}`);
  }
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
