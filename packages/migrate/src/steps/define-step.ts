import { check } from '@polynat/core';
import type { AcceptedOperation, Json, OperationContext, OperationHandler } from '@polynat/engine';
import type * as z from 'zod';
import type { PurchaseReader, PurchaseTerms } from '../purchase.ts';
import type { Bindings } from './bindings.ts';
import type { StepContext } from './context.ts';

/** One step of a plan, as data. */
export interface StepOf<K extends string, Args> {
  /** Unique and the same each time the plan is made. */
  readonly id: string;
  readonly kind: K;
  readonly args: Args;
  /** What it does, for people. */
  readonly summary: string;
}

/**
 * Everything about one kind of step. `Args` are in the plan; rules there name public IPs of the source. `Bound` are in the journal:
 * they name what earlier steps have found out, and are final.
 */
export interface StepDefinition<K extends string, Args, Bound extends object, Result extends Json> {
  readonly kind: K;
  readonly args: z.core.$ZodType<Args>;
  readonly bound: z.core.$ZodType<Bound>;
  readonly result: z.core.$ZodType<Result>;
  bind(args: Args, known: Bindings, step: string): Bound;
  run(context: StepContext, args: Bound, operation: OperationContext): Promise<Result>;
  probe?(context: StepContext, args: Bound, operation: OperationContext): Promise<Result | undefined>;
  complete?(
    context: StepContext,
    args: Bound,
    accepted: AcceptedOperation,
    operation: OperationContext,
  ): Promise<Result | undefined>;
  undo?(context: StepContext, args: Bound, result: Result, operation: OperationContext): Promise<void>;
  /** What later steps get to know. */
  learns?(args: Args, result: Result, known: Bindings): Bindings;
  /** What it does, item by item, where its summary only counts. */
  details?(args: Args): readonly string[];
  /** What it buys: by its bound arguments, read as leniently as can be, and by its result once there is one. */
  costs?(args: unknown, result: Result | undefined): PurchaseTerms;
}

/** A kind of step as plans and engines use it. */
export interface StepType<K extends string, Args> {
  readonly kind: K;
  step(id: string, args: Args, summary: string): StepOf<K, Args>;
  /** A stored step, refused where its arguments are not those of its kind. */
  read(step: StoredStep, field: string): StepOf<K, Args>;
  bind(args: Args, known: Bindings, step: string): object;
  learn(args: Args, result: Json, known: Bindings): Bindings;
  details(args: Args): readonly string[];
  handler(context: StepContext): OperationHandler;
  readonly costs?: PurchaseReader;
}

export interface StoredStep {
  readonly id: string;
  readonly kind: string;
  readonly args: unknown;
  readonly summary: string;
}

export function defineStep<K extends string, Args, Bound extends object, Result extends Json>(
  definition: StepDefinition<K, Args, Bound, Result>,
): StepType<K, Args> {
  const { kind, learns, costs } = definition;
  const isArgs: Shape<Args> = shapeOf(definition.args);
  const isResult: Shape<Result> = shapeOf(definition.result);
  return {
    kind,
    step: (id, args, summary) => ({ id, kind, args, summary }),
    read({ id, args, summary }, field) {
      isArgs(args, `${field}.args`);
      return { id, kind, args, summary };
    },
    bind: (args, known, step) => definition.bind(args, known, step),
    learn(args, result, known) {
      if (!learns) return known;
      isResult(result, `result of ${kind}`);
      return learns(args, result, known);
    },
    details: (args) => definition.details?.(args) ?? [],
    handler: (context) => handlerOf(definition, context),
    ...(costs && {
      costs(args, result) {
        if (result === undefined) return costs(args, undefined);
        isResult(result, `result of ${kind}`);
        return costs(args, result);
      },
    }),
  };
}

function handlerOf<K extends string, Args, Bound extends object, Result extends Json>(
  { kind, run, probe, complete, undo, ...definition }: StepDefinition<K, Args, Bound, Result>,
  context: StepContext,
): OperationHandler {
  const isBound: Shape<Bound> = shapeOf(definition.bound);
  const isResult: Shape<Result> = shapeOf(definition.result);
  const field = `arguments of ${kind}`;
  return {
    async run(args, operation) {
      isBound(args, field);
      return run(context, args, operation);
    },
    ...(probe && {
      async probe(args, operation) {
        isBound(args, field);
        return probe(context, args, operation);
      },
    }),
    ...(complete && {
      async complete(args, accepted, operation) {
        isBound(args, field);
        return complete(context, args, accepted, operation);
      },
    }),
    ...(undo && {
      async undo(args, result, operation) {
        isBound(args, field);
        isResult(result, `result of ${kind}`);
        return undo(context, args, result, operation);
      },
    }),
  };
}

type Shape<T> = (value: unknown, field: string) => asserts value is T;

/**
 * Holds a stored value against a schema and leaves it as it is: an engine compares arguments with its journal to the byte, and a
 * schema puts members into an order of its own.
 */
function shapeOf<T>(schema: z.core.$ZodType<T>): Shape<T> {
  return (value, field) => {
    check(schema, value, field);
  };
}
