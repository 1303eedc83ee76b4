import * as z from 'zod';
import type { Call } from '../account.ts';
import type { Product } from '../hosts.ts';
import { V3Error } from './errors.ts';

export interface V3Operation {
  readonly product: Product;
  readonly version: string;
  /** `form` when the parameters came as text in a query or form, not as JSON. */
  run(call: Call, parameters: unknown, form: boolean): Readonly<Record<string, unknown>>;
}

/** A number as JSON has it and as a form spells it. A JSON body with a number in quotes is refused, as the API does. */
export interface Numbers {
  readonly int: z.ZodType<number>;
}

const jsonNumbers: Numbers = { int: z.int() };
const formNumbers: Numbers = {
  int: z
    .string()
    .regex(/^-?\d{1,15}$/, 'not an integer')
    .transform(Number),
};

export const text = z.string();
export const texts = z.array(text);

const versions = { bmvpc: '2018-06-25', bmeip: '2018-06-25', bm: '2018-04-23' } as const;

export function operation<T>(
  product: keyof typeof versions,
  schemaOf: (numbers: Numbers) => z.ZodType<T>,
  run: (call: Call, input: T) => Readonly<Record<string, unknown>>,
): V3Operation {
  const schemas = { json: schemaOf(jsonNumbers), form: schemaOf(formNumbers) };
  return {
    product,
    version: versions[product],
    run(call, parameters, form) {
      const parsed = (form ? schemas.form : schemas.json).safeParse(parameters);
      if (!parsed.success) throw parameterError(parsed.error, parameters);
      return run(call, parsed.data);
    },
  };
}

function parameterError(error: z.ZodError, parameters: unknown): V3Error {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    return new V3Error('UnknownParameter', `The parameter \`${issue.keys.join('`, `')}\` is not recognized.`);
  }
  if (valueAt(parameters, issue?.path ?? []) === undefined) {
    return new V3Error('MissingParameter', `The request is missing the required parameter \`${field}\`.`);
  }
  return new V3Error(
    'InvalidParameter',
    `The parameter \`${field}\` is invalid: ${issue?.message ?? 'unknown'}.`,
  );
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = Object.entries(value).find(([name]) => name === String(head))?.[1];
  return valueAt(inner, rest);
}
