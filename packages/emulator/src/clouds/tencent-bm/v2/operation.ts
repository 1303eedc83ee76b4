import * as z from 'zod';
import type { Product } from '../../tencent/hosts.ts';
import type { Tree } from '../../tencent/parameters.ts';
import type { Call } from '../call.ts';
import { breakdown, common, invalidValue, type V2Code, V2Error } from './errors.ts';

type V2Parameters = Readonly<Record<string, Tree>>;

/** What an action adds to the envelope: `data`, and for lists `totalCount` beside it. */
export type V2Answer = Readonly<Record<string, unknown>>;

export interface V2Operation {
  /** Hosts that serve it. */
  readonly products: readonly Product[];
  readonly invalid: V2Code;
  readonly breakdown: V2Code;
  /** DescribeRegions is the one action that is asked without a region. */
  readonly regional: boolean;
  run(call: Call, parameters: V2Parameters): V2Answer;
}

export const int = z
  .string()
  .regex(/^-?\d{1,15}$/, 'not a whole number')
  .transform(Number);
export const text = z.string();
export const texts = z.array(text);

export const paging = {
  offset: int.pipe(z.int().nonnegative()).default(0),
  orderDirection: z.enum(['asc', 'desc']).optional(),
};

export const limit = (most: number) => int.pipe(z.int().min(1).max(most)).default(20);

interface Traits {
  readonly products?: readonly Product[];
  readonly invalid?: V2Code;
  readonly breakdown?: V2Code;
  readonly regional?: boolean;
}

/** An action from the schema of its parameters and what it does; the schema's names are those of the newest pages. */
export function operation<T>(
  schema: z.core.$ZodType<T>,
  run: (call: Call, input: T) => V2Answer,
  traits: Traits = {},
): V2Operation {
  const invalid = traits.invalid ?? invalidValue.common;
  return {
    products: traits.products ?? ['bmvpc', 'vpc'],
    invalid,
    breakdown: traits.breakdown ?? breakdown.common,
    regional: traits.regional ?? true,
    run(call, parameters) {
      const modern = modernise(parameters);
      const parsed = z.safeParse(schema, modern);
      if (!parsed.success) throw parameterError(parsed.error, modern, invalid);
      return run(call, parsed.data);
    },
  };
}

/** Names of earlier generations of the pages; the newer name wins when both are sent. */
const formerNames = { vpcId: 'unVpcId', subnetId: 'unSubnetId', subnetIds: 'unSubnetIds' };

function modernise({ ips, ...rest }: V2Parameters): V2Parameters {
  if (ips === undefined) return rename(rest);
  return {
    ...rename(rest),
    ips: isTreeList(ips) ? ips.map((part) => (isTreeObject(part) ? rename(part) : part)) : ips,
  };
}

function isTreeList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

function isTreeObject(tree: Tree): tree is { readonly [name: string]: Tree } {
  return typeof tree === 'object' && !isTreeList(tree);
}

function rename(parameters: { readonly [name: string]: Tree }): V2Parameters {
  const renamed = Object.entries(formerNames).flatMap(([former, name]) => {
    const value = parameters[former];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(renamed), ...parameters };
}

function parameterError(error: z.ZodError, parameters: V2Parameters, invalid: V2Code): V2Error {
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  const missing = issue?.path.length === 1 && parameters[field] === undefined;
  if (missing) return new V2Error(common.invalidParameter, `parameter ${field} is missing`);
  return new V2Error(invalid, `parameter ${field} is invalid: ${issue?.message ?? 'unknown'}`);
}
