import { choice, whole } from '@polynat/tencent';
import * as z from 'zod';

/** Such as `vpc-kd7d06of`; networks and subnets have an integer of their own beside it. */
export const identifier = z
  .union([z.string(), z.int().nonnegative().transform(String)])
  .pipe(z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be an id as the API prints it, such as vpc-kd7d06of'));

export const identifiers = z.array(identifier).min(1, 'must name at least one');

/** https://cloud.tencent.com/document/api/386/9348 */
export const namePattern = /^[\p{Script=Han}A-Za-z0-9_]{1,25}$/u;
export const nameWords = 'be 1 to 25 Chinese characters, letters, digits or underscores';
export const name = z.string().regex(namePattern, `must ${nameWords}`);

/** https://cloud.tencent.com/document/api/386/9354 */
export const capacities = [1_000_000, 3_000_000, 10_000_000] as const;
export const capacity = choice(capacities, '1000000 (small), 3000000 (medium) or 10000000 (large)');

export const forwardMode = choice([0, 1], '0 (by address) or 1 (by block)');
export const exclusive = choice([0, 1], '0 (shared) or 1 (exclusive)');

/** https://cloud.tencent.com/document/api/386/9350: one to four, given or bought. */
export const addressesAtMost = 4;
export const newAddresses = whole(0, addressesAtMost);

/** `undefined` when the addresses given and the ones to buy are one to four together. */
export function addressTrouble(given: readonly string[] = [], bought = 0): string | undefined {
  const count = given.length + bought;
  if (count === 0) return 'must name addresses, or tell how many to buy';
  return count > addressesAtMost ? `must be ${addressesAtMost} at most, bought ones counted` : undefined;
}

export const payMode = z.enum(['flow', 'bandwidth'], 'must be flow or bandwidth');
export const direction = z.enum(['asc', 'desc'], 'must be asc or desc');
export const filterText = z.string().min(1);
