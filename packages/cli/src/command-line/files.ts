import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NatError } from '@polynat/core';
import { parse, YAMLParseError } from 'yaml';
import type { Io } from '../terminal/io.ts';

/** Reads a file that the user named. `field` is its name on the command line. */
export function readText({ directory }: Io, path: string, field: string): string {
  try {
    return readFileSync(resolve(directory, path), 'utf8');
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot read ${path}: ${reasonOf(cause)}`, {
      field,
      remedy: 'name a readable file',
      cause,
    });
  }
}

export function writeText({ directory }: Io, path: string, text: string): void {
  try {
    writeFileSync(resolve(directory, path), text);
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot write ${path}: ${reasonOf(cause)}`, {
      field: 'output',
      remedy: 'name a file in a writable folder',
      cause,
    });
  }
}

/** Reads YAML or JSON. Refuses YAML references: with them a small file could expand to a huge one. */
export function parseYaml(text: string, where: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (thrown) {
    throw new NatError('invalid-argument', `is not YAML: ${faultOf(thrown)}`, {
      field: where,
      remedy: 'correct that line; put strings with special characters in quotes',
    });
  }
}

/** The parser's own text quotes the file, and a secret may be in it. */
function faultOf(thrown: unknown): string {
  if (!(thrown instanceof YAMLParseError)) return 'anchors and aliases are not read';
  const fault = thrown.code.toLowerCase().replaceAll('_', ' ');
  const [place] = thrown.linePos ?? [];
  return place ? `${fault} at line ${place.line}, column ${place.col}` : fault;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a folder on the way to it does not exist',
  EACCES: 'permission denied',
};

export function reasonOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons[code] ?? firstLine(thrown);
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1).join('').replace(/:$/, '');
