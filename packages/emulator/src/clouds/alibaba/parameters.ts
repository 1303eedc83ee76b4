import { refuse } from '../../world/alibaba/refusal.ts';

/** What a table may say about one parameter. A list carries `Name.1`, `Name.2`; objects `Name.1.Field`. */
export interface ParameterRule {
  readonly kind: 'text' | 'integer' | 'boolean' | 'list' | 'objects';
  readonly required: boolean;
  readonly allowed?: readonly string[];
  readonly pattern?: RegExp;
  readonly range?: readonly [least: number, most: number];
  /** How many items a list may have. */
  readonly most?: number;
}

export type ParameterTable = Readonly<Record<string, ParameterRule>>;

interface Kinds {
  readonly text: string;
  readonly integer: number;
  readonly boolean: boolean;
  readonly list: readonly string[];
  readonly objects: readonly Readonly<Record<string, string>>[];
}

type ValueOf<R extends ParameterRule> = R['required'] extends true
  ? Kinds[R['kind']]
  : Kinds[R['kind']] | undefined;

/** The values of a table's parameters. */
export type ParametersOf<T extends ParameterTable> = { readonly [Name in keyof T]: ValueOf<T[Name]> };

type Wire = ReadonlyMap<string, string>;
type Reader<K extends keyof Kinds> = (wire: Wire, name: string, rule: ParameterRule) => Kinds[K] | undefined;

const readers: { readonly [K in keyof Kinds]: Reader<K> } = {
  text: readText,
  integer: readInteger,
  boolean: readBoolean,
  list: readList,
  objects: readObjects,
};

/** Reads what a table asks for and refuses what it forbids. Empty text counts as not sent. */
export function readParameters<T extends ParameterTable>(table: T, wire: Wire): ParametersOf<T> {
  const values = Object.entries(table).map(([name, rule]) => {
    const value = readers[rule.kind](wire, name, rule);
    if (value === undefined && rule.required) missing(name);
    return [name, value] as const;
  });
  // The table is what the type is made from, and every value was read by the rule of its name.
  return Object.fromEntries(values) as ParametersOf<T>;
}

export function missing(name: string): never {
  return refuse('parameter-missing', { variant: name, name });
}

export function malformed(name: string, variant = name): never {
  return refuse('parameter-malformed', { variant, name });
}

export function unsupported(name: string): never {
  return refuse('parameter-unsupported', { variant: name, name });
}

function sent(wire: Wire, name: string): string | undefined {
  const text = wire.get(name);
  return text === '' ? undefined : text;
}

function readText(wire: Wire, name: string, { allowed, pattern }: ParameterRule): string | undefined {
  const text = sent(wire, name);
  if (text === undefined) return undefined;
  if (allowed !== undefined && !allowed.includes(text)) unsupported(name);
  if (pattern !== undefined && !pattern.test(text)) malformed(name);
  return text;
}

function readInteger(wire: Wire, name: string, { range }: ParameterRule): number | undefined {
  const text = sent(wire, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) malformed(name);
  const number = Number(text);
  if (range !== undefined && (number < range[0] || number > range[1])) unsupported(name);
  return number;
}

/** Any letter case, as clients in some languages print True. */
function readBoolean(wire: Wire, name: string): boolean | undefined {
  const text = sent(wire, name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text !== 'true' && text !== 'false') malformed(name);
  return text === 'true';
}

function readList(wire: Wire, name: string, { most, pattern }: ParameterRule): readonly string[] | undefined {
  const items = numbered(wire, name, most).filter(([, rest]) => rest === '');
  const values = items.map(([, , value]) => value);
  if (most !== undefined && values.length > most) unsupported(name);
  if (pattern !== undefined && !values.every((value) => pattern.test(value))) malformed(name);
  return values.length === 0 ? undefined : values;
}

function readObjects(
  wire: Wire,
  name: string,
  { most }: ParameterRule,
): readonly Readonly<Record<string, string>>[] | undefined {
  const objects = new Map<number, Record<string, string>>();
  for (const [index, field, value] of numbered(wire, name, most)) {
    const object = objects.get(index) ?? {};
    object[field] = value;
    objects.set(index, object);
  }
  if (most !== undefined && objects.size > most) unsupported(name);
  return objects.size === 0 ? undefined : [...objects.values()];
}

/**
 * `Name.N` and `Name.N.Field` in order of N; the field is empty for the former. N goes from 1 to as many as the list may
 * have, with or without gaps.
 */
function numbered(
  wire: Wire,
  name: string,
  most = Number.POSITIVE_INFINITY,
): readonly (readonly [number, string, string])[] {
  const found: (readonly [number, string, string])[] = [];
  for (const [key, value] of wire) {
    if (!key.startsWith(`${name}.`)) continue;
    const [, index, field = ''] = /^([1-9]\d{0,3})(?:\.(.+))?$/.exec(key.slice(name.length + 1)) ?? [];
    if (index === undefined) malformed(name);
    if (Number(index) > most) unsupported(name);
    found.push([Number(index), field, value]);
  }
  return found.sort(([one], [other]) => one - other);
}
