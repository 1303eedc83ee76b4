import type { Size } from '../api/types.ts';
import { type Language, tagOf, translate } from '../texts/translate.ts';

export const dateTime = (language: Language, at: string | number): string =>
  new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const date = (language: Language, at: string | number): string =>
  new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium' }).format(new Date(at));

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `in 5 days`, `12 seconds ago`, in the words of the language. */
export function relative(language: Language, at: string | number, now: number): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1_000);
  const [unit, size] = units.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(tagOf(language), { numeric: 'auto' });
  return format.format(Math.trunc(seconds / size), unit);
}

export const daysUntil = (at: string, now: number): number => (Date.parse(at) - now) / 86_400_000;

export function sizeWords(
  language: Language,
  size: Size | { readonly atLeast: { readonly connections: number } },
): string {
  const count = (value: number) => value.toLocaleString(tagOf(language));
  if ('tier' in size) return translate(language, `size.${size.tier}`);
  if ('connections' in size)
    return translate(language, 'size.connections', { count: count(size.connections) });
  if ('units' in size) return translate(language, 'size.units', { count: count(size.units) });
  if ('atLeast' in size)
    return translate(language, 'size.atLeast', { count: count(size.atLeast.connections) });
  return translate(language, 'size.metered');
}
