import { createHash } from 'node:crypto';

/**
 * The token of a step of an operation. Every step is a logical write of its own; the first keeps the operation's token, later ones
 * have one derived from all of it, so that two operations with names alike never share one, and another process derives the same.
 * 32 bytes in base64url are 43 characters.
 */
export function stepToken(token: string, index: number): string {
  if (index === 0) return token;
  return createHash('sha256').update(`${token} step ${index}`).digest('base64url');
}
