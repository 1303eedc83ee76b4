import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NatError } from '@polynat/core';
import { reasonOf } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';

/** Writes files into a folder that has none of them: a configuration that somebody has edited is never lost. */
export function writeNewFiles(
  { directory }: Io,
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
): readonly string[] {
  const paths = files.map(({ path }) => join(folder, path));
  const existing = paths.find((path) => existsSync(resolve(directory, path)));
  if (existing !== undefined) throw refused(`${existing} exists already`);
  try {
    mkdirSync(resolve(directory, folder), { recursive: true });
    for (const { path, text } of files) writeFileSync(resolve(directory, folder, path), text, { flag: 'wx' });
  } catch (cause) {
    throw refused(`cannot write into ${folder}: ${reasonOf(cause)}`, cause);
  }
  return paths;
}

const refused = (message: string, cause?: unknown): NatError =>
  new NatError('invalid-argument', message, {
    field: 'output-dir',
    remedy: 'name a new folder',
    ...(cause !== undefined && { cause }),
  });
