import { createHash } from 'node:crypto';
import { canonical } from '@polynat/engine';

/** The same for equal data, whatever the order of members. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');
