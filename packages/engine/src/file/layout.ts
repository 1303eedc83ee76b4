import { join } from 'node:path';
import { NatError } from '@polynat/core';
import type { JournalAddress } from '../store.ts';

/** Longest name most file systems accept, less what the kind and a margin need. */
const longestName = 200;

/** `<state>/<kind>-<name>`: safe on file systems that fold case, reserve names (`con`) or forbid characters. */
export function journalDirectory(state: string, { kind, name }: JournalAddress): string {
  const encoded = encodeName(name);
  if (name === '' || encoded.length > longestName) {
    throw new NatError('invalid-argument', `a ${kind} needs a name of 1 to ${longestName} plain characters`, {
      field: kind === 'run' ? 'id' : 'locks',
      remedy: 'use a hash of the long name',
    });
  }
  return join(state, `${kind}-${encoded}`);
}

/** The part of a folder's name that stands for the journal; `undefined` for any other folder. */
export function encodedName(directory: string, kind: JournalAddress['kind']): string | undefined {
  const prefix = `${kind}-`;
  return directory.startsWith(prefix) ? directory.slice(prefix.length) : undefined;
}

/** `undefined` for what `journalDirectory` never makes, such as `100%` or `Shop`: no journal can be reached through it. */
export function decodeName(encoded: string): string | undefined {
  try {
    const name = decodeURIComponent(encoded);
    return encodeName(name) === encoded ? name : undefined;
  } catch {
    return undefined;
  }
}

export const segmentFile = (epoch: number): string => `${epoch}.jsonl`;

export function segmentEpoch(file: string): number | undefined {
  const digits = /^([1-9]\d*)\.jsonl$/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Of the file that is written when there may be something to take up. */
export const announcementDirectory = (state: string): string => join(state, 'announced');

export const heartbeatDirectory = (state: string): string => join(state, 'alive');

function encodeName(name: string): string {
  return [...Buffer.from(name)].map(encodeByte).join('');
}

/** Upper case is encoded too: `Shop` and `shop` are different runs, also on macOS and Windows. */
function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[a-z0-9_-]/.test(character)) return character;
  return `%${byte.toString(16).padStart(2, '0')}`;
}
