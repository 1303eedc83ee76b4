import { join } from 'node:path';
import { minutes, NatError, systemClock } from '@polynat/core';
import { createEngine, type Engine } from '@polynat/engine';
import { openPostgres, type Postgres } from '@polynat/engine-postgres';
import { CloudServer, rulesOnGateway, type Task } from '@polynat/testkit/engine';
import { PostgresServer } from '../../packages/engine-postgres/test/postgres.ts';
import { bundleStores } from '../../tools/build/bundle-programs.js';
import { Crew } from './crew.ts';
import { type Numbers, type Plan, verdictOf } from './verdict.ts';

export interface Shift {
  readonly runs: number;
  readonly gateways: number;
  /** Of each run, one after the other. */
  readonly rules: number;
  readonly workers: number;
  /** Milliseconds that the cloud takes for an answer. */
  readonly latency: number;
  /** Milliseconds from one killed or frozen worker to the next. */
  readonly pauseBetweenStrikes: number;
  readonly freezeFor: number;
  /** Whether the database crashes and comes back after a third of the runs. */
  readonly restart: boolean;
}

export interface Verdict {
  readonly numbers: Numbers;
  /** What must not have happened. */
  readonly contradictions: readonly string[];
}

/** A frozen worker loses its runs after so many milliseconds: the least that the store takes. */
const staleAfter = 3_000;
const longest = minutes(20);

/** Leaves runs to workers that are killed and frozen until all runs have ended, and compares the cloud with the journals. */
export async function playShift(shift: Shift): Promise<Verdict> {
  const [folder, database, cloud] = await Promise.all([
    bundleStores(),
    PostgresServer.start(),
    CloudServer.listen(),
  ]);
  const place = { connection: database.url, schema: 'shift', staleAfter };
  const postgres = await openPostgres(place);
  const usual = { command: 'serve', onFailure: 'stop', rules: shift.rules } as const;
  const task: Task = { ...usual, place, cloud: cloud.url };
  const crew = new Crew(join(folder, 'postgres.js'), task, shift);
  try {
    cloud.latency = shift.latency;
    const began = systemClock.now();
    const plans = plansOf(shift);
    const engine = await queue(postgres, plans, shift, cloud);
    crew.begin();
    await untilEnded(engine, shift, crew, database);
    await crew.end();
    const journals = await journalsOf(engine);
    await engine.close();
    const seconds = Math.round((systemClock.now() - began) / 1_000);
    return verdictOf({ plans, journals, cloud, strikes: crew.strikes, seconds });
  } finally {
    await crew.end();
    cloud.close();
    await postgres.close();
    await database.stop();
  }
}

function plansOf({ runs, gateways }: Shift): readonly Plan[] {
  return Array.from({ length: runs }, (_, index) => ({
    run: `run-${String(index).padStart(2, '0')}`,
    gateway: `gateway-${index % gateways}`,
    isRefused: index % 4 === 3,
  }));
}

async function queue(
  { store }: Postgres,
  plans: readonly Plan[],
  { rules }: Shift,
  { cloud }: CloudServer,
): Promise<Engine> {
  const engine = createEngine({ store });
  engine.procedure('rules', 1, rulesOnGateway);
  for (const { run, gateway, isRefused } of plans) {
    if (isRefused) cloud.refusals.set(`renew ${gateway}.${run}`, new NatError('quota-exceeded', 'no more'));
    await engine.enqueue('rules', { gateway, rules }, { id: run, locks: [gateway], onFailure: 'roll-back' });
  }
  return engine;
}

/** No worker goes on with it. */
const isAtRest = ({ state }: { readonly state: string }): boolean =>
  ['done', 'rolled-back', 'rollback-failed', 'failed'].includes(state);

async function untilEnded(engine: Engine, shift: Shift, crew: Crew, database: PostgresServer): Promise<void> {
  const until = systemClock.now() + longest;
  let restart = shift.restart;
  for (;;) {
    const { runs } = await engine.list();
    const ended = runs.filter(isAtRest).length;
    if (ended === shift.runs) return;
    if (systemClock.now() > until) return;
    if (restart && ended * 3 >= shift.runs) {
      restart = false;
      crew.strikes.restarts += 1;
      await database.crash();
      await systemClock.sleep(1_500);
      await database.run();
    }
    await systemClock.sleep(500);
  }
}

async function journalsOf(engine: Engine) {
  const { runs } = await engine.list();
  return Promise.all(runs.map(async (record) => ({ record, events: await engine.history(record.id) })));
}
