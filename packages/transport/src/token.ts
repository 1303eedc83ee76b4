import { hash } from './digest.ts';

/**
 * The token of a generation: the first is the caller's own, later ones are derived from it, so that the same call repeated in another
 * process walks through the same tokens. 32 bytes in base64url are 43 characters, and the shortest any cloud takes is 64.
 */
export function tokenOf(token: string, generation: number): string {
  if (generation === 0) return token;
  const digest = hash('sha256', `${token}:${generation}`, 'base64');
  return digest.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
