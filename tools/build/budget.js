/** What installing the command costs: it carries its dependencies, so npm brings little beside it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./try-packages.js').Packed} Packed */

const most = { packages: 60, megabytes: 25 };

/**
 * Installs the command alone, with the other packages from their tarballs where it asks for them.
 *
 * @param {Packed} packed
 * @param {string} project An empty or missing folder.
 * @returns {{ readonly packages: number, readonly megabytes: number }}
 */
export function checkCommandCosts(packed, project) {
  mkdirSync(project, { recursive: true });
  const ours = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]));
  const dependencies = { '@polynat/cli': ours['@polynat/cli'] };
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ private: true, dependencies, overrides: ours }),
  );
  const options = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', options, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });

  const costs = { packages: packagesIn(project), megabytes: bytesIn(join(project, 'node_modules')) / 1e6 };
  if (costs.packages >= most.packages || costs.megabytes >= most.megabytes)
    throw new Error(
      `npm install @polynat/cli brings ${costs.packages} packages and ${costs.megabytes.toFixed(1)} MB; less than ${most.packages} and ${most.megabytes} MB are allowed`,
    );
  return costs;
}

/** @param {string} project */
function packagesIn(project) {
  const { packages } = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).length;
}

/** @param {string} folder */
const bytesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
