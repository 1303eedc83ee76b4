/** Builds packages and writes them as npm gets them. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { declare } from './declarations.js';
import { bundle } from './javascript.js';
import { pnpm } from './pnpm.js';

/** @param {readonly import('./packages.js').Package[]} packages */
export async function buildAll(packages) {
  await Promise.all(packages.map(bundle));
  declare(packages);
}

/**
 * @param {readonly import('./packages.js').Package[]} packages Built before.
 * @param {string} out
 * @returns {readonly { readonly name: string, readonly file: string }[]}
 */
export function pack(packages, out) {
  const destination = resolve(out);
  mkdirSync(destination, { recursive: true });
  return packages.map(({ folder, manifest }) => {
    const answer = pnpm(['pack', '--json', '--pack-destination', destination], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { name: manifest.name, file: JSON.parse(answer.slice(answer.indexOf('{'))).filename };
  });
}
