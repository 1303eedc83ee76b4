import * as z from 'zod';
import type { CredentialDefinition, CredentialField, FieldNames } from './definition.ts';

const schemas = new WeakMap<object, z.ZodType>();

/** Reads credentials: strict, and no message quotes what was given. Made when it is first needed. */
export function schemaOf<C extends object>(definition: CredentialDefinition<C>): z.ZodType<C> {
  const schema = schemas.get(definition) ?? build(definition.fields);
  schemas.set(definition, schema);
  /** Its fields are those of `C`, by the type of the definition. */
  return schema as z.ZodType<C>;
}

function build(fields: Readonly<Record<string, CredentialField>>): z.ZodType {
  const shape = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, textOf(field)]));
  const names = Object.keys(fields).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `must have no fields but ${names}` : undefined),
  });
}

function textOf({ optional, pattern, must }: CredentialField): z.ZodType {
  const printable = z.string('is missing').regex(/^[\x21-\x7e]+$/, 'must be given, without spaces');
  const text = pattern ? printable.regex(pattern, must) : printable;
  return optional ? text.exactOptional() : text;
}

/** The credentials that `read` finds under those names; `undefined` when a required field has no value. */
export function collect<C extends object>(
  { fields }: CredentialDefinition<C>,
  names: FieldNames<C>,
  read: (name: string) => unknown,
): Readonly<Record<string, unknown>> | undefined {
  const found: Record<string, unknown> = {};
  for (const field of Object.keys(fields) as (keyof C & string)[]) {
    const value = namesOf(names, field).map(read).find(Boolean);
    if (value) found[field] = value;
    else if (!fields[field].optional) return undefined;
  }
  return found;
}

/** The names a field has elsewhere. */
export function namesOf<C extends object>(names: FieldNames<C>, field: keyof C): readonly string[] {
  const named: string | readonly string[] | undefined = names[field];
  if (named === undefined) return [];
  return typeof named === 'string' ? [named] : named;
}
