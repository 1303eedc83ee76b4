import { createHash, createHmac } from 'node:crypto';

export type Algorithm = 'sha1' | 'sha256';
export type Spelling = 'hex' | 'base64';

export const hash = (algorithm: Algorithm, text: string, spelling: Spelling): string =>
  createHash(algorithm).update(text).digest(spelling);

export const hmac = (
  algorithm: Algorithm,
  key: string | Uint8Array,
  text: string,
  spelling: Spelling,
): string => createHmac(algorithm, key).update(text).digest(spelling);

/** The raw bytes, for signatures that derive one key from another. */
export const hmacBytes = (algorithm: Algorithm, key: string | Uint8Array, text: string): Uint8Array =>
  createHmac(algorithm, key).update(text).digest();
