import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NatError } from '@polynat/core';
import { type Drift, driftOf, type Expected } from '@polynat/fleet';
import { parseDocument } from '@polynat/migrate';
import type { Answer } from './command.ts';
import { exitCodes } from './failures.ts';
import type { Session } from './session.ts';
import { table } from './table.ts';

/** Every document in a folder against the gateway it was read from. Ends with 1 when something has drifted. */
export async function drift(session: Session, [folder = '']: readonly string[]): Promise<Answer> {
  const drifts = await driftOf(await session.clouds(), expectedIn(folder), session.call);
  const steady = drifts.every(({ steps, failure }) => steps.length === 0 && !failure);
  return { json: drifts, text: () => driftTable(drifts), exit: steady ? exitCodes.done : exitCodes.failed };
}

function expectedIn(folder: string): readonly Expected[] {
  return filesIn(folder).map((file) => {
    const document = parseDocument(readFileSync(file, 'utf8'));
    const ref = document.gateway.origin?.ref;
    if (ref !== undefined) return { ref, document };
    throw new NatError('invalid-argument', `${file} does not say which gateway it is about`, {
      field: 'gateway.origin.ref',
      remedy: 'add it, or write the document with `polynat export`',
    });
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot read ${folder}`, {
      field: 'folder',
      remedy: 'name a folder with documents',
      cause,
    });
  }
}

function driftTable(drifts: readonly Drift[]): string {
  const rows = drifts.flatMap(({ ref, steps, failure }) => {
    if (failure) return [{ ref, what: failure.message }];
    return steps.length === 0 ? [{ ref, what: 'as documented' }] : steps.map((what) => ({ ref, what }));
  });
  const columns = [
    { title: 'gateway', of: ({ ref }: (typeof rows)[number]) => ref },
    { title: 'to bring it back', of: ({ what }: (typeof rows)[number]) => what },
  ];
  return table(rows, columns, 'There are no documents.');
}
