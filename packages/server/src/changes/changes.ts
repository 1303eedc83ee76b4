import {
  type Action,
  type AuditEntry,
  type AuditLog,
  type Decision,
  type Effect,
  mayUseNetwork,
  type Policy,
  type Principal,
  spends,
} from '@polynat/access';
import {
  type Clock,
  type Clouds,
  type DeletionPlan,
  GatewayRef,
  hours,
  type MutationPreview,
  NatError,
  seconds,
} from '@polynat/core';
import { type Engine, json, type RunHandle, type RunHeld, type RunRecord } from '@polynat/engine';
import { accountsOf } from '@polynat/migrate';
import * as z from 'zod';
import type { CloudReads } from '../reading/cloud-reads.ts';
import { absent, denied, Refusal } from '../refusal.ts';
import { effectsOf } from '../writes.ts';
import { approvalId, type Change, changeDigest, operationId, type StartedChange } from './change.ts';
import { followRuns, type StreamEvent } from './follow-run.ts';
import { type OperationView, viewOfApproval, viewOfChange } from './operation-view.ts';
import { expiryOf } from './order-once.ts';
import { approvalProcedure } from './run-approval.ts';
import { changeProcedure } from './run-change.ts';

export interface ServiceParts {
  readonly nat: Clouds;
  readonly engine: Engine;
  readonly policy: Policy;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly reads: CloudReads;
  /** Milliseconds for which a request waits for its approval. */
  readonly approvalWithin: number;
}

/** What a change would do. */
export interface ChangePreview extends MutationPreview {
  readonly change: Change;
  readonly effects: readonly Effect[];
  /** Present for a deletion that takes along what hangs on the gateway. */
  readonly deletion?: DeletionPlan;
  /** Hash of what would be asked for. */
  readonly request: string;
  readonly decision: Decision;
}

export interface AskOptions {
  /** Names the request: the same key and the same change are the same operation. */
  readonly key?: string;
}

const cascading = z.object({
  cascade: z.literal(true),
  release: z.union([z.literal(true), z.array(z.string())]).exactOptional(),
});

const final: readonly OperationView['state'][] = ['done', 'failed', 'rejected', 'expired'];
const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Changes that principals ask for, each one a durable run. */
export class Changes {
  readonly #parts: ServiceParts;
  readonly #handles = new Map<string, RunHandle>();
  readonly #accounts = new Map<string, ReturnType<typeof accountsOf>>();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /** What it would send, what it does to the bill, and what facts or policy refuse. Sends nothing that changes anything. */
  async preview(principal: Principal, asked: Change): Promise<ChangePreview> {
    const { nat, policy } = this.#parts;
    await this.#requireScope(principal, asked);
    const preview = nat.preview(asked.mutation, asked.target, asked.input);
    const effects = effectsOf(asked);
    const deletion = await this.#deletionOf(asked);
    const decision = await policy(actionOf(asked), principal);
    return {
      ...{ ...preview, change: asked, effects, request: changeDigest(asked), decision },
      ...(deletion && { deletion }),
    };
  }

  /** Starts it, or asks for the approval that it needs. Asked again under the same key, it is the same operation. */
  async ask(principal: Principal, asked: Change, { key }: AskOptions = {}): Promise<OperationView> {
    requireKey(asked, key);
    const id = operationId(principal.id, key ?? crypto.randomUUID());
    const request = changeDigest(asked);
    const known = await this.#find(id);
    if (known) return sameRequest(known, request);
    const { decision } = await this.preview(principal, asked).catch((error: unknown) =>
      this.#refused(principal, asked, request, error),
    );
    if (decision.decision === 'deny') await this.#refused(principal, asked, request, denied(decision.reason));
    const change = await this.#completed(principal, asked);
    await this.#note(principal, asked, { event: 'requested', run: id, request });
    const started: StartedChange = { ...change, by: principal.id, request };
    await (decision.decision === 'needs-approval' ? this.#await(id, started) : this.start(id, started));
    const view = await this.#find(id);
    if (!view) throw new NatError('internal', `operation ${id} has started and cannot be found`);
    return sameRequest(view, request);
  }

  /** Takes the gateway for itself, or its place in the line of those who want it. */
  async start(id: string, started: StartedChange): Promise<void> {
    const { engine } = this.#parts;
    const { target } = started;
    const accounts = await this.#accountOf(target.split(':', 1).join(''));
    const options = { id, locks: target.includes(':') ? [target] : [], accounts };
    try {
      const handle = await engine.start(changeProcedure, json(started), options);
      this.#handles.set(id, handle);
      void handle.wait().then(() => this.#handles.delete(id));
    } catch (error) {
      if (!isHeld(error)) throw error;
      await engine.enqueue(changeProcedure, json(started), options);
    }
  }

  async get(principal: Principal, id: string): Promise<OperationView> {
    const view = await this.#find(id);
    if (!view || !(await this.#sees(principal, view))) throw absent(`operation ${id}`);
    return view;
  }

  /** Newest first. */
  async list(principal: Principal): Promise<readonly OperationView[]> {
    const { runs } = await this.#parts.engine.list();
    const started = new Set(runs.filter(isChange).map(({ id }) => id));
    const views = runs.flatMap((run) => {
      if (isChange(run)) return [viewOfChange(run)];
      return isApprovalOfChange(run) && !started.has(run.id.replace(/^approval-/, ''))
        ? [viewOfApproval(run)]
        : [];
    });
    const visible = await Promise.all(views.map((view) => this.#sees(principal, view)));
    return views.filter((_view, index) => visible[index]).reverse();
  }

  /** As it is after so many milliseconds, or as soon as it has ended. */
  async wait(
    principal: Principal,
    id: string,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<OperationView> {
    const { clock } = this.#parts;
    const until = clock.now() + milliseconds;
    for (;;) {
      const view = await this.get(principal, id);
      const left = until - clock.now();
      if (final.includes(view.state) || left <= 0 || signal?.aborted) return view;
      const stop = new AbortController();
      const sleep = clock
        .sleep(Math.min(left, seconds(1)), anyOf(stop.signal, signal))
        .catch(() => undefined);
      const ended = this.#handles.get(id)?.wait();
      await Promise.race(ended ? [sleep, ended] : [sleep]);
      stop.abort();
    }
  }

  /** Every event since the beginning, or since the one received last. */
  async follow(
    principal: Principal,
    id: string,
    options: { readonly after?: string; readonly signal: AbortSignal; onIdle?(): void },
  ): Promise<AsyncIterable<StreamEvent>> {
    await this.get(principal, id);
    const { engine, clock } = this.#parts;
    const approval = await engine.get(approvalId(id));
    return followRuns({ engine, clock, runs: [...(approval ? [approval.id] : []), id], ...options });
  }

  /** What is not decided yet may change before it starts, but never what was asked for. */
  async #completed(principal: Principal, asked: Change): Promise<Change> {
    if (asked.mutation !== 'billing.renew' || isObject(asked.input, 'expiring')) return asked;
    const { value } = await this.#parts.reads.billing(principal, asked.target, { refresh: true });
    const expires = expiryOf(value);
    if (expires === undefined) return asked;
    // Somebody else may renew it while this request waits: a second payment would be one too many.
    return { ...asked, input: json({ ...Object(asked.input), expiring: new Date(expires).toISOString() }) };
  }

  async #await(id: string, started: StartedChange): Promise<void> {
    const { engine, approvalWithin: within } = this.#parts;
    const { effects, clouds, name, ref } = actionOf(started);
    const lock = ref === undefined ? {} : { ref };
    const begins = { kind: 'change', run: id, input: started };
    const input = json({
      ...lock,
      by: started.by,
      action: name,
      clouds,
      effects,
      request: started.request,
      within,
      begins,
    });
    await (await engine.start(approvalProcedure, input, { id: approvalId(id) })).wait();
  }

  async #find(id: string): Promise<OperationView | undefined> {
    const { engine } = this.#parts;
    const run = await engine.get(id);
    if (run && isChange(run)) return viewOfChange(run);
    const approval = await engine.get(approvalId(id));
    return approval && isApprovalOfChange(approval) ? viewOfApproval(approval) : undefined;
  }

  async #sees(principal: Principal, { target, by }: OperationView): Promise<boolean> {
    const { reads } = this.#parts;
    const alias = target.split(':', 1).join('');
    if (!reads.aliases(principal).includes(alias)) return false;
    if (!principal.scope?.networks || by === principal.id) return true;
    if (!target.includes(':')) return false;
    return reads.gateway(principal, target).then(
      () => true,
      () => false,
    );
  }

  async #requireScope(principal: Principal, { mutation, target, input }: Change): Promise<void> {
    const { reads } = this.#parts;
    const alias = target.split(':', 1).join('');
    reads.requireAlias(principal, alias);
    if (!principal.scope?.networks) return;
    if (target.includes(':')) {
      await reads.gateway(principal, GatewayRef.parse(target).toString());
      return;
    }
    const vpc = mutation === 'gateways.create' ? networkOf(input) : undefined;
    if (vpc === undefined)
      throw denied(`${mutation} concerns the whole account, and ${principal.id} is limited to networks`);
    if (!mayUseNetwork(principal, vpc)) throw absent(`network ${vpc}`);
  }

  /** Asked once a process: credentials do not change while it runs. */
  #accountOf(alias: string): ReturnType<typeof accountsOf> {
    const known = this.#accounts.get(alias);
    if (known) return known;
    const asked = accountsOf(this.#parts.nat, [alias]);
    this.#accounts.set(alias, asked);
    asked.catch(() => this.#accounts.delete(alias));
    return asked;
  }

  async #refused(principal: Principal, asked: Change, request: string, error: unknown): Promise<never> {
    if (NatError.is(error, 'forbidden') || NatError.is(error, 'not-found'))
      await this.#note(principal, asked, { event: 'denied', request, reason: error.plain });
    throw error;
  }

  /** What goes with a gateway is read, so that whoever decides knows it. */
  async #deletionOf({ mutation, target, input }: Change): Promise<DeletionPlan | undefined> {
    const parsed = cascading.safeParse(input);
    if (mutation !== 'gateways.delete' || !parsed.success) return undefined;
    return this.#parts.nat.gateway(target).delete({ ...parsed.data, dryRun: true });
  }

  #note(
    { id: who }: Principal,
    { mutation, target }: Change,
    more: Pick<AuditEntry, 'event' | 'run' | 'request' | 'reason'>,
  ): Promise<unknown> {
    const place = { cloud: target.split(':', 1).join(''), ...(target.includes(':') && { ref: target }) };
    return this.#parts.audit.append({ who, via: 'server', action: mutation, ...place, ...more });
  }
}

/** Recognised by its shape: the engine may come from another copy of its package. */
const isHeld = (error: unknown): error is RunHeld => NatError.is(error, 'conflict') && 'held' in error;

export const usualApprovalWithin = hours(24);

export const isChange = ({ procedure }: RunRecord): boolean => procedure === changeProcedure;

const isApprovalOfChange = ({ procedure, id }: RunRecord): boolean =>
  procedure === approvalProcedure && id.startsWith('approval-op-');

const actionOf = ({ mutation, target, input }: Change): Action => ({
  ...{ kind: 'write', name: mutation, effects: effectsOf({ mutation, input }) },
  clouds: [target.split(':', 1).join('')],
  ...(target.includes(':') && { ref: target }),
});

function requireKey(asked: Change, key: string | undefined): void {
  const { mutation } = asked;
  if (key !== undefined && !keyForm.test(key))
    throw new Refusal(400, 'invalid-argument', 'must be 1 to 255 printable ASCII characters', {
      field: 'Idempotency-Key',
    });
  if (key !== undefined || !spends(effectsOf(asked))) return;
  throw new Refusal(
    400,
    'invalid-argument',
    `is required: ${mutation} costs money, and a repeated request must not buy twice`,
    {
      field: 'Idempotency-Key',
      remedy: 'send a new UUID as Idempotency-Key, and the same one when you repeat the request',
    },
  );
}

function sameRequest(view: OperationView, request: string): OperationView {
  if (view.request === request) return view;
  throw new Refusal(422, 'already-exists', `was used for another request, which is operation ${view.id}`, {
    field: 'Idempotency-Key',
    remedy: 'use a new key for a new request',
  });
}

const isObject = (value: unknown, member: string): boolean =>
  typeof value === 'object' && value !== null && member in value;

function networkOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || !('network' in input)) return undefined;
  const { network } = input;
  if (typeof network !== 'object' || network === null || !('vpc' in network)) return undefined;
  return typeof network.vpc === 'string' ? network.vpc : undefined;
}

const anyOf = (stop: AbortSignal, signal: AbortSignal | undefined): AbortSignal =>
  signal ? AbortSignal.any([stop, signal]) : stop;
