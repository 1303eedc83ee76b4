import * as z from 'zod';

/**
 * Fields of answers. The documents give one field different types on different pages (`code` is 0 or `"0"`, `eipCount` a text or a
 * number, `data` an object or a list of one), so nothing of that breaks a read. What a field does not have stays away.
 */
export const text = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' ? value : undefined;
  });

export const number = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  });

export const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value ?? []].flat()), z.array(item));

/** One record, which some pages wrap into a list. */
export const single = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (Array.isArray(value) ? (value[0] ?? {}) : (value ?? {})), shape);

/** The id of what an answer is about: without it the answer means nothing. */
export const id = z.string().min(1);
