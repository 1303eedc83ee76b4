import type { Clouds, NatError } from '@polynat/core';
import { createEngine, type Engine, type JournalStore } from '@polynat/engine';
import {
  createFleetJobs,
  createFleetMoves,
  createFleetRuns,
  type FleetJobs,
  type FleetMoves,
  type FleetRuns,
} from '@polynat/fleet';
import { createMigrations, type Migrations } from '@polynat/migrate';
import type { Terminal } from '../terminal/terminal.ts';
import { auditedFleet, auditedMigrations, auditedMoves, requestsIn } from './audited-runs.ts';
import { type Stated, TrafficQuestions } from './traffic-questions.ts';

/** The durable runs in the user's state folder or database, where any later command finds them again. */
export interface OpenedMigrations {
  readonly nat: Clouds;
  readonly engine: Engine;
  readonly migrations: Migrations;
  readonly fleet: FleetRuns;
  readonly moves: FleetMoves;
  readonly jobs: FleetJobs;
  /** Why this command stopped a run that the user has to continue. */
  readonly stopped: () => NatError | undefined;
}

interface Opening {
  readonly nat: Clouds;
  readonly store: JournalStore;
  /** Whether workers on other machines see the runs. */
  readonly shared: boolean;
  /** Of the audit log. */
  readonly folder: string;
  readonly terminal: Terminal;
  readonly stated: Stated;
  readonly anyAccount: boolean | undefined;
}

export function openMigrations({
  nat,
  store,
  shared: share,
  folder,
  terminal,
  stated,
  anyAccount = false,
}: Opening): OpenedMigrations {
  const engine = createEngine({ store });
  const traffic = new TrafficQuestions(terminal, engine, stated);
  const migrations = createMigrations({
    nat,
    engine,
    anyAccount,
    cutOver: (change) => traffic.cutOver(change),
    revertCutOver: (change) => traffic.revertCutOver(change),
  });
  const fleet = createFleetRuns({ clouds: nat, engine, share, anyAccount });
  const requested = requestsIn(terminal.io, folder);
  const audited = auditedMigrations(migrations, requested);
  const runs = auditedFleet(fleet, requested);
  const moves = auditedMoves(
    createFleetMoves({ clouds: nat, engine, migrations: audited, share, anyAccount }),
    requested,
  );
  return {
    ...{ nat, engine, stopped: () => traffic.stopped },
    ...{ migrations: audited, fleet: runs, moves, jobs: createFleetJobs({ engine, runs, moves }) },
  };
}
