import * as z from 'zod';
import type { WorkFault } from './cloud.ts';

const target = {
  cloud: z.enum(['alibaba', 'baidu', 'tencentBm', 'tencentVpc', '*']).default('*'),
  /** Documented name of one operation, or `*` for all. */
  operation: z.string().min(1).default('*'),
  /** How many times it strikes; without a count until it is cleared. */
  count: z.int().positive().optional(),
  /** Chance to strike a matching request; 1 unless given. */
  probability: z.number().gt(0).max(1).optional(),
};

/** Whether the operation took effect although the caller was told of a breakdown. */
const committed = z.boolean().default(false);

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('throttle'), retryAfter: z.number().positive().optional(), ...target }),
  z.strictObject({ kind: z.literal('server-error'), committed, ...target }),
  z.strictObject({ kind: z.literal('reset-before'), ...target }),
  z.strictObject({ kind: z.literal('reset-after'), ...target }),
  z.strictObject({ kind: z.literal('truncate'), ...target }),
  z.strictObject({
    kind: z.literal('html'),
    committed,
    status: z.int().min(200).max(599).default(502),
    ...target,
  }),
  z.strictObject({
    kind: z.literal('answer'),
    committed,
    status: z.int().min(200).max(599),
    body: z.string(),
    ...target,
  }),
  z.strictObject({ kind: z.literal('reworded'), find: z.string().min(1), by: z.string(), ...target }),
  z.strictObject({ kind: z.literal('slow'), delay: z.number().positive().max(600_000), ...target }),
  z.strictObject({ kind: z.literal('clock-skew'), seconds: z.number(), ...target }),
  z.strictObject({ kind: z.literal('stuck'), ...target }),
  z.strictObject({ kind: z.literal('failed'), ...target }),
  z.strictObject({ kind: z.literal('out-of-stock'), ...target }),
]);

const faultListSchema = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(faultSchema),
);

/** A fault to inject, as the control plane takes it. */
export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export type AnswerFault = Extract<Fault, { kind: 'throttle' | 'server-error' | 'html' | 'answer' }>;

/** What the faults that strike one request do to it. */
export interface FaultPlan {
  /** Kinds that struck, in the order of the list; for the request log. */
  readonly kinds: string[];
  /** Replaces the answer; the first in the list wins. */
  answer?: AnswerFault;
  resetBefore: boolean;
  resetAfter: boolean;
  truncate: boolean;
  /** Texts to replace in the body of the answer. */
  readonly rewordings: { readonly find: string; readonly by: string }[];
  /** Milliseconds between the commit and the answer. */
  delay: number;
  /** Milliseconds the cloud's own clock is off. */
  clockSkew: number;
}

/** The faults of an emulator, as whoever injects them sees them. */
export interface FaultControls {
  readonly empty: boolean;
  /** Adds one fault or several; throws an Error naming the field. */
  append(faults: FaultInput | readonly FaultInput[]): void;
  /** Puts these in place of all others. */
  replace(faults: FaultInput | readonly FaultInput[]): void;
  clear(): void;
  /** The faults still waiting, with `count` as what is left of it. */
  list(): readonly Fault[];
}

export interface FaultBox extends FaultControls {
  /** Draws the faults that strike this request. */
  plan(cloud: string, operation: string): FaultPlan;
  /** Draws a fault of the work behind a request. Asked only when there is work, so that reads use none up. */
  workFault(cloud: string, operation: string): WorkFault | undefined;
}

/** Reads one fault or a list of them; throws a ZodError naming the field. */
export function parseFaults(input: unknown): readonly Fault[] {
  return faultListSchema.parse(input);
}

function isWorkFault(kind: Fault['kind']): kind is WorkFault {
  return kind === 'stuck' || kind === 'failed' || kind === 'out-of-stock';
}

const answers: ReadonlySet<Fault['kind']> = new Set(['throttle', 'server-error', 'html', 'answer']);

function replacesAnswer(fault: Fault): fault is AnswerFault {
  return answers.has(fault.kind);
}

function apply(plan: FaultPlan, fault: Fault): void {
  if (fault.kind === 'reset-before') plan.resetBefore = true;
  else if (fault.kind === 'reset-after') plan.resetAfter = true;
  else if (fault.kind === 'truncate') plan.truncate = true;
  else if (fault.kind === 'reworded') plan.rewordings.push(fault);
  else if (fault.kind === 'slow') plan.delay += fault.delay;
  else if (fault.kind === 'clock-skew') plan.clockSkew += fault.seconds * 1000;
  else if (replacesAnswer(fault)) plan.answer ??= fault;
  plan.kinds.push(fault.kind);
}

/** Documented names of the operations of a cloud, or of all for `*`. */
export type KnownOperations = (cloud: Fault['cloud']) => readonly string[];

function checkOperations(faults: readonly Fault[], known: KnownOperations): readonly Fault[] {
  for (const { cloud, operation } of faults) {
    const names = known(cloud);
    if (operation === '*' || names.includes(operation)) continue;
    const where = cloud === '*' ? 'any cloud' : cloud;
    throw new Error(
      `operation: "${operation}" is not an operation of ${where}; use * or one of ${names.join(', ')}`,
    );
  }
  return faults;
}

export function createFaultBox(fraction: () => number, known?: KnownOperations): FaultBox {
  let faults: Fault[] = [];
  const read = (input: unknown) => {
    const parsed = parseFaults(input);
    return known === undefined ? parsed : checkOperations(parsed, known);
  };
  const matches = (fault: Fault, cloud: string, operation: string) =>
    (fault.cloud === '*' || fault.cloud === cloud) &&
    (fault.operation === '*' || fault.operation === operation) &&
    (fault.probability === undefined || fraction() < fault.probability);
  const useUp = (fault: Fault) => {
    if (fault.count === undefined) return;
    fault.count -= 1;
    if (fault.count === 0) faults = faults.filter((other) => other !== fault);
  };
  return {
    get empty() {
      return faults.length === 0;
    },
    append(input) {
      faults = [...faults, ...read(input)];
    },
    replace(input) {
      faults = [...read(input)];
    },
    clear() {
      faults = [];
    },
    list: () => faults.map((fault) => ({ ...fault })),
    plan(cloud, operation) {
      const plan: FaultPlan = {
        kinds: [],
        resetBefore: false,
        resetAfter: false,
        truncate: false,
        rewordings: [],
        delay: 0,
        clockSkew: 0,
      };
      for (const fault of faults) {
        if (isWorkFault(fault.kind) || !matches(fault, cloud, operation)) continue;
        apply(plan, fault);
        useUp(fault);
      }
      return plan;
    },
    workFault(cloud, operation) {
      const fault = faults.find((each) => isWorkFault(each.kind) && matches(each, cloud, operation));
      if (fault === undefined || !isWorkFault(fault.kind)) return undefined;
      useUp(fault);
      return fault.kind;
    },
  };
}
