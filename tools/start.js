/** `npm start`: the demo, from a fresh clone with nothing but Node and npm. Needs JavaScript only, so no compiler is installed or run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installForCommand } from './build/install.js';
import { root } from './build/packages.js';

const run = (/** @type {string[]} */ ...words) =>
  spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;

if (!existsSync(join(root, 'node_modules/esbuild'))) {
  console.log('Installing what the command needs, about 35 MB. Only the first start does this.');
  installForCommand();
}
console.log('Bundling the command from its sources.');
process.exitCode =
  run('tools/build.js', '--javascript', '@polynat/cli') ||
  run('packages/cli/bin/polynat.js', 'demo', ...process.argv.slice(2));
