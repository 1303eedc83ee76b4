import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What a package and everything it depends on take up on disk, each counted once. */
export function installedMegabytes(name: string): number {
  const folders = new Set<string>();
  collect(name, import.meta.dirname, folders);
  return [...folders].reduce((sum, folder) => sum + publishedBytes(folder), 0) / 1_000_000;
}

function collect(name: string, from: string, folders: Set<string>): void {
  const folder = folderOf(name, from);
  if (folder === undefined || folders.has(folder)) return;
  folders.add(folder);
  for (const dependency of Object.keys(manifestOf(folder).dependencies ?? {}))
    collect(dependency, folder, folders);
}

function folderOf(name: string, from: string): string | undefined {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const found = places
    .map((place) => join(place, name))
    .find((folder) => exists(join(folder, 'package.json')));
  return found && realpathSync(found);
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** A package of this workspace is counted as it is published: only the files it lists. */
function publishedBytes(folder: string): number {
  const { name, files } = manifestOf(folder);
  if (!name.startsWith('@polynat/') || !files) return bytesIn(folder);
  return files.reduce((sum, file) => sum + bytesIn(join(folder, file)), 0);
}

function bytesIn(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  const entries = readdirSync(path).filter((entry) => entry !== 'node_modules');
  return entries.reduce((sum, entry) => sum + bytesIn(join(path, entry)), 0);
}
