import * as z from 'zod';
import type { ItemResult } from '../batch.ts';
import type { Call } from '../call.ts';
import { NatError } from '../errors.ts';
import type { Receipt } from '../receipt.ts';
import type { MutationPlan, Request, Steps } from '../runtime/mutation-plan.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import { plainJson } from '../runtime/plain-json.ts';
import type { Mutation } from './names.ts';

export const addAllSchema = <Spec>(spec: z.core.$ZodType<Spec>) =>
  z.strictObject({
    rules: z.array(spec).min(1, 'must hold at least one rule'),
    atomic: z.boolean().exactOptional(),
  });

export const removeAllSchema = z.strictObject({
  ids: z
    .array(z.string().min(1, 'must name a rule'))
    .min(1, 'must name at least one rule')
    .refine((ids) => new Set(ids).size === ids.length, 'must name each rule once'),
});

/** The field of a rule in the input of a batch. */
export const fieldOf = (index: number): string => `rules.${index}`;

/** Several items of one kind: how each is done by itself, and all of them in one request where the cloud can. */
export interface Batch<I, T> {
  readonly items: readonly I[];
  /** One item in words, such as `SNAT rule`. */
  readonly what: string;
  readonly start: (item: I, index: number, call: Call) => Promise<Receipt<T>>;
  /** The mutation that does one item, and its input. */
  readonly alone: (item: I) => { readonly mutation: Mutation; readonly input: object };
  readonly idOf: (value: T, item: I) => string;
  /** The id of an item before it is done, where it has one. */
  readonly knownId?: (item: I) => string;
  /** All or nothing, in one request. */
  readonly whole?: (call: Call) => Promise<Receipt<readonly (T | NatError)[]>>;
  /** Whether a refused request for all is the end of it. */
  readonly atomic?: boolean;
}

/** Completes to one result per item, in order. Items behind one that failed are done, unless nothing further can succeed. */
export function batchPlan<I, T>(batch: Batch<I, T>): MutationPlan<readonly ItemResult<T>[]> {
  const { whole } = batch;
  const items = requestsOf(batch);
  if (!whole) return { steps: items, run: (steps) => oneByOne(batch, steps, 0) };
  const all: Request = { name: `${batch.items.length} ${batch.what}s`, start: whole };
  return { steps: [all, ...items], run: (steps) => allInOne(batch, steps) };
}

const requestsOf = <I, T>({ items, what, start, alone }: Batch<I, T>): readonly Request[] =>
  items.map((item, index) => {
    const { mutation, input } = alone(item);
    return {
      name: `${what} ${index + 1} of ${items.length}`,
      start: (call) => start(item, index, call),
      alone: { mutation, input: plainJson(input) },
    };
  });

/** What a cloud refuses as a whole is done one by one, so that each item has an answer of its own. */
async function allInOne<I, T>(batch: Batch<I, T>, steps: Steps): Promise<readonly ItemResult<T>[]> {
  const { items, atomic = false } = batch;
  const answer = await steps.attempt(0);
  if (!answer.error) {
    const values = isOnePerItem<T>(answer.value, items.length) ? answer.value : undefined;
    return items.map((item, index) => resultOf(batch, item, index, values?.[index] ?? unanswered()));
  }
  const { error, final } = answer;
  if (atomic || final || error.outcome === 'unknown')
    return items.map((item, index) => resultOf(batch, item, index, error));
  return oneByOne(batch, steps, 1);
}

const isOnePerItem = <T>(value: unknown, count: number): value is readonly (T | NatError)[] =>
  Array.isArray(value) && value.length === count;

const unanswered = (): NatError =>
  new NatError('protocol', 'the driver did not answer for each item of the batch', {
    outcome: 'unknown',
    remedy: 'list the rules of the gateway before you add them again',
  });

async function oneByOne<I, T>(
  batch: Batch<I, T>,
  steps: Steps,
  first: number,
): Promise<readonly ItemResult<T>[]> {
  const results: ItemResult<T>[] = [];
  let end: NatError | undefined;
  for (const [index, item] of batch.items.entries()) {
    if (end && !steps.isKnown(first + index)) {
      results.push(resultOf(batch, item, index, notSent(end)));
      continue;
    }
    const answer = await steps.attempt(first + index);
    results.push(resultOf(batch, item, index, answer.error ?? (answer.value as T)));
    if (answer.error && answer.final) end = answer.error;
  }
  return results;
}

function resultOf<I, T>(
  { idOf, knownId }: Batch<I, T>,
  item: I,
  index: number,
  outcome: T | NatError,
): ItemResult<T> {
  if (!NatError.is(outcome)) return { index, id: idOf(outcome, item), value: outcome };
  return { index, ...(knownId && { id: knownId(item) }), error: outcome };
}

export const notSent = ({ code, plain, remedy, retryable }: NatError): NatError =>
  new NatError(code, `not sent, since an item before it failed: ${plain}`, {
    outcome: 'none',
    retryable,
    ...(remedy !== undefined && { remedy }),
  });

/** No cloud removes several rules in one request, all or nothing. */
export const removeAllPlan = (
  kind: 'snat' | 'dnat',
  ids: readonly string[],
  remove: (id: string, call: Call) => Promise<Receipt<void>>,
): MutationPlan<readonly ItemResult<void>[]> =>
  batchPlan<string, void>({
    items: ids,
    what: `removal of ${kind.toUpperCase()} rule`,
    start: (id, _index, call) => removing((own) => remove(id, own))(call),
    alone: (id) => ({ mutation: `${kind}.remove`, input: { id } }),
    idOf: (_value, id) => id,
    knownId: (id) => id,
  });
