import type { Field } from './field.ts';

/** What a person has entered, by path. */
export type Entry = string | readonly string[];
export type Entries = Readonly<Record<string, Entry>>;

/** Where the chosen branch of a union is kept, and the length of a list. */
export const branchPath = (path: string): string => `${path}?`;
export const lengthPath = (path: string): string => `${path}#`;

export const textAt = (entries: Entries, path: string): string => {
  const entry = entries[path];
  return typeof entry === 'string' ? entry : '';
};

export const lengthOf = (entries: Entries, field: Field): number =>
  Number(textAt(entries, lengthPath(field.path)) || (field.required ? 1 : 0));

/** The input of the write; undefined where nothing was entered. */
export function inputOf(field: Field, entries: Entries): unknown {
  if (field.unsupported && field.path !== '') return undefined;
  const text = textAt(entries, field.path).trim();
  switch (field.kind) {
    case 'constant':
      return field.value;
    case 'group':
      return membersOf(field.fields, entries, field.required);
    case 'list':
      return Array.from({ length: lengthOf(entries, field) }, (_item, index) =>
        inputOf(field.item(index), entries),
      ).filter((item) => item !== undefined);
    case 'variants':
      return branchOf(field, entries);
    case 'lines':
      return linesAt(entries, field.path);
    case 'pairs':
      return pairsIn(text);
    case 'ports':
      return portsIn(text);
    case 'number':
      return text === '' ? undefined : Number(text);
    case 'flag':
      return text === 'true' ? true : field.required ? false : undefined;
    case 'choice':
      if (text === '') return undefined;
      return field.asJson ? JSON.parse(text) : text;
    case 'text':
      return text === '' ? undefined : text;
  }
}

function membersOf(fields: readonly Field[], entries: Entries, required: boolean): object | undefined {
  const members = fields
    .map((field) => [field.path.split('.').at(-1) ?? '', inputOf(field, entries)] as const)
    .filter(([, value]) => value !== undefined);
  return members.length === 0 && !required ? undefined : Object.fromEntries(members);
}

function branchOf(field: Extract<Field, { readonly kind: 'variants' }>, entries: Entries): unknown {
  const chosen = chosenBranch(field, entries);
  const variant = field.variants.find(({ key }) => key === chosen);
  if (!variant || variant.unsupported) return undefined;
  return variant.field ? inputOf(variant.field, entries) : variant.constant;
}

/** The first branch that the cloud takes stands for a required member until another is chosen. */
export function chosenBranch(field: Extract<Field, { readonly kind: 'variants' }>, entries: Entries): string {
  const chosen = textAt(entries, branchPath(field.path));
  if (chosen !== '' || !field.required) return chosen;
  return field.variants.find(({ unsupported }) => !unsupported)?.key ?? '';
}

function linesAt(entries: Entries, path: string): readonly string[] | undefined {
  const entry = entries[path];
  const lines = (typeof entry === 'string' ? entry.split(/[\n,]+/) : (entry ?? []))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}

/** `team=shop`, one a line. */
function pairsIn(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(
      (line) =>
        [
          line.replace(/=.*$/s, '').trim(),
          line.includes('=') ? line.slice(line.indexOf('=') + 1).trim() : '',
        ] as const,
    );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** `443`, `8000-8010` or `any`; what is none of these goes to the server as it is, which says what is wrong. */
function portsIn(text: string): unknown {
  if (text === '') return undefined;
  const [, from = '', to] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text) ?? [];
  if (from === '') return text === '*' ? 'any' : text;
  return to === undefined ? Number(from) : { from: Number(from), to: Number(to) };
}

/** Required places that are still empty, by path. */
export function missingIn(field: Field, entries: Entries): readonly string[] {
  if (field.unsupported && field.path !== '') return [];
  if (field.kind === 'group') {
    const isLeftOut = !field.required && inputOf(field, entries) === undefined;
    return isLeftOut ? [] : field.fields.flatMap((one) => missingIn(one, entries));
  }
  if (field.kind === 'list')
    return Array.from({ length: lengthOf(entries, field) }, (_item, index) =>
      missingIn(field.item(index), entries),
    ).flat();
  if (field.kind === 'variants') {
    const variant = field.variants.find(({ key }) => key === chosenBranch(field, entries));
    if (variant?.field) return missingIn(variant.field, entries);
  }
  return field.required && inputOf(field, entries) === undefined ? [field.path] : [];
}
