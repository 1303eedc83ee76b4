import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationRecord } from '@polynat/core';
import { UsageError } from '../terminal/failures.ts';

/** Records of accepted changes whose wait ended early, beside the journals. They contain no secret. */
const fileOf = (folder: string, id: string): string => join(folder, `operation-${id}.json`);

export const isOperationId = (id: string): boolean => /^op-[0-9a-f]{8}$/.test(id);

export function keepOperation(folder: string, record: OperationRecord): string {
  const content = JSON.stringify(record);
  const id = `op-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, id), content);
  return id;
}

export function keptOperation(folder: string, id: string): unknown {
  try {
    return JSON.parse(readFileSync(fileOf(folder, id), 'utf8'));
  } catch {
    throw new UsageError(
      `unknown operation "${id}" in ${folder}`,
      'check POLYNAT_STATE; a completed operation is not kept',
    );
  }
}

export const forgetOperation = (folder: string, id: string): void =>
  rmSync(fileOf(folder, id), { force: true });
