import * as z from 'zod';

/** One transform a field: a page of a hundred gateways has some ten thousand of them. */
const read = <T>(readValue: (value: unknown) => T | undefined): z.core.$ZodType<T | undefined> =>
  z.transform(readValue).optional();

/**
 * Fields of answers: numbers as text, missing fields and single items in place of lists never break a read. What a field does not
 * have stays away, and an empty text stays empty, so that a record can be shown as the provider told it.
 */
export const text = read((value) => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
});

export const number = read((value) => {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
});

export const truth = read((value) => {
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  return typeof value === 'boolean' ? value : undefined;
});

export const list = <Item extends z.core.$ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value ?? []].flat()), z.array(item));

/** The id of what a call made: without it the answer means nothing. */
export const id = z.string().min(1);
