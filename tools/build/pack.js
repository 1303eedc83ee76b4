/** Builds packages and writes them as npm gets them. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { declare } from './declarations.js';
import { bundle } from './javascript.js';
import { root } from './packages.js';
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
  const chosen = packages.flatMap(({ manifest }) => ['--filter', manifest.name]);
  const answer = pnpm([...chosen, '--recursive', 'pack', '--json', '--pack-destination', destination], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {readonly { readonly name: string, readonly filename: string }[]} */
  const written = [JSON.parse(answer.slice(answer.search(/^[[{]/m)))].flat();
  return written.map(({ name, filename }) => ({ name, file: filename }));
}
