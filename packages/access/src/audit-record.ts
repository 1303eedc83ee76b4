import { createHash } from 'node:crypto';
import * as z from 'zod';

const text = z.string();

const entryShape = {
  /** Principal, such as `alice@example.com`. */
  who: text,
  /** The door it came through. */
  via: z.enum(['server', 'command']),
  event: z.enum(['requested', 'denied', 'approved', 'rejected', 'done', 'failed', 'signed-in', 'signed-out']),
  /** Example: `gateways.resize`. */
  action: text,
  cloud: text.exactOptional(),
  ref: text.exactOptional(),
  /** Id of the operation or run. */
  run: text.exactOptional(),
  /** Digest of what was asked for. */
  request: text.exactOptional(),
  /** Idempotency token that the cloud got. */
  token: text.exactOptional(),
  /** The cloud's ids of its requests. */
  requests: z.array(text).exactOptional(),
  /** `none`: nothing changed. `unknown`: it may have. */
  outcome: z.enum(['done', 'none', 'unknown']).exactOptional(),
  approvedBy: text.exactOptional(),
  reason: text.exactOptional(),
};

const chainShape = {
  number: z.int(),
  /** ISO 8601. */
  at: text,
  ...entryShape,
  /** Hash of the record before; of nothing for the first one. */
  previous: text,
};

const recordSchema = z.strictObject({ ...chainShape, hash: text });

/** What happened, as whoever did it says. */
export type AuditEntry = z.output<z.ZodObject<typeof entryShape, z.core.$strict>>;
export type AuditRecord = z.output<typeof recordSchema>;

/** Where a chain ends. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: string;
}

export const emptyChain: ChainEnd = { number: 0, hash: createHash('sha256').digest('hex') };

/** The entry as the next record of a chain. */
export function chained({ number, hash: previous }: ChainEnd, entry: AuditEntry, now: number): AuditRecord {
  const body = { number: number + 1, at: new Date(now).toISOString(), ...entry, previous };
  return { ...body, hash: digest(body) };
}

/** The record in a line, or why the line cannot follow the end of the chain. */
export function readRecord(line: string, before: ChainEnd): AuditRecord | { readonly wrong: string } {
  const parsed = recordSchema.safeParse(parsedJson(line));
  if (!parsed.success) return { wrong: 'is not a record of this log' };
  // The order of members is part of what was hashed, so the line is taken as it was written.
  const { hash, ...body }: AuditRecord = JSON.parse(line);
  if (hash !== digest(body) || JSON.stringify({ ...body, hash }) !== line)
    return { wrong: 'was changed after it was written' };
  if (body.number !== before.number + 1 || body.previous !== before.hash)
    return { wrong: `does not follow record ${before.number}: lines are missing, added or moved` };
  return { ...body, hash };
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const digest = (body: Omit<AuditRecord, 'hash'>): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');
