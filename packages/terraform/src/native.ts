import * as z from 'zod';

/**
 * Fields of a provider's own record. They only add to what the portable snapshot tells, so one that has an unexpected form counts
 * as missing.
 */
export const nativeText = z.string().min(1).optional().catch(undefined);
export const nativeNumber = z.number().optional().catch(undefined);
export const nativeFlag = z.boolean().optional().catch(undefined);
export const nativeTexts = z.array(z.string()).catch([]);

/** One of the words that the provider of Terraform takes. */
export const nativeWord = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words).optional().catch(undefined);
