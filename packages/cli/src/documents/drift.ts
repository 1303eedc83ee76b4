import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NatError } from '@polynat/core';
import { type Drift, driftOf, type Expected } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { reasonOf } from '../command-line/files.ts';
import { isDocument } from '../command-line/scope.ts';
import { type ExitCode, exitCodes } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { table } from '../terminal/table.ts';
import { readDocumentFile } from './read-document.ts';

/** Compares every document in a folder with its gateway. */
export async function drift(
  { terminal, clouds, call }: Needs<'terminal' | 'clouds' | 'call'>,
  [folder = '']: readonly string[],
): Promise<Answer> {
  const expected = expectedIn(terminal.io, folder);
  const comparing = driftOf(await clouds.all(), expected, call);
  const drifts = await terminal.reading(`${expected.length} gateway(s)`, comparing);
  return { json: drifts, text: driftTable(drifts), exit: exitOf(drifts) };
}

function exitOf(drifts: readonly Drift[]): ExitCode {
  if (drifts.some(({ failure }) => failure)) return exitCodes.failed;
  return drifts.every(({ steps }) => steps.length === 0) ? exitCodes.done : exitCodes.differs;
}

function expectedIn(io: Io, folder: string): readonly Expected[] {
  return filesIn(io, folder).map((file) => {
    const document = readDocumentFile(io, file);
    const ref = document.gateway.origin?.ref;
    if (ref !== undefined) return { ref, document };
    throw new NatError('invalid-argument', `${file} does not name its gateway`, {
      field: 'gateway.origin.ref',
      remedy: 'add it, or write the document with `polynat export`',
    });
  });
}

function filesIn({ directory }: Io, folder: string): readonly string[] {
  try {
    const names = readdirSync(resolve(directory, folder)).filter(isDocument).sort();
    return names.map((name) => join(folder, name));
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot read ${folder}: ${reasonOf(cause)}`, {
      field: 'folder',
      remedy: 'name a folder with gateway documents',
      cause,
    });
  }
}

interface Row {
  readonly ref: string;
  readonly what: string;
  readonly steady: boolean;
}

function driftTable(drifts: readonly Drift[]) {
  const rows = drifts.flatMap(({ ref, steps, failure }): readonly Row[] => {
    if (failure) return [{ ref, what: failure.message, steady: false }];
    if (steps.length === 0) return [{ ref, what: 'no drift', steady: true }];
    return steps.map((what) => ({ ref, what, steady: false }));
  });
  const columns = [
    { title: 'gateway', of: ({ ref }: Row) => ref },
    {
      title: 'drift',
      of: ({ what }: Row) => what,
      tone: ({ steady }: Row) => (steady ? ('good' as const) : ('busy' as const)),
    },
  ];
  return table(rows, columns, 'There are no documents.');
}
