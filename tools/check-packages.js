/**
 * `pnpm packages`: what npm users get. Packs every public package, lets publint and "are the types wrong" look at the tarballs, and
 * tries them in a project of their own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommandCosts } from './build/budget.js';
import { buildAll, pack } from './build/pack.js';
import { publishedPackages, root } from './build/packages.js';
import { tryPackages } from './build/try-packages.js';

/**
 * @param {string} name
 * @param {readonly string[]} words
 */
const run = (name, ...words) =>
  execFileSync(join(root, 'node_modules/.bin', name), words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const folder = mkdtempSync(join(tmpdir(), 'polynat-packages-'));
try {
  const packages = publishedPackages();
  await buildAll(packages);
  const packed = pack(packages, join(folder, 'packed'));
  for (const { name, file } of packed) {
    run('publint', 'run', file, '--strict');
    run('attw', file, '--profile', 'node16');
    console.log(`ok  ${name}`);
  }
  const { packages: count, megabytes } = checkCommandCosts(packed, join(folder, 'command'));
  console.log(`ok  @polynat/cli alone: ${count} packages, ${megabytes.toFixed(1)} MB`);
  tryPackages(packages, packed, join(folder, 'project'));
  console.log('ok  all of them installed together');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
