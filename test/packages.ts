import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Workspace {
  /** Path below the root, such as `adapters/baidu`. */
  readonly path: string;
  readonly name: string;
  readonly manifest: Manifest;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

export function workspaces(...folders: readonly string[]): readonly Workspace[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => read(`${folder}/${name}`)),
  );
}

function read(path: string): Workspace {
  const manifest: Manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8'));
  return { path, name: manifest.name, manifest };
}

/** Every TypeScript file below a folder, by its path below the root. */
export function sources(path: string): readonly string[] {
  return readdirSync(`${root}${path}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => `${path}/${file.replaceAll('\\', '/')}`)
    .sort();
}

export const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
