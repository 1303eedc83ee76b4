import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationRecord } from '@polynat/core';
import { isCertainlyDead, ownMark } from '@polynat/engine';
import * as z from 'zod';
import { UsageError } from '../terminal/failures.ts';

const recordSchema = z.looseObject({
  cloud: z.string(),
  mutation: z.string(),
  receipts: z.array(z.looseObject({ subject: z.json(), requestId: z.exactOptional(z.string()) })),
});

const keptSchema = z.object({
  by: z.strictObject({ host: z.string(), machine: z.string(), pid: z.int(), started: z.string() }),
  operation: recordSchema,
});

/** An accepted change whose command has not seen it end. */
export interface KeptOperation {
  readonly id: string;
  /** `running`: the command that waits for it may still live. */
  readonly state: 'running' | 'interrupted';
  /** For `nat.resume`, which checks the rest of it. */
  readonly operation: z.output<typeof recordSchema>;
  /** Milliseconds since 1970 at which the cloud accepted the latest part of it. */
  readonly created: number;
  /** Version 0.1 noted none. */
  readonly owner?: { readonly host: string; readonly pid: number };
}

/** Records of accepted changes, beside the journals, until their commands have seen them end. They contain no secret. */
const fileOf = (folder: string, id: string): string => join(folder, `operation-${id}.json`);

export const isOperationId = (id: string): boolean => /^op-[0-9a-f]{8}$/.test(id);

/** The same however much of the change is accepted by now. */
const operationId = (token: string): string =>
  `op-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;

/** A record is replaced as a whole: a process that dies while it writes leaves the one before, which has the receipts so far. */
export function keepOperation(folder: string, operation: OperationRecord): string {
  const id = operationId(operation.token);
  mkdirSync(folder, { recursive: true });
  const path = fileOf(folder, id);
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, JSON.stringify({ by: ownMark(), operation }), { flush: true });
  renameSync(beside, path);
  return id;
}

export function keptOperation(folder: string, id: string): KeptOperation {
  const kept = readKept(folder, id);
  if (kept) return kept;
  throw new UsageError(
    `unknown operation "${id}" in ${folder}`,
    'check POLYNAT_STATE; a completed operation is not kept',
  );
}

/** Oldest first. */
export function keptOperations(folder: string): readonly KeptOperation[] {
  return filesIn(folder)
    .flatMap((file) => /^operation-(op-[0-9a-f]{8})\.json$/.exec(file)?.[1] ?? [])
    .flatMap((id) => readKept(folder, id) ?? [])
    .sort((left, right) => left.created - right.created);
}

export const forgetOperation = (folder: string, id: string): void =>
  rmSync(fileOf(folder, id), { force: true });

/** `undefined` when it is not there, or is no record. */
function readKept(folder: string, id: string): KeptOperation | undefined {
  try {
    const path = fileOf(folder, id);
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { data } = keptSchema.safeParse(content);
    // Version 0.1 kept the bare record.
    const operation = data?.operation ?? recordSchema.parse(content);
    return {
      ...{ id, operation, created: statSync(path).mtimeMs },
      state: !data || isCertainlyDead(data.by) ? 'interrupted' : 'running',
      ...(data && { owner: { host: data.by.host, pid: data.by.pid } }),
    };
  } catch {
    return undefined;
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
