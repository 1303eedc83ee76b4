import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, NatError } from '@polynat/core';
import {
  type AuditEntry,
  type AuditRecord,
  type ChainEnd,
  chained,
  emptyChain,
  readRecord,
} from './audit-record.ts';
import { whileLocked } from './file-lock.ts';

const auditFileIn = (folder: string): string => join(folder, 'audit.jsonl');

/** Appends to the log of a state folder, which several processes may share. Resolves once the record is durable. */
export const appendToFile = (folder: string, entry: AuditEntry, clock: Clock): Promise<AuditRecord> =>
  whileLocked(join(folder, 'audit.lock'), clock, async () => {
    const file = auditFileIn(folder);
    const record = chained(await endOf(file), entry, clock.now());
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(`${JSON.stringify(record)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return record;
  });

/**
 * The last record. Half a line was left by a process that died: nobody was told that it had been written, so it is removed. A changed
 * record stays the end of the chain, so that what follows cannot hide it.
 */
async function endOf(file: string): Promise<ChainEnd> {
  const { whole, half } = await linesIn(file);
  if (half.length > 0) await truncate(file, Buffer.byteLength(whole.map((line) => `${line}\n`).join('')));
  const last = whole.at(-1);
  if (last === undefined) return emptyChain;
  const { number, hash }: Partial<ChainEnd> = JSON.parse(last);
  if (typeof number === 'number' && typeof hash === 'string') return { number, hash };
  throw new NatError('failed-precondition', `${file} ends with a line that is no record`, {
    remedy: 'check it with `polynat audit verify`, keep it elsewhere and begin a new one',
  });
}

async function linesIn(file: string): Promise<{ readonly whole: readonly string[]; readonly half: string }> {
  const text = await readFile(file, 'utf8').catch(absent);
  const lines = (text ?? '').split('\n');
  return { whole: lines.slice(0, -1), half: lines.at(-1) ?? '' };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Every record of a state folder, oldest first. */
export async function readAudit(folder: string): Promise<readonly AuditRecord[]> {
  const { whole } = await linesIn(auditFileIn(folder));
  return whole.map((line): AuditRecord => JSON.parse(line));
}

export interface Verification {
  readonly file: string;
  readonly records: number;
  /** Hash of the last record that is right. Keep it elsewhere: a log that was cut at its end cannot tell by itself. */
  readonly end: string;
  readonly fault?: NonNullable<AuditReading['fault']>;
}

/** The records of a log, as far as each follows from the one before. */
export interface AuditReading {
  /** Oldest first. */
  readonly records: readonly AuditRecord[];
  /** The first line that is wrong, counted from 1, and why. */
  readonly fault?: { readonly line: number; readonly why: string };
}

/** Follows the chain from its beginning. */
export async function readLog(folder: string): Promise<AuditReading> {
  const { whole, half } = await linesIn(auditFileIn(folder));
  const records: AuditRecord[] = [];
  for (const [index, line] of [...whole, ...(half.length > 0 ? [half] : [])].entries()) {
    const record = readRecord(line, records.at(-1) ?? emptyChain);
    if ('wrong' in record) return { records, fault: { line: index + 1, why: record.wrong } };
    records.push(record);
  }
  return { records };
}

export async function verifyAudit(folder: string): Promise<Verification> {
  const { records, fault } = await readLog(folder);
  const { hash: end } = records.at(-1) ?? emptyChain;
  return { file: auditFileIn(folder), records: records.length, end, ...(fault && { fault }) };
}
