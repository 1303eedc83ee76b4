import { type Clock, redact, systemClock } from '@polynat/core';
import { type AuditReading, appendToFile, readLog } from './audit-file.ts';
import { type AuditEntry, type AuditRecord, chained, emptyChain } from './audit-record.ts';

/** Told each record after it is durable, such as to send it to a log server. What it throws fails the write of the record. */
export type AuditListener = (record: AuditRecord) => void | Promise<void>;

export interface AuditOptions {
  /** The state folder whose `audit.jsonl` keeps the records. Without one, the listeners alone do. */
  readonly folder?: string;
  readonly listeners?: readonly AuditListener[];
  readonly clock?: Clock;
}

/** Append-only, each record bound to the one before by its hash. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** Every record, oldest first. A log of listeners alone knows the latest of this process. */
  read?(): Promise<AuditReading>;
}

/** Records that a log without a folder keeps to be read. */
const mostInMemory = 1_000;

export function auditLog({ folder, listeners = [], clock = systemClock }: AuditOptions): AuditLog {
  const latest: AuditRecord[] = [];
  const write =
    folder === undefined
      ? inMemory(clock, latest)
      : (entry: AuditEntry) => appendToFile(folder, entry, clock);
  let last: Promise<unknown> = Promise.resolve();
  const append = async (entry: AuditEntry): Promise<AuditRecord> => {
    const record = await write(withoutSecrets(entry));
    for (const listener of listeners) await listener(record);
    return record;
  };
  return {
    append(entry) {
      const appended = last.then(() => append(entry));
      last = appended.catch(() => undefined);
      return appended;
    },
    read: async () => (folder === undefined ? { records: [...latest] } : readLog(folder)),
  };
}

/** A chain of this process alone. */
function inMemory(clock: Clock, latest: AuditRecord[]): (entry: AuditEntry) => Promise<AuditRecord> {
  let end: Pick<AuditRecord, 'number' | 'hash'> = emptyChain;
  return async (entry) => {
    const record = chained(end, entry, clock.now());
    end = record;
    latest.push(record);
    if (latest.length > mostInMemory) latest.shift();
    return record;
  };
}

const withoutSecrets = (entry: AuditEntry): AuditEntry =>
  entry.reason === undefined ? entry : { ...entry, reason: redact(entry.reason) };
