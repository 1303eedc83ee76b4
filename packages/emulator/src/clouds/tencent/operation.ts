import * as z from 'zod';
import { ApiError } from './api-error.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** How one operation of API 3.0 reads its parameters and answers. `Call` is what the product hands it. */
export interface ApiOperation<Call> {
  /** `form` when the parameters came as text in a query or form, not as JSON. */
  run(call: Call, parameters: unknown, form: boolean): Answer;
}

/** Values as JSON has them and as a form spells them. A JSON body with a number in quotes is refused, as the API does. */
export interface Scalars {
  readonly int: z.ZodType<number>;
  readonly bool: z.ZodType<boolean>;
}

const jsonScalars: Scalars = { int: z.int(), bool: z.boolean() };
const formScalars: Scalars = {
  int: z
    .string()
    .regex(/^-?\d{1,15}$/, 'not an integer')
    .transform(Number),
  bool: z
    .string()
    .regex(/^(true|false|1|0)$/i, 'neither true nor false')
    .transform((value) => /^(true|1)$/i.test(value)),
};

export const text = z.string();
export const texts = z.array(text);

export function apiOperation<Call, Input>(
  schemaOf: (scalars: Scalars) => z.core.$ZodType<Input>,
  run: (call: Call, input: Input) => Answer,
): ApiOperation<Call> {
  const schemas = { json: schemaOf(jsonScalars), form: schemaOf(formScalars) };
  return {
    run(call, parameters, form) {
      const parsed = z.safeParse(form ? schemas.form : schemas.json, parameters);
      if (!parsed.success) throw parameterError(parsed.error, parameters);
      return run(call, parsed.data);
    },
  };
}

/** A check whose failure the product names with a code of its own. */
export function coded(code: string, message: string): z.core.$ZodCustomParams {
  return { error: message, params: { code } };
}

function parameterError(error: z.ZodError, parameters: unknown): ApiError {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    return new ApiError(
      'UnknownParameter',
      `The parameter \`${issue.keys.join('`, `')}\` is not recognized.`,
    );
  }
  if (valueAt(parameters, issue?.path ?? []) === undefined) {
    return new ApiError('MissingParameter', `The request is missing the required parameter \`${field}\`.`);
  }
  const code =
    issue?.code === 'custom' ? String(issue.params?.code ?? 'InvalidParameter') : 'InvalidParameter';
  return new ApiError(code, `The parameter \`${field}\` is invalid: ${issue?.message ?? 'unknown'}.`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = Object.entries(value).find(([name]) => name === String(head))?.[1];
  return valueAt(inner, rest);
}
