import type { NativeOperation } from '@polynat/core';
import * as z from 'zod';

/** What the documents say of the form of an answer. */
export type Shape =
  | { readonly kind: 'value'; readonly type?: ValueType }
  | { readonly kind: 'record'; readonly members: Readonly<Record<string, Shape>> }
  | {
      readonly kind: 'list';
      readonly item: Shape;
      /** Names under which the items may stand in a record, as in `IpLists.IpList[]`. */
      readonly under?: readonly string[];
    };

type ValueType = 'string' | 'number' | 'boolean';

const stated = new WeakMap<object, Shape>();

/** Notes the shape of a schema that reads by a function of its own. */
export function withShape<S extends z.core.$ZodType>(schema: S, shape: Shape): S {
  stated.set(schema, shape);
  return schema;
}

/** What the documents say of the answers of an operation, from the schema that reads them; anything where there is none. */
export function shapeOf(operation: NativeOperation | undefined): Shape {
  return operation && 'response' in operation ? inside(operation.response) : { kind: 'value' };
}

function ofSchema(schema: z.core.$ZodType): Shape {
  const known = stated.get(schema);
  if (known) return known;
  if (schema instanceof z.ZodObject) return recordOf(schema.shape);
  if (schema instanceof z.ZodArray) return { kind: 'list', item: inside(schema.def.element) };
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return inside(schema.def.innerType);
  /** A reader in front of a list or a record, such as one for single items. */
  const behind = schema instanceof z.ZodPipe ? inside(schema.def.out) : undefined;
  return behind && behind.kind !== 'value' ? behind : leafOf(schema);
}

const inside = (schema: unknown): Shape =>
  schema instanceof z.core.$ZodType ? ofSchema(schema) : { kind: 'value' };

const recordOf = (fields: Readonly<Record<string, unknown>>): Shape => ({
  kind: 'record',
  members: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inside(field)])),
});

/** Fields of answers take what can be read as their type: what they make of a `1` or a `true` in text tells which that is. */
function leafOf(schema: z.core.$ZodType): Shape {
  const made = ['1', 'true'].map((text) => z.safeParse(schema, text).data).map((value) => typeof value);
  const type = made.includes('number')
    ? 'number'
    : made.includes('boolean') && !made.includes('string')
      ? 'boolean'
      : made[0];
  return type === 'string' || type === 'number' || type === 'boolean'
    ? { kind: 'value', type }
    : { kind: 'value' };
}
