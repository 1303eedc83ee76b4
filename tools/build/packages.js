/** The packages that are published, as their manifests describe them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {boolean} [private]
 * @property {Readonly<Record<string, string | Readonly<Record<string, string>>>>} exports
 * @property {Readonly<Record<string, string>>} [bin]
 * @property {Readonly<Record<string, string>>} [peerDependencies]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 */

/**
 * @typedef {object} Package
 * @property {string} path Below the root, such as `adapters/baidu`.
 * @property {string} folder The same, absolute.
 * @property {Manifest} manifest
 */

/** @returns {readonly Package[]} */
export function publishedPackages() {
  return ['packages', 'adapters']
    .flatMap((parent) => readdirSync(`${root}${parent}`).map((name) => `${parent}/${name}`))
    .filter((path) => existsSync(`${root}${path}/package.json`))
    .map((path) => ({ path, folder: `${root}${path}`, manifest: manifestOf(path) }))
    .filter(({ manifest }) => !manifest.private);
}

/**
 * @param {string} path
 * @returns {Manifest}
 */
const manifestOf = (path) => JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'));

/**
 * The entry points of a package: where a consumer's import leads, by the source behind it.
 *
 * @param {Package} one
 * @returns {readonly { readonly source: string, readonly output: string }[]} `src/index.ts` and `dist/index.js`
 */
export function entryPoints({ manifest }) {
  const imported = Object.values(manifest.exports).flatMap((target) => {
    if (typeof target === 'string') return [];
    const { '@polynat/source': source, default: output } = target;
    return source?.endsWith('.ts') && output ? [{ source: source.slice(2), output: output.slice(2) }] : [];
  });
  return manifest.bin ? [...imported, commandEntry] : imported;
}

/** What the file in `bin` of a command loads. */
const commandEntry = { source: 'src/main.ts', output: 'dist/main.js' };
