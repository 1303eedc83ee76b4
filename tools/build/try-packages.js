/** Installs tarballs in a project of their own, as a user does, and runs what a user runs first. */
import { deepStrictEqual, match } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {import('./packages.js').Package} Package
 * @typedef {readonly { readonly name: string, readonly file: string }[]} Packed
 */

/**
 * @param {Packed} packed
 * @param {string} project An empty or missing folder.
 */
export function installPacked(packed, project) {
  mkdirSync(project, { recursive: true });
  const dependencies = Object.fromEntries(packed.map(({ name, file }) => [name, `file:${file}`]));
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }),
  );
  const options = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', options, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * @param {readonly Package[]} packages
 * @param {Packed} packed
 * @param {string} project
 */
export function tryPackages(packages, packed, project) {
  installPacked(packed, project);
  const run = (/** @type {string[]} */ ...words) =>
    execFileSync(process.execPath, words, { cwd: project, encoding: 'utf8' });

  const doors = packages.flatMap(doorsOf);
  run('--input-type=module', '--eval', doors.map((door) => `await import('${door}');`).join('\n'));

  // One class behind every door: an error of an adapter is an error of core.
  const classes = run('--input-type=module', '--eval', sameClasses);
  deepStrictEqual(JSON.parse(classes), { sameError: true, recognised: true });

  match(run('node_modules/@polynat/cli/bin/polynat.js', '--version'), /^\d+\.\d+\.\d+\n$/);
}

/**
 * Every door of a package. Those of the test kit load inside of a test runner only.
 *
 * @param {Package} one
 */
const doorsOf = ({ manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => typeof target !== 'string' && !manifest.peerDependencies?.vitest)
    .map(([door]) => `${manifest.name}${door.slice(1)}`);

const sameClasses = `
  import { NatError } from '@polynat/core';
  import { baidu } from '@polynat/baidu';
  let thrown;
  try { baidu({}); } catch (error) { thrown = error; }
  console.log(JSON.stringify({ sameError: thrown instanceof NatError, recognised: NatError.is(thrown) }));
`;
