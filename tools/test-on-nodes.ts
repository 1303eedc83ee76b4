/** Runs the unit tests on the other supported lines of Node, each brought by the npm package `node`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

for (const line of ['22', '24']) {
  console.log(`Node ${line}`);
  execFileSync('npx', ['-y', `node@${line}`, vitest, 'run', '--project', 'unit', '--reporter=dot'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
