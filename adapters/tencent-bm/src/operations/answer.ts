import * as z from 'zod';

/**
 * One record, which some pages wrap into a list. The documents give one field different types on different pages (`code` is 0 or
 * `"0"`, `eipCount` a text or a number, `data` an object or a list of one), so nothing of that breaks a read.
 */
export const single = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (Array.isArray(value) ? (value[0] ?? {}) : (value ?? {})), shape);
