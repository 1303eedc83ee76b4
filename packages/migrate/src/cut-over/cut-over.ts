import { type CallOptions, type Clock, type Clouds, NatError } from '@polynat/core';
import type { Engine, RunRecord } from '@polynat/engine';
import { type Migration, migrationOf } from '../migration.ts';
import { readPlan } from '../read-plan.ts';
import { runSoFarIn } from '../steps/run-so-far.ts';
import { waits } from './answers.ts';
import { driftOf, refuseDrift, sourceState } from './drift.ts';

/** Who tells a run about the world outside, and how sure they are. */
export interface CutOverOptions extends CallOptions {
  /** Who says so; kept in the journal. */
  readonly by: string;
  /** Though a gateway no longer does what it did when it was planned and verified. */
  readonly acceptDrift?: boolean;
}

interface Surroundings {
  readonly nat: Clouds;
  readonly engine: Pick<Engine, 'get' | 'signal'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Refuses when one of the gateways no longer does what it did when it was planned and verified. */
export async function requireUnchanged(
  { nat, engine }: Pick<Surroundings, 'nat' | 'engine'>,
  run: string,
  options: CallOptions = {},
): Promise<void> {
  const { migration, record } = await requireMigration(engine, run);
  await requireNoDrift(nat, record, migration, options, 'polynat cut-over');
}

/** Checks both gateways once more, and tells the run that traffic uses the new one. */
export async function tellSwitched(
  around: Surroundings,
  run: string,
  options: CutOverOptions,
): Promise<void> {
  const { migration, record } = await requireMigration(around.engine, run);
  if (migration.cutOver) return;
  requireState(migration, ['awaiting-cut-over'], 'cut over');
  await requireNoDrift(around.nat, record, migration, options, 'polynat cut-over');
  await around.engine.signal(run, waits.cutOver, { switched: true }, options.by);
}

/** Checks both gateways once more, and tells the run to end. */
export async function tellFinalize(
  around: Surroundings,
  run: string,
  options: CutOverOptions,
): Promise<void> {
  const { migration, record } = await requireMigration(around.engine, run);
  if (migration.finalized) return;
  requireState(migration, ['soaking', 'awaiting-finalize'], 'finalize');
  requireSoaked(migration, around.clock.now());
  await requireNoDrift(around.nat, record, migration, options, 'polynat finalize');
  const accepted = options.acceptDrift ? { acceptDrift: true } : {};
  await around.engine.signal(run, waits.finalize, { finalize: true, ...accepted }, options.by);
}

export interface RollBackQuestion extends CallOptions {
  /** That traffic uses the source. */
  readonly switchedBack?: boolean;
  readonly acceptDrift?: boolean;
}

/** Refuses to take away a gateway that traffic may use, or the only one that is left. Tells whether the run has been cut over. */
export async function mayRollBack(
  { nat, engine }: Pick<Surroundings, 'nat' | 'engine'>,
  run: string,
  { switchedBack = false, acceptDrift = false, ...call }: RollBackQuestion,
): Promise<{ readonly isCutOver: boolean }> {
  const record = await engine.get(run);
  const migration = record && migrationOf(record);
  if (!migration || record.direction === 'back' || hasEnded(record)) return { isCutOver: false };
  requireSource(record, migration);
  if (migration.isBuilt && !switchedBack) throw unstated(migration);
  const isCutOver = record.steps.some(({ kind }) => kind === 'traffic.switch');
  if (!migration.isBuilt || migration.state === 'awaiting-cut-over' || acceptDrift) return { isCutOver };
  const state = await sourceState(nat, migration.source, digestIn(record), call);
  refuseDrift({ source: state, target: [] }, targetOf(migration), backRemedy(run));
  return { isCutOver };
}

const backRemedy = (run: string): string =>
  `give the source back what it had, or accept the difference with \`polynat rollback ${run} --accept-drift --switched-back --by <your name>\``;

function requireSource({ steps }: RunRecord, { run, source }: Migration): void {
  const deleting = steps.find(
    ({ kind, state, failure }) =>
      kind === 'source.delete' && state !== 'undone' && !(state === 'failed' && failure?.outcome === 'none'),
  );
  if (!deleting) return;
  const what = deleting.state === 'done' ? 'has been deleted' : 'is being deleted, and may have lost rules';
  throw new NatError('failed-precondition', `source ${source} ${what}`, {
    remedy: `keep the new gateway and resume the run with \`polynat resume ${run}\`; to go back, migrate in the other direction`,
  });
}

function unstated({ run, source, target = 'the new gateway' }: Migration): NatError {
  return new NatError(
    'failed-precondition',
    `nobody has stated that all traffic uses ${source}; ${target} would be deleted`,
    {
      field: 'switchedBack',
      remedy: `switch all traffic to ${source}, then run \`polynat rollback ${run} --switched-back --by <your name>\``,
    },
  );
}

async function requireMigration(
  engine: Pick<Engine, 'get'>,
  run: string,
): Promise<{ readonly migration: Migration; readonly record: RunRecord }> {
  const record = await engine.get(run);
  if (!record) throw new NatError('not-found', `unknown run "${run}"`, { field: 'run' });
  const migration = migrationOf(record);
  if (migration) return { migration, record };
  throw new NatError(
    'failed-precondition',
    `run ${run} has no cut-over: it moves no gateway, or its plan is of an earlier version`,
    {
      remedy: `continue it with \`polynat resume ${run}\``,
    },
  );
}

function requireState({ state, run }: Migration, wanted: readonly Migration['state'][], what: string): void {
  if (wanted.includes(state)) return;
  throw new NatError('failed-precondition', `run ${run} is ${state}; it cannot ${what} now`, {
    remedy:
      remedies[state] ??
      `continue it with \`polynat resume ${run}\`, or undo it with \`polynat rollback ${run}\``,
  });
}

const remedies: Partial<Record<Migration['state'], string>> = {
  running: 'wait until it has stopped',
  done: 'no action needed',
  'rolled-back': 'make a new plan',
  'awaiting-cut-over': 'cut over first: `polynat cut-over`',
};

function requireSoaked({ soak, run }: Migration, now: number): void {
  if (soak?.until === undefined || soak.until <= now) return;
  const until = new Date(soak.until).toISOString();
  throw new NatError('failed-precondition', `run ${run} keeps both gateways until ${until}`, {
    remedy: 'finalize it after that; a rollback is possible until then',
  });
}

async function requireNoDrift(
  nat: Clouds,
  record: RunRecord,
  migration: Migration,
  { acceptDrift = false, signal, within }: Omit<CutOverOptions, 'by'>,
  command: string,
): Promise<void> {
  if (acceptDrift) return;
  const { verified } = runSoFarIn(record.steps);
  const refs = targetOf(migration);
  const drift = await driftOf(
    nat,
    { ...refs, digest: digestIn(record), ...(verified && { verified }) },
    { ...(signal && { signal }), ...(within !== undefined && { within }) },
  );
  refuseDrift(
    drift,
    refs,
    `make both as they were, or accept the difference with \`${command} ${record.id} --accept-drift\``,
  );
}

const targetOf = ({ source, target = '' }: Migration) => ({ source, target });

const digestIn = ({ input }: RunRecord): string => readPlan(input).source.digest;

const hasEnded = ({ state }: RunRecord): boolean => state === 'done' || state === 'rolled-back';
