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
 * @property {Readonly<Record<string, string>>} [dependencies]
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
 * Packages and everything of ours that they depend on, in the order of the folders.
 *
 * @param {readonly string[]} names Such as `@polynat/alibaba`.
 * @returns {readonly Package[]}
 */
export function withNeeded(names) {
  const all = publishedPackages();
  const needed = new Set(names);
  for (const name of needed) {
    const found = all.find(({ manifest }) => manifest.name === name);
    if (!found) throw new Error(`there is no package ${name}; there are ${all.map(nameOf).join(', ')}`);
    for (const dependency of Object.keys(found.manifest.dependencies ?? {}))
      if (dependency.startsWith('@polynat/')) needed.add(dependency);
  }
  return all.filter((one) => needed.has(nameOf(one)));
}

const nameOf = (/** @type {Package} */ { manifest }) => manifest.name;

/**
 * @param {string} path
 * @returns {Manifest}
 */
const manifestOf = (path) => JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'));

/**
 * What a build of a package makes: where a consumer's imports lead, and what the file in `bin` of a command loads.
 *
 * @param {Package} one
 * @returns {readonly EntryPoint[]}
 */
export const entryPoints = (one) =>
  one.manifest.bin ? [...importedEntryPoints(one), commandEntry] : importedEntryPoints(one);

/**
 * Where a consumer's import leads, by the source behind it.
 *
 * @typedef {object} EntryPoint
 * @property {string} source Such as `src/index.ts`.
 * @property {string} output Such as `dist/index.js`.
 *
 * @param {Package} one
 * @returns {readonly EntryPoint[]}
 */
export function importedEntryPoints({ manifest }) {
  return Object.values(manifest.exports).flatMap((target) => {
    if (typeof target === 'string') return [];
    const { '@polynat/source': source, default: output } = target;
    return source?.endsWith('.ts') && output ? [{ source: source.slice(2), output: output.slice(2) }] : [];
  });
}

const commandEntry = { source: 'src/main.ts', output: 'dist/main.js' };
