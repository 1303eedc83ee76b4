import * as z from 'zod';

/**
 * Fields of requests: strict about what the documents state; numbers may come as decimal text, since a command line has nothing
 * else.
 */
const decimal = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

export const integer = z.union([z.number(), decimal], 'must be a whole number').pipe(z.int());

export const whole = (from: number, to: number) =>
  integer.pipe(z.int().min(from, `must be ${from} to ${to}`).max(to, `must be ${from} to ${to}`));

export const choice = <const Values extends readonly [number, ...number[]]>(values: Values, words: string) =>
  integer.pipe(z.literal(values, `must be ${words}`));

export const ip = z.ipv4('must be an IPv4 address such as 10.11.1.14');
export const ips = z.array(ip).min(1, 'must name at least one address');
export const offset = integer.pipe(z.int().nonnegative('must not be negative')).optional();
