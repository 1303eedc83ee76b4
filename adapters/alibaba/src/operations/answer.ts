import { type Shape, withShape } from '@polynat/adapter-kit';
import { NatError } from '@polynat/core';
import * as z from 'zod';

/**
 * How one field of an answer is read. Answers are read leniently, since documents, samples and service disagree: numbers come as
 * text, lists come wrapped, bare, single or empty, fields come and go. What is unknown passes untouched.
 *
 * A page of fifty gateways is normalised in place rather than cloned: that costs a tenth of parsing the JSON it came in, where a
 * schema of lenient unions costs as much as the parsing itself.
 */
export interface Field<T, P extends Presence = 'maybe'> {
  readonly read: (value: unknown) => T | undefined;
  readonly presence: P;
  /** What `typeof` says of a value that needs no reading. */
  readonly form?: 'string' | 'number' | 'boolean';
  /** Other spellings of the field's name. */
  readonly also?: readonly string[];
  /** Of a record or a list; the form says it of values. */
  readonly shape?: Shape;
}

type Presence = 'maybe' | 'always';
export type Fields = Readonly<Record<string, Field<unknown, Presence>>>;
type Value<F> = F extends Field<infer T, Presence> ? T : never;
type AlwaysNames<F extends Fields> = {
  [N in keyof F]: F[N] extends Field<unknown, 'always'> ? N : never;
}[keyof F];

/** The answer or record a table of fields describes. */
export type Answer<F extends Fields> = { readonly [N in AlwaysNames<F>]: Value<F[N]> } & {
  readonly [N in Exclude<keyof F, AlwaysNames<F>>]?: Value<F[N]>;
};

type Bag = Record<string, unknown>;

const maybe = <T>(read: (value: unknown) => T | undefined): Field<T> => ({ read, presence: 'maybe' });
const formed = <T>(
  form: 'string' | 'number' | 'boolean',
  read: (value: unknown) => T | undefined,
): Field<T> => ({
  ...maybe(read),
  form,
});

/** A number too large to have survived JSON, such as a 64-bit account id, is left out rather than shown wrong. */
export const text: Field<string> = formed('string', (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : `${value}`;
  return typeof value === 'boolean' ? `${value}` : undefined;
});

/** Text that identifies its record: always there, empty in the worst case. */
export const id: Field<string, 'always'> = {
  read: (value) => text.read(value) ?? '',
  presence: 'always',
  form: 'string',
};

export const number: Field<number> = formed('number', (value) => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? undefined : parsed;
});

export const flag: Field<boolean> = formed('boolean', (value) => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true') return true;
  return word === 'false' ? false : undefined;
});

/** A field whose name the document spells in more than one way. */
export const spelled = <T, P extends Presence>(field: Field<T, P>, ...also: string[]): Field<T, P> => ({
  ...field,
  also,
});

const shapeOfField = ({ shape, form }: Field<unknown, Presence>): Shape =>
  shape ?? { kind: 'value', ...(form && { type: form }) };

const recordShape = (fields: Fields): Shape => ({
  kind: 'record',
  members: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shapeOfField(field)])),
});

/** A record inside a record. Missing, `null` and the empty text an XML reader gives for an empty element all mean none. */
export const record = <F extends Fields>(fields: F): Field<Answer<F>> => {
  const normalise = normaliser(fields);
  return { ...maybe((value) => (isBag(value) ? normalise(value) : undefined)), shape: recordShape(fields) };
};

/**
 * A list under the name of its items, as in `Zones.Zone[]`: wrapped, bare, one item without its array, empty or missing, all mean
 * the same list. Several names where the service and its document spell the item differently.
 */
export function list<T>(
  itemNames: string | readonly string[],
  item: Field<T, Presence>,
): Field<readonly T[], 'always'> {
  const names = typeof itemNames === 'string' ? [itemNames] : itemNames;
  return {
    presence: 'always',
    read: (value) => readAll(itemsOf(value, names), item.read),
    shape: { kind: 'list', item: shapeOfField(item), under: names },
  };
}

/** In place for as long as every item can be read, which is always. */
function readAll<T>(entries: unknown[], read: (entry: unknown) => T | undefined): readonly T[] {
  let unreadable = 0;
  for (let index = 0; index < entries.length; index += 1) {
    const item = read(entries[index]);
    if (item === undefined) unreadable += 1;
    if (item !== entries[index]) entries[index] = item;
  }
  const items = unreadable === 0 ? entries : entries.filter((entry) => entry !== undefined);
  // Every entry has just been given the type its reader promises.
  return items as readonly T[];
}

function itemsOf(value: unknown, names: readonly string[]): unknown[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  if (!isBag(value)) return [value];
  const name = names.find((candidate) => candidate in value);
  if (name !== undefined) return itemsOf(value[name], []);
  return Object.keys(value).length === 0 ? [] : [value];
}

/** What every answer has. */
const envelope = { RequestId: text };
export type WithEnvelope<F> = F & typeof envelope;

/** The schema of a whole answer. Only what is no record at all does not fit. A lone transform, since a pipe remembers what passes. */
export function answer<F extends Fields>(fields: F): z.ZodTransform<Answer<WithEnvelope<F>>> {
  const normalise = normaliser<WithEnvelope<F>>({ ...fields, ...envelope });
  const schema = z.transform((body: unknown) => {
    if (!isBag(body)) throw new NatError('protocol', 'the answer is no record', { outcome: 'unknown' });
    return normalise(body);
  });
  return withShape(schema, recordShape({ ...fields, ...envelope }));
}

/**
 * Walks the members an answer has rather than the fields it may have, and touches only what is not yet in its form: most members
 * are text that shall be text.
 */
function normaliser<F extends Fields>(fields: F): (bag: Bag) => Answer<F> {
  const table = Object.entries(fields);
  const readers = new Map<string, Field<unknown, Presence>>(table);
  const always = table.filter(([, { presence }]) => presence === 'always');
  const spelled = table.filter(([, { also }]) => also !== undefined);
  return (bag) => {
    for (const [name, { also = [] }] of spelled) respell(bag, name, also);
    for (const name in bag) {
      const field = readers.get(name);
      if (field !== undefined && typeof bag[name] !== field.form) correct(bag, name, field);
    }
    for (const [name, field] of always) bag[name] ??= field.read(undefined);
    // Every field has just been given the type its reader promises.
    return bag as Answer<F>;
  };
}

function correct(bag: Bag, name: string, { read }: Field<unknown, Presence>): void {
  const value = read(bag[name]);
  if (value === undefined) delete bag[name];
  else bag[name] = value;
}

function respell(bag: Bag, name: string, others: readonly string[]): void {
  const other = others.find((candidate) => candidate in bag);
  if (name in bag || other === undefined) return;
  bag[name] = bag[other];
  delete bag[other];
}

const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
