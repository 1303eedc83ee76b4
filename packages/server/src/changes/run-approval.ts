import { type Engine, type Json, json, type OperationHandler, type Procedure } from '@polynat/engine';
import * as z from 'zod';

export const approvalProcedure = 'polynat.approval';
const question = 'approval';

export const decisions = ['approve', 'reject'] as const;

const begins = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('change'),
    run: z.string(),
    input: z.custom<Json>(),
    lock: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('plan'), run: z.string(), plan: z.custom<Json>() }),
]);

/** What starts once somebody has approved it. */
export type Begins = z.output<typeof begins>;

const approval = z.object({
  /** Who asked. */
  by: z.string(),
  action: z.string(),
  clouds: z.array(z.string()),
  ref: z.string().exactOptional(),
  effects: z.array(z.string()),
  /** Hash of what was asked for. */
  request: z.string(),
  /** Milliseconds. */
  within: z.number(),
  begins,
});

export type ApprovalRequest = z.output<typeof approval>;
export const readApproval = (input: unknown): ApprovalRequest => approval.parse(input);

const answerTo = (request: string) =>
  z.strictObject({
    decision: z.enum(decisions),
    /** An answer about anything else is not one to this request. */
    request: z.literal(request),
    note: z.string().exactOptional(),
  });

export interface ApprovalAnswer {
  readonly decision: (typeof decisions)[number];
  readonly request: string;
  readonly note?: string;
}

export type ApprovalEnd =
  | { readonly state: 'approved' | 'rejected'; readonly by: string; readonly note?: string }
  | { readonly state: 'expired' };

/** Gives the answer of a person to a request. Who may give it, the service has decided. */
export async function answer(engine: Engine, id: string, given: ApprovalAnswer, by: string): Promise<void> {
  await engine.signal(id, question, json(given), by);
  await (await engine.resume(id)).wait();
}

/** Holds no lock while it waits: a request that nobody decides on keeps nobody from working. */
export const registerApprovals = (
  engine: Engine,
  start: (begins: Begins, approvedBy: string) => Promise<void>,
): void => {
  engine.operation('polynat.approval.start', starting(start));
  engine.procedure(approvalProcedure, 1, awaitApproval);
};

const awaitApproval: Procedure = async (run, input) => {
  const { by, request, within, begins: what } = readApproval(input);
  const given = await run.waitFor(question, { schema: answerTo(request), within });
  if (!given) return { state: 'expired' };
  const { decision, note } = given.value;
  const said = { by: given.by, ...(note !== undefined && { note }) };
  // Whoever answers around the service cannot approve a request of their own either.
  if (decision === 'reject' || given.by === by) return { state: 'rejected', ...said };
  await run.do({
    name: 'start',
    kind: 'polynat.approval.start',
    args: json({ begins: what, approvedBy: given.by }),
  });
  return { state: 'approved', ...said };
};

const startArguments = z.object({ begins, approvedBy: z.string() });

const starting = (start: (begins: Begins, approvedBy: string) => Promise<void>): OperationHandler => ({
  async run(args) {
    const { begins: what, approvedBy } = startArguments.parse(args);
    await start(what, approvedBy);
    return null;
  },
});

const ended = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['approved', 'rejected']), by: z.string(), note: z.string().exactOptional() }),
  z.object({ state: z.literal('expired') }),
]);

export const readApprovalEnd = (output: unknown): ApprovalEnd => ended.parse(output);
