import { type Json, NatError } from '@polynat/core';

/** The only values a journal holds, so that every engine records and replays the same thing. */
export type { Json } from '@polynat/core';

/**
 * A frozen copy of `value`, refused with `invalid-argument` and the path of the first part that JSON cannot carry:
 * `undefined`, functions, dates, class instances, `NaN`, cycles.
 */
export function json(value: unknown, field = 'value'): Json {
  return copy(value, field, []);
}

function copy(value: unknown, field: string, above: readonly object[]): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw refused(field, describe(value));
  if (above.includes(value)) throw refused(field, 'a reference to its own parent');
  const path = [...above, value];
  if (Array.isArray(value)) return copyList(value, field, path);
  if (!isPlain(value)) throw refused(field, `an instance of ${value.constructor?.name ?? 'a class'}`);
  const members = Object.entries(value).map(([key, member]) => [key, copy(member, `${field}.${key}`, path)]);
  return Object.freeze(Object.fromEntries(members));
}

/** `Array.from` also visits holes, which `map` would pass over in silence. */
function copyList(list: readonly unknown[], field: string, path: readonly object[]): Json {
  return Object.freeze(Array.from(list, (member, index) => copy(member, `${field}[${index}]`, path)));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeof value;
}

function refused(field: string, found: string): NatError {
  return new NatError('invalid-argument', `only plain JSON can be recorded, found ${found}`, {
    field,
    remedy: 'leave absent members out, and turn dates and class instances into text or plain objects',
  });
}

/** Whether two JSON values are the same record; the order of members counts, as it does in a journal. */
export function same(left: Json, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** JSON text that is the same for equal data, whatever the order of members: what a digest is taken of. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
