/** Writes what a build made, so that processes and builds that run at the same time find either the old files or the new ones. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * Writes the files that have changed, those in deeper folders first, since entry points name them; then removes other files of the
 * same kind.
 *
 * @param {string} folder
 * @param {ReadonlyMap<string, string>} files Texts by their path below the folder.
 * @param {(file: string) => boolean} isSameKind
 */
export function replaceFiles(folder, files, isSameKind) {
  mkdirSync(folder, { recursive: true });
  const deepestFirst = [...files].sort(([left], [right]) => depth(right) - depth(left));
  for (const [file, text] of deepestFirst) {
    const path = join(folder, file);
    if (read(path) !== text) write(path, text);
  }
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (isSameKind(file) && !files.has(file) && isFile(path)) rmSync(path, { force: true });
  }
}

const depth = (/** @type {string} */ path) => path.split(sep).length;

const isFile = (/** @type {string} */ path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** @param {string} path */
function read(path) {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
