import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface PublicPackage {
  /** Path below the root, such as `adapters/baidu`. */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly doors: readonly { readonly door: string; readonly file: string }[];
}

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** Every package that is published, with its doors and the declaration file behind each. */
export const publicPackages = (): readonly PublicPackage[] =>
  ['packages', 'adapters'].flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .map((name) => read(`${folder}/${name}`))
      .filter((one): one is PublicPackage => one !== undefined),
  );

function read(path: string): PublicPackage | undefined {
  const manifest: Manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'));
  if (manifest.private) return undefined;
  const doors = Object.entries(manifest.exports).flatMap(([door, target]) => {
    const file = typeof target === 'string' ? undefined : target.types;
    return file?.endsWith('.d.ts') ? [{ door, file: file.slice(2) }] : [];
  });
  return { path, name: manifest.name, description: manifest.description, doors };
}
