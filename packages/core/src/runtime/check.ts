import * as z from 'zod';
import { NatError } from '../errors.ts';

/** Reads outside input through its schema. What does not fit is refused with the path of the field; nothing is sent. */
export function check<T>(schema: z.core.$ZodType<T>, input: unknown, what: string): T {
  const result = z.safeParse(schema, input);
  if (result.success) return result.data;
  const [issue] = deepest(result.error.issues);
  const field = issue?.path.map(String).join('.') || what;
  throw new NatError('invalid-argument', `${issue?.message ?? 'does not fit'} (in ${what})`, { field });
}

/** A union reports one issue for all its branches; the branch that got furthest says best what is wrong. */
function deepest(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const [first] = issues;
  if (first?.code !== 'invalid_union') return issues;
  const inner = first.errors
    .map((branch) => branch.map((issue) => ({ ...issue, path: [...first.path, ...issue.path] })))
    .filter((branch) => branch.every((issue) => issue.code !== 'unrecognized_keys'))
    .sort((left, right) => depth(right) - depth(left));
  return inner[0] ? deepest(inner[0]) : issues;
}

const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map((issue) => issue.path.length));
