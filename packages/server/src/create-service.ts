import {
  type AuditLog,
  type AuditReading,
  auditLog,
  type Policy,
  type Principal,
  rolePolicy,
} from '@polynat/access';
import { type Clock, type Clouds, NatError, systemClock } from '@polynat/core';
import type { Engine } from '@polynat/engine';
import { type CutOver, createMigrations, type Migrations } from '@polynat/migrate';
import { auditFor } from './audit-for.ts';
import { Approvals } from './changes/approvals.ts';
import { readStartedChange } from './changes/change.ts';
import { Changes, usualApprovalWithin } from './changes/changes.ts';
import { type Begins, registerApprovals } from './changes/run-approval.ts';
import { registerChanges } from './changes/run-change.ts';
import { CloudReads } from './reading/cloud-reads.ts';
import { SharedReads } from './reading/shared-reads.ts';
import { Runs } from './runs/runs.ts';

export interface ServiceOptions {
  readonly clouds: Clouds;
  /** Where runs are kept. Nothing else may have registered migrations on it, unless they are given. */
  readonly engine: Engine;
  /** Migrations that were created on the engine before. */
  readonly migrations?: Migrations;
  /** By roles, without approvals, when left out. */
  readonly policy?: Policy;
  /** In this process alone when left out: give one with the state folder, or a listener that keeps the records. */
  readonly audit?: AuditLog;
  readonly clock?: Clock;
  /** Milliseconds for which a request waits for its approval; 24 hours by default. */
  readonly approvalWithin?: number;
  /** Milliseconds for which what was read serves everybody; 30 seconds by default. */
  readonly maxAge?: number;
}

/** What may be done, by whom, durably. REST, web page and agents are faces of it, and have no rules of their own. */
export interface Service {
  readonly clouds: Clouds;
  readonly reads: CloudReads;
  readonly changes: Changes;
  readonly approvals: Approvals;
  readonly runs: Runs;
  readonly audit: AuditLog;
  /** The records of the audit log that a principal may see. */
  auditFor(principal: Principal): Promise<AuditReading>;
  readonly clock: Clock;
  /** Whether somebody may do something, as the policy says. */
  readonly policy: Policy;
  /** Takes up runs that a process left unfinished, and runs whose answer or deadline is there, until the signal fires. */
  work(signal: AbortSignal): Promise<void>;
}

/** Runs that earlier releases began ask about traffic in the middle of a step. A server that takes one up cannot answer for its owner. */
const askElsewhere = async ({ source }: CutOver): Promise<never> => {
  throw new NatError(
    'failed-precondition',
    `the owner of ${source} has to say which gateway carries its traffic`,
    {
      remedy: 'continue this run with `polynat resume --switched` or `polynat rollback --switched-back`',
    },
  );
};

export function createService({
  clouds: nat,
  engine,
  policy = rolePolicy(),
  clock = systemClock,
  migrations = createMigrations({ nat, engine, clock, cutOver: askElsewhere, revertCutOver: askElsewhere }),
  audit = auditLog({ clock }),
  approvalWithin = usualApprovalWithin,
  maxAge,
}: ServiceOptions): Service {
  const shared = new SharedReads({ clock, ...(maxAge !== undefined && { maxAge }) });
  const reads = new CloudReads(nat, shared);
  const parts = { nat, engine, migrations, policy, audit, clock, reads, approvalWithin };
  const changes = new Changes(parts);
  const begin = async (begins: Begins, approvedBy: string) => {
    if (begins.kind === 'plan') await migrations.apply(begins.plan);
    else await changes.start(begins.run, { ...readStartedChange(begins.input), approvedBy });
  };
  registerChanges({ nat, engine, audit, clock, changed: (alias) => shared.forget(alias) });
  registerApprovals(engine, begin);
  return {
    ...{ clouds: nat, reads, changes, audit, clock, policy },
    approvals: new Approvals(parts),
    runs: new Runs(parts),
    auditFor: (principal) => auditFor(parts, principal),
    work: (signal) => engine.work({ signal, concurrency: 100 }),
  };
}
