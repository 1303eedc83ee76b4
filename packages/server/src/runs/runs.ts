import type { Action, AuditEntry, AuditLog, Effect, Policy, Principal } from '@polynat/access';
import { type Clock, type Clouds, GatewayRef, NatError } from '@polynat/core';
import { type Engine, type Json, json, type RunEvent, type RunHandle, type RunRecord } from '@polynat/engine';
import { type MigrationPlan, type Migrations, readPlan } from '@polynat/migrate';
import { approvalId } from '../changes/change.ts';
import { isChange } from '../changes/changes.ts';
import { followRuns, type StreamEvent } from '../changes/follow-run.ts';
import { approvalProcedure } from '../changes/run-approval.ts';
import type { CloudReads } from '../reading/cloud-reads.ts';
import { absent, denied } from '../refusal.ts';
import { cloudsOf, effectsOf, makePlan, type PlanRequest } from './plans.ts';

interface Parts {
  readonly nat: Clouds;
  readonly engine: Engine;
  readonly migrations: Migrations;
  readonly policy: Policy;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly reads: CloudReads;
  readonly approvalWithin: number;
}

/** What came of applying a plan. */
export interface AppliedPlan {
  /** Id of the run: the hash of the plan. */
  readonly run: string;
  readonly effects: readonly Effect[];
  /** Present when the run starts only once somebody has approved it. */
  readonly approval?: string;
}

/** What resuming a run takes when an outcome is unknown: see `StateOptions` of the engine. */
export interface Statements {
  readonly left?: Readonly<Record<string, string>>;
  readonly handled?: readonly string[];
  /** Traffic uses the source again. */
  readonly switchedBack?: boolean;
  /** Though a gateway no longer does what it did when it was verified. */
  readonly acceptDrift?: boolean;
}

/** Plans, and the durable runs that apply them. */
export class Runs {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  plan(principal: Principal, request: PlanRequest): Promise<MigrationPlan> {
    return makePlan(this.#parts, principal, request);
  }

  /** Starts a plan, or asks for the approval it needs. The plan is the identity of the run: applied again, it is the same run. */
  async apply(principal: Principal, given: unknown): Promise<AppliedPlan> {
    const { engine, approvalWithin: within } = this.#parts;
    const plan = readPlan(given);
    const { id: run, target, source } = plan;
    const effects = effectsOf(plan);
    const clouds = cloudsOf(plan);
    const ref = source.ref ?? target.ref;
    const place = { clouds, ...(ref !== undefined && { ref }) };
    const needsApproval = await this.#decide(
      principal,
      { kind: 'write', name: 'plans.apply', effects, ...place },
      run,
    );
    refuseBlocked(plan);
    await this.#note(principal, 'plans.apply', run, {
      event: 'requested',
      request: run,
      ...placeOf(clouds, ref),
    });
    if (!needsApproval || (await engine.get(run))) {
      await this.#parts.migrations.apply(plan);
      return { run, effects };
    }
    const begins = { kind: 'plan', run, plan };
    const input = {
      by: principal.id,
      action: 'plans.apply',
      ...place,
      effects,
      request: run,
      within,
      begins,
    };
    await (await engine.start(approvalProcedure, plainOf(input), { id: approvalId(run) })).wait();
    return { run, effects, approval: approvalId(run) };
  }

  /** Newest first; operations have a list of their own. */
  async list(principal: Principal): Promise<readonly RunRecord[]> {
    const { runs } = await this.#parts.engine.list();
    return runs.filter((run) => !isOwn(run) && this.#sees(principal, run)).reverse();
  }

  async get(principal: Principal, id: string): Promise<RunRecord> {
    const run = await this.#parts.engine.get(id);
    if (!run || isOwn(run) || !this.#sees(principal, run)) throw absent(`run ${id}`);
    return run;
  }

  async resume(principal: Principal, id: string, { left }: Statements): Promise<RunRecord> {
    return this.#act(principal, id, 'runs.resume', ['buys'], ({ migrations }) =>
      migrations.resume(id, { ...(left && { left }), by: principal.id }),
    );
  }

  async rollBack(principal: Principal, id: string, said: Statements): Promise<RunRecord> {
    return this.#act(principal, id, 'runs.roll-back', ['deletes'], ({ migrations }) =>
      migrations.rollBack(id, { ...said, by: principal.id }),
    );
  }

  /** States that traffic uses the new gateway of a migration. */
  async cutOver(principal: Principal, id: string, said: Pick<Statements, 'acceptDrift'>): Promise<RunRecord> {
    return this.#act(principal, id, 'runs.cut-over', ['cuts-over'], ({ migrations }) =>
      migrations.cutOver(id, { ...said, by: principal.id }),
    );
  }

  /** Ends a migration that has been cut over. There is no rollback afterwards. */
  async finalize(
    principal: Principal,
    id: string,
    said: Pick<Statements, 'acceptDrift'>,
  ): Promise<RunRecord> {
    return this.#act(principal, id, 'runs.finalize', ['deletes'], ({ migrations }) =>
      migrations.finalize(id, { ...said, by: principal.id }),
    );
  }

  /** Compares both gateways of a migration with what was planned and verified, and rejects when one differs. */
  async check(principal: Principal, id: string): Promise<void> {
    await this.get(principal, id);
    await this.#parts.migrations.check(id);
  }

  /** Releases the locks of a run that nobody will resume. */
  async unlock(principal: Principal, id: string, options: { readonly force?: boolean }): Promise<RunRecord> {
    const run = await this.get(principal, id);
    const clouds = aliasesOf(run);
    await this.#decide(principal, { kind: 'write', name: 'runs.unlock', effects: ['deletes'], clouds }, id);
    await this.#note(principal, 'runs.unlock', id, { event: 'requested', ...placeOf(clouds, undefined) });
    await this.#parts.engine.unlock(id, options);
    return this.get(principal, id);
  }

  /** Answers what a run waits for that is no migration. */
  async answer(principal: Principal, id: string, name: string, value: Json): Promise<RunRecord> {
    return this.#act(principal, id, 'runs.answer', ['cuts-over'], async ({ engine, migrations }) => {
      if (await migrations.get(id)) throw notThisWay(id);
      await engine.signal(id, name, value, principal.id);
      return migrations.resume(id);
    });
  }

  async follow(
    principal: Principal,
    id: string,
    options: { readonly after?: string; readonly signal: AbortSignal; onIdle?(): void },
  ): Promise<AsyncIterable<StreamEvent>> {
    await this.get(principal, id);
    const { engine, clock } = this.#parts;
    return followRuns({ engine, clock, runs: [id], ...options });
  }

  /** Continues a run with what a person has decided. A second person would only repeat what the run was approved for. */
  async #act(
    principal: Principal,
    id: string,
    name: string,
    effects: readonly Effect[],
    work: (parts: Parts) => Promise<RunHandle>,
  ): Promise<RunRecord> {
    const run = await this.get(principal, id);
    const clouds = aliasesOf(run);
    await this.#decide(principal, { kind: 'write', name, effects, clouds }, id);
    await this.#note(principal, name, id, { event: 'requested', ...placeOf(clouds, undefined) });
    const handle = await work(this.#parts);
    await untilUnderWay(handle);
    return this.get(principal, id);
  }

  /** Whether a second person has to approve it. */
  async #decide(principal: Principal, action: Action, run: string): Promise<boolean> {
    const { reads, policy } = this.#parts;
    for (const alias of action.clouds) reads.requireAlias(principal, alias);
    const decision = principal.scope?.networks
      ? ({
          decision: 'deny',
          reason: `${action.name} concerns whole accounts, and ${principal.id} is limited to networks`,
        } as const)
      : await policy(action, principal);
    if (decision.decision !== 'deny') return decision.decision === 'needs-approval';
    await this.#note(principal, action.name, run, {
      ...{ event: 'denied', reason: decision.reason },
      ...placeOf(action.clouds, action.ref),
    });
    throw denied(decision.reason);
  }

  #note(
    { id: who }: Principal,
    action: string,
    run: string,
    more: Pick<AuditEntry, 'event' | 'reason' | 'request' | 'cloud' | 'ref'>,
  ): Promise<unknown> {
    return this.#parts.audit.append({ who, via: 'server', action, run, ...more });
  }

  /** Which networks a run touches cannot be told from its journal, so it is hidden from whoever is limited to some. */
  #sees(principal: Principal, run: RunRecord): boolean {
    if (principal.scope?.networks) return false;
    const own = this.#parts.reads.aliases(principal);
    const used = aliasesOf(run);
    return principal.scope?.aliases ? used.length > 0 && used.every((alias) => own.includes(alias)) : true;
  }
}

/** Runs of operations and approvals are shown as such. */
const isOwn = (run: RunRecord): boolean => isChange(run) || run.procedure === approvalProcedure;

const aliasesOf = ({ accounts = {}, locks }: RunRecord): readonly string[] => [
  ...new Set([...Object.keys(accounts), ...locks.flatMap(aliasIn)]),
];

/** A lock is a ref, or `alias/network/name` of a gateway to be. */
function aliasIn(lock: string): readonly string[] {
  try {
    return [GatewayRef.parse(lock).cloud];
  } catch {
    return lock.includes('/') ? [lock.split('/', 1).join('')] : [];
  }
}

const placeOf = (clouds: readonly string[], ref: string | undefined): Pick<AuditEntry, 'cloud' | 'ref'> => ({
  ...(clouds[0] !== undefined && { cloud: clouds.join(', ') }),
  ...(ref !== undefined && { ref }),
});

function refuseBlocked({ blocked, gaps }: MigrationPlan): void {
  if (!blocked) return;
  const open = gaps.filter(({ severity }) => severity === 'blocking');
  throw new NatError('failed-precondition', `the plan has ${open.length} blocking gap(s)`, {
    remedy: open[0]?.remedy ?? 'decide them in the mapping, and plan again',
    ...(open[0] && { field: open[0].where }),
  });
}

/** Both gateways of a migration are compared before it is told anything. */
const notThisWay = (id: string): NatError =>
  new NatError('failed-precondition', `run ${id} is a migration`, {
    remedy: 'cut it over, finalize it or roll it back',
  });

/** A plan may hold members that are undefined, which a journal does not take. */
const plainOf = (value: unknown): Json => json(JSON.parse(JSON.stringify(value)));

const quiet: readonly RunEvent['type'][] = ['settled', 'started', 'waiting', 'undoing'];

/** The answer to a request shows the run at work, or where it stopped. */
async function untilUnderWay(handle: RunHandle): Promise<void> {
  for await (const { type } of handle.events()) if (quiet.includes(type)) return;
}
