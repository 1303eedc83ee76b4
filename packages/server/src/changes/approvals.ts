import type { AuditLog, Policy, Principal } from '@polynat/access';
import type { Engine, Json, RunRecord } from '@polynat/engine';
import type { CloudReads } from '../reading/cloud-reads.ts';
import { absent, denied, Refusal } from '../refusal.ts';
import { instant } from './operation-view.ts';
import {
  type ApprovalAnswer,
  answer,
  approvalProcedure,
  readApproval,
  readApprovalEnd,
} from './run-approval.ts';

/** A request that waits, or waited, for the decision of a second person. */
export interface ApprovalView {
  readonly id: string;
  readonly state: 'waiting' | 'approved' | 'rejected' | 'expired';
  /** Who asked. */
  readonly by: string;
  readonly action: string;
  readonly clouds: readonly string[];
  readonly ref?: string;
  readonly effects: readonly string[];
  /** Hash of what was asked for; a decision has to name it. */
  readonly request: string;
  /** Id of the operation or run that starts when it is approved. */
  readonly run: string;
  /** The change, or the plan. */
  readonly asked: Json;
  readonly created: string;
  readonly expires: string;
  readonly decidedBy?: string;
  readonly note?: string;
}

interface Parts {
  readonly engine: Engine;
  readonly policy: Policy;
  readonly audit: AuditLog;
  readonly reads: CloudReads;
}

/** Decisions of second persons, bound to the hash of what was asked for. */
export class Approvals {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Newest first. */
  async list(principal: Principal): Promise<readonly ApprovalView[]> {
    const { runs } = await this.#parts.engine.list();
    const views = runs.filter(({ procedure }) => procedure === approvalProcedure).map(viewOf);
    const visible = await Promise.all(views.map((view) => this.#sees(principal, view)));
    return views.filter((_view, index) => visible[index]).reverse();
  }

  async get(principal: Principal, id: string): Promise<ApprovalView> {
    const run = await this.#parts.engine.get(id);
    if (!run || run.procedure !== approvalProcedure) throw absent(`approval ${id}`);
    const view = viewOf(run);
    if (!(await this.#sees(principal, view))) throw absent(`approval ${id}`);
    return view;
  }

  async decide(principal: Principal, id: string, given: ApprovalAnswer): Promise<ApprovalView> {
    const { engine, policy, audit } = this.#parts;
    const view = await this.get(principal, id);
    const { action, clouds, ref, run, request } = view;
    const place = { ...(clouds[0] !== undefined && { cloud: clouds[0] }), ...(ref !== undefined && { ref }) };
    const note = (event: 'denied' | 'approved' | 'rejected', reason?: string) =>
      audit.append({
        ...{ who: principal.id, via: 'server', event, action, run, request, ...place },
        ...(reason !== undefined && { reason }),
      });
    const asked = {
      kind: 'approve',
      name: 'approvals.decide',
      effects: [],
      clouds,
      ...(ref !== undefined && { ref }),
    } as const;
    const decision = await policy(asked, principal);
    const refusal =
      view.by === principal.id
        ? 'nobody decides on a request of their own'
        : decision.decision === 'deny'
          ? decision.reason
          : undefined;
    if (refusal !== undefined) {
      await note('denied', refusal);
      throw denied(refusal);
    }
    if (given.request !== request) {
      await note('denied', 'the decision names another request');
      throw new Refusal(409, 'conflict', 'is not the hash of this request', {
        field: 'request',
        remedy: 'read the approval again, look at what is asked for, and decide on that',
      });
    }
    if (view.state !== 'waiting')
      throw new Refusal(409, 'failed-precondition', `the request is ${view.state} already`, {
        remedy: 'no action needed',
      });
    await note(given.decision === 'approve' ? 'approved' : 'rejected', given.note);
    await answer(engine, id, given, principal.id);
    return this.get(principal, id);
  }

  async #sees(principal: Principal, { clouds, ref }: ApprovalView): Promise<boolean> {
    const { reads } = this.#parts;
    const own = reads.aliases(principal);
    if (!clouds.every((alias) => own.includes(alias))) return false;
    if (!principal.scope?.networks) return true;
    if (ref === undefined) return false;
    return reads.gateway(principal, ref).then(
      () => true,
      () => false,
    );
  }
}

function viewOf({ id, input, created, outcome }: RunRecord): ApprovalView {
  const { begins, within, by, action, clouds, ref, effects, request } = readApproval(input);
  const view = {
    ...{ id, by, action, clouds, effects, request, run: begins.run, ...(ref !== undefined && { ref }) },
    asked: begins.kind === 'plan' ? begins.plan : begins.input,
    created: instant(created),
    expires: instant(created + within),
  };
  if (outcome?.state !== 'done') return { ...view, state: 'waiting' };
  const end = readApprovalEnd(outcome.output);
  if (end.state === 'expired') return { ...view, state: 'expired' };
  return { ...view, state: end.state, decidedBy: end.by, ...(end.note !== undefined && { note: end.note }) };
}
