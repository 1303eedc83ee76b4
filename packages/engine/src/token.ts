import { createHash } from 'node:crypto';

/**
 * The idempotency token of an operation: the same in every process and on every machine. The cloud sees a new one only after a
 * definite failure was recorded. 43 characters of base64url; Alibaba Cloud and EC2 accept 64 of ASCII.
 */
export function operationToken(run: string, name: string, generation: number): string {
  return digest([run, name, generation]);
}

/** Undoing is a request of its own. */
export function undoToken(run: string, name: string, generation: number): string {
  return digest([run, name, generation, 'undo']);
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
