/**
 * A CycloneDX 1.6 bill of materials for each package, from the lockfile: what it is made of, with versions and checksums. The packages a
 * command carries inside are listed like those a library asks for.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../build/packages.js';
import { repository } from '../build/repository.js';

/**
 * @typedef {object} Dependency
 * @property {string} name
 * @property {string} version With its peers in parentheses, as the lockfile names it; `link:…` for one of ours.
 *
 * @typedef {object} Lockfile
 * @property {Readonly<Record<string, { dependencies?: Readonly<Record<string, { version: string }>> }>>} importers
 * @property {Readonly<Record<string, { resolution: { integrity?: string } }>>} packages
 * @property {Readonly<Record<string, { dependencies?: Readonly<Record<string, string>> }>>} snapshots
 *
 * @typedef {object} Component
 * @property {string} type
 * @property {string} bom-ref
 * @property {string} name
 * @property {string} version
 * @property {string} purl
 * @property {readonly { alg: string, content: string }[]} [hashes]
 */

/**
 * By the parser of the command: the root has none of its own.
 *
 * @returns {Lockfile}
 */
export function readLockfile() {
  const { parse } = createRequire(join(root, 'packages/cli/package.json'))('yaml');
  return parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'));
}

/**
 * @param {import('../build/packages.js').Package} one
 * @param {Lockfile} lockfile
 * @param {Readonly<Record<string, string>>} versions Of our packages, by name.
 */
export function billOfMaterials({ path, manifest }, lockfile, versions) {
  const subject = component(manifest.name, versions[manifest.name] ?? '', lockfile);
  /** @type {Map<string, Component>} */
  const components = new Map();
  /** @type {Map<string, readonly string[]>} */
  const graph = new Map();

  /** @type {(ref: string, needs: readonly Dependency[], of: string) => void} */
  const visit = (ref, needs, of) => {
    if (graph.has(ref)) return;
    const found = needs.map((need) => resolved(need, of, lockfile, versions));
    graph.set(ref, found.map(({ made }) => made['bom-ref']).sort());
    for (const { made, next, at } of found) {
      components.set(made['bom-ref'], made);
      visit(made['bom-ref'], next, at);
    }
  };
  visit(subject['bom-ref'], importedBy(path, lockfile), path);

  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf([subject, ...components.values()]),
    version: 1,
    metadata: {
      component: {
        ...subject,
        licenses: [{ license: { id: 'Apache-2.0' } }],
        externalReferences: [{ type: 'vcs', url: repository.page }],
      },
    },
    components: [...components.values()].sort((left, right) => left.purl.localeCompare(right.purl)),
    dependencies: [...graph].map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
}

/**
 * @param {Dependency} dependency
 * @param {string} of The folder of ours that asks for it.
 * @param {Lockfile} lockfile
 * @param {Readonly<Record<string, string>>} versions
 */
function resolved({ name, version }, of, lockfile, versions) {
  if (version.startsWith('link:')) {
    const at = join(of, version.slice('link:'.length)).replaceAll('\\', '/');
    return { made: component(name, versions[name] ?? '', lockfile), next: importedBy(at, lockfile), at };
  }
  const { dependencies = {} } = lockfile.snapshots[`${name}@${version}`] ?? {};
  const next = Object.entries(dependencies).map(([needed, at]) => ({ name: needed, version: at }));
  return { made: component(name, version.replace(/\(.*$/, ''), lockfile), next, at: of };
}

/**
 * @param {string} path
 * @param {Lockfile} lockfile
 * @returns {readonly Dependency[]}
 */
const importedBy = (path, { importers }) =>
  Object.entries(importers[path]?.dependencies ?? {}).map(([name, { version }]) => ({ name, version }));

/**
 * @param {string} name
 * @param {string} version
 * @param {Lockfile} lockfile
 * @returns {Component}
 */
function component(name, version, { packages }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const integrity = packages[`${name}@${version}`]?.resolution.integrity;
  const content = integrity && Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(content && { hashes: [{ alg: 'SHA-512', content }] }),
  };
}

/**
 * The same for the same content, so that a rebuilt release has the same files.
 *
 * @param {readonly Component[]} components
 */
function serialOf(components) {
  const hash = createHash('sha256').update(JSON.stringify(components)).digest('hex');
  const variant = `8${hash.slice(17, 20)}`;
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}-${hash.slice(20, 32)}`;
}
