import { createHash } from 'node:crypto';

/** The number of an account, as clouds give it to whoever asks: drawn from its key, so that it survives a reset. */
export function accountNumber(accessKeyId: string, digits: number): string {
  const drawn = createHash('sha256').update(`account of ${accessKeyId}`).digest().readBigUInt64BE();
  const rest = `${drawn % 10n ** BigInt(digits - 1)}`;
  return `1${rest.padStart(digits - 1, '0')}`;
}
