import { isDeepStrictEqual } from 'node:util';
import { createEngine, memoryStore, type RunHandle, type RunOutcome } from '@polynat/engine';
import {
  createMigrations,
  exportGateway,
  type GatewayDocument,
  type MigrationPlan,
  type Migrations,
  planMigration,
  purchasesOf,
  readMigrated,
} from '@polynat/migrate';
import type { EndedMigration } from '@polynat/terraform';
import { seededRandom } from '@polynat/testkit';
import { MortalStore } from '@polynat/testkit/engine';
import { doomed, type Fate } from './doomed.ts';
import type { Crossing } from './mishap.ts';
import { openStage, type Stage } from './stage.ts';
import { by } from './through.ts';

type Deed = (migrations: Migrations, plan: MigrationPlan) => Promise<RunHandle>;

const build: Deed = (migrations, plan) => migrations.apply(plan);
const cutOver: Deed = (migrations, { id }) => migrations.cutOver(id, { by });
const finalize: Deed = (migrations, { id }) => migrations.finalize(id, { by });
const back: Deed = (migrations, { id }) => migrations.rollBack(id, { switchedBack: true, by });

/** One is prepaid, and one has route tables that point at it. */
const canBeDeleted: ReadonlySet<string> = new Set(['alibaba', 'tencent-bm']);

/** How the story went: what is not as it should be, in words. */
export interface Ending {
  readonly wrong: readonly string[];
  /** Processes that ended before they came to their death. */
  readonly survivors: number;
}

/** At which lines of the journal the processes of each part die, one after the other. */
export interface Deaths {
  readonly build: readonly Fate[];
  readonly cutOver: readonly Fate[];
  readonly back: readonly Fate[];
  readonly finalize: readonly Fate[];
}

/** Somebody who watches a story, such as a team that keeps its gateways in Terraform. Each answer says what is wrong, in words. */
export interface Watcher {
  begins(stage: Stage, source: string): Promise<readonly string[]>;
  plans(plan: MigrationPlan, before: GatewayDocument): Promise<readonly string[]>;
  rolledBack(stage: Stage): Promise<readonly string[]>;
  ends(stage: Stage, ended: EndedMigration): Promise<readonly string[]>;
}

interface Staging {
  readonly seed?: unknown;
  /** Whether the source can be deleted in the end. */
  readonly deletes?: boolean;
  readonly watcher?: Watcher;
}

/**
 * A gateway is moved, cut over, found wrong and rolled back, after which the clouds are as before; then it is moved again and finalized.
 * Processes die in every part of it.
 */
export async function playStory(
  { from, to, decided }: Crossing,
  deaths: Deaths,
  { seed, deletes = canBeDeleted.has(from), watcher }: Staging = {},
): Promise<Ending> {
  const stage = await openStage(seed);
  const store = memoryStore();
  const wrong: string[] = [];
  const source = await stage.gatewayOn(from);
  const mapping = { network: await stage.placeOn(to), ...decided };
  const newPlan = (deleteSource: boolean) =>
    planMigration(stage.nat, source, { to, mapping: { ...mapping, deleteSource }, clock: stage.clock });
  let survivors = 0;
  const play = async (plan: MigrationPlan, deed: Deed, fates: readonly Fate[], wanted: string) => {
    const { state, alive } = await withDeaths(stage, store, plan, deed, fates);
    survivors += alive;
    if (state !== wanted) throw new Error(`${deed.name} ended as ${state}, not as ${wanted}`);
  };

  wrong.push(...((await watcher?.begins(stage, source)) ?? []));
  const before = worldOf(stage);
  const first = await newPlan(false);
  wrong.push(...((await watcher?.plans(first, await exportGateway(stage.nat, source))) ?? []));
  await play(first, build, deaths.build, 'waiting for cut-over');
  await play(first, cutOver, deaths.cutOver, 'waiting for finalize');
  await play(first, back, deaths.back, 'rolled-back');
  wrong.push(
    ...differences(before, worldOf(stage)).map((path) => `after the rollback ${path} is not as before`),
  );

  wrong.push(...((await watcher?.rolledBack(stage)) ?? []));

  await stage.clock.advance(60_000);
  const second = await newPlan(deletes);
  await play(second, build, deaths.build, 'waiting for cut-over');
  await play(second, cutOver, deaths.cutOver, 'waiting for finalize');
  await play(second, finalize, deaths.finalize, 'done');
  wrong.push(...(await books(stage, store, [first, second])));
  if (watcher) {
    const target = await targetOf(stage, store, second);
    wrong.push(...(await watcher.ends(stage, { source, target, sourceDeleted: deletes })));
  }
  await stage.close();
  return { wrong, survivors };
}

async function targetOf(
  { clock }: Stage,
  store: ReturnType<typeof memoryStore>,
  { id }: MigrationPlan,
): Promise<string> {
  const engine = createEngine({ store, clock });
  const outcome = (await engine.get(id))?.outcome;
  await engine.close();
  if (outcome?.state !== 'done') throw new Error(`the run is ${outcome?.state}`);
  return readMigrated(outcome.output).ref;
}

/** One process after the other works on it until one of them is not killed. */
async function withDeaths(
  { newClouds, clock }: Stage,
  store: ReturnType<typeof memoryStore>,
  plan: MigrationPlan,
  deed: Deed,
  fates: readonly Fate[],
): Promise<{ readonly state: string; readonly alive: number }> {
  let alive = 0;
  for (const fate of [...fates, undefined]) {
    const mortal = new MortalStore(store);
    const engine = createEngine({
      store: fate ? doomed(mortal, fate).store : mortal,
      clock,
      random: seededRandom(3),
    });
    const working = deed(createMigrations({ nat: newClouds(), engine, clock }), plan).then((run) =>
      run.wait(),
    );
    const outcome = await Promise.race([working, mortal.died.then(() => undefined)]);
    if (!outcome) continue;
    await engine.close();
    if (!fate) return { state: stateOf(outcome), alive };
    alive += 1;
  }
  return { state: 'dead', alive };
}

function stateOf(outcome: RunOutcome): string {
  if (outcome.state === 'waiting') return `waiting for ${outcome.name}`;
  return 'failure' in outcome ? `${outcome.state}: ${outcome.failure?.message}` : outcome.state;
}

/** Everything the clouds would show, but for the tasks that are done. */
const worldOf = ({ emulator }: Stage): unknown =>
  JSON.parse(JSON.stringify(emulator.world()), (name, value) => (name === 'tasks' ? undefined : value));

function differences(before: unknown, after: unknown, path = 'world'): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => differences(before[name], after[name], `${path}.${name}`));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each run has bought one gateway; what the first one bought is given back, and the second one hands all of it over. */
async function books(
  { clock }: Stage,
  store: ReturnType<typeof memoryStore>,
  plans: readonly MigrationPlan[],
): Promise<readonly string[]> {
  const engine = createEngine({ store, clock });
  const records = await Promise.all(plans.map(({ id }) => engine.get(id)));
  await engine.close();
  return records.flatMap((record, index) => {
    const { bought, undone, left } = record ? purchasesOf(record) : { bought: [], undone: [], left: [] };
    const gateways = bought.filter(({ kind }) => kind === 'gateway').length;
    const returned = index === 0 ? bought.length : 0;
    return [
      ...(gateways === 1 ? [] : [`run ${index + 1} bought ${gateways} gateways`]),
      ...(undone.length === returned
        ? []
        : [`run ${index + 1} gave ${undone.length} of ${bought.length} back`]),
      ...left.map(({ step }) => `run ${index + 1} left ${step}`),
    ];
  });
}
