import { auditLog } from '@polynat/access';
import type { FleetMoves, FleetRuns } from '@polynat/fleet';
import { type Migrations, readPlan } from '@polynat/migrate';
import type { Io } from '../terminal/io.ts';
import { note } from '../terminal/notes.ts';
import { userOf } from '../terminal/user.ts';

/** Keeps in the audit log of the state folder that a run is asked for, before it is. */
type Requested = (action: string, run: string) => Promise<void>;

/** A log that cannot be written is told and keeps nobody from a rollback. */
export function requestsIn(io: Io, folder: string): Requested {
  const who = userOf(io);
  const log = auditLog({ folder });
  return async (action, run) => {
    try {
      await log.append({ who, via: 'command', event: 'requested', action, run });
    } catch (error) {
      note(io, `the audit log lacks this run: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

export const auditedMigrations = (migrations: Migrations, requested: Requested): Migrations => ({
  ...migrations,
  async apply(given) {
    const plan = readPlan(given);
    await requested('plans.apply', plan.id);
    return migrations.apply(plan);
  },
  async enqueue(given) {
    const plan = readPlan(given);
    await requested('plans.apply', plan.id);
    return migrations.enqueue(plan);
  },
  async resume(run, options) {
    await requested('runs.resume', run);
    return migrations.resume(run, options);
  },
  async cutOver(run, options) {
    await requested('runs.cut-over', run);
    return migrations.cutOver(run, options);
  },
  async finalize(run, options) {
    await requested('runs.finalize', run);
    return migrations.finalize(run, options);
  },
  async rollBack(run, options) {
    await requested('runs.roll-back', run);
    return migrations.rollBack(run, options);
  },
});

export const auditedFleet = (fleet: FleetRuns, requested: Requested): FleetRuns => ({
  ...fleet,
  async renew(gateways, term, options) {
    await requested('fleet.renew', options.id);
    return fleet.renew(gateways, term, options);
  },
  async startRenewals(plan) {
    await requested('fleet.renew', plan.id);
    return fleet.startRenewals(plan);
  },
  async enqueueRenewals(plan) {
    await requested('fleet.renew', plan.id);
    return fleet.enqueueRenewals(plan);
  },
  async startResizes(plan) {
    if (plan.due.length > 0) await requested('fleet.resize', plan.id);
    return fleet.startResizes(plan);
  },
  async enqueueResizes(plan) {
    await requested('fleet.resize', plan.id);
    return fleet.enqueueResizes(plan);
  },
  async resize(gateways, size, options) {
    await requested('fleet.resize', options.id);
    return fleet.resize(gateways, size, options);
  },
});

export const auditedMoves = (moves: FleetMoves, requested: Requested): FleetMoves => ({
  ...moves,
  async start(plan) {
    await requested('fleet.migrate', plan.id);
    return moves.start(plan);
  },
  async enqueue(plan) {
    await requested('fleet.migrate', plan.id);
    return moves.enqueue(plan);
  },
});
