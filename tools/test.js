/** `npm test`: installs what is missing, then runs every test. Words after `--` go to vitest: `npm test -- packages/core`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installAll } from './build/install.js';
import { root } from './build/packages.js';

installAll();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
