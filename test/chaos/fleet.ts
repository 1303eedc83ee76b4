import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEngine, type RunRecord } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { seededRandom } from '@polynat/testkit';
import * as z from 'zod';
import { PostgresServer } from '../../packages/engine-postgres/test/postgres.ts';
import { Command, type Surroundings } from '../renewals/command.ts';
import { type FleetSize, LargeFleet } from '../renewals/large-fleet.ts';
import { WorkerPool } from '../renewals/worker-pool.ts';

/**
 * Renews a fleet of 2,000 Baidu gateways in 50 accounts of 10 calls a second each with three workers: once undisturbed, to compare the time
 * with the bound that the rate sets, and once while workers are killed, calls throttled and answers lost. The exit code is 1 if a
 * gateway that is due was not renewed exactly once, any other was renewed, or an account saw more than one call too many in a second.
 */
const size: FleetSize = { accounts: 50, due: 32, others: 8, perSecond: 10 };
const workers = 3;
const policy = { expiresWithin: '30d', for: '1m', concurrency: 400 };
const random = seededRandom(Number(process.argv[3] ?? 1));
const chosen = process.argv[2] ?? '';

const lost = { cloud: 'baidu', operation: 'PurchaseReservedNat' } as const;
const mischances = [
  { kind: 'reset-after', probability: 0.03, ...lost },
  { kind: 'reset-before', probability: 0.02, ...lost },
  { kind: 'throttle', probability: 0.02, cloud: 'baidu' },
  { kind: 'server-error', committed: true, probability: 0.02, ...lost },
] as const;

const queuedSchema = z.object({ run: z.string(), state: z.literal('queued') });

let failed = false;
if ('undisturbed'.includes(chosen)) await play('undisturbed', { kills: 0 });
if ('mischance'.includes(chosen)) await play('mischance', { kills: 8 });
process.exitCode = failed ? 1 : 0;

async function play(name: string, { kills }: { readonly kills: number }): Promise<void> {
  const fleet = await LargeFleet.open(size);
  const server = await PostgresServer.start();
  const surroundings = { folder: fleet.folder, database: server.url };
  const pool = new WorkerPool(surroundings, { workers, random, perSecond: size.perSecond });
  try {
    await writeFile(join(fleet.folder, 'policy.yaml'), JSON.stringify(policy));
    await pool.fill();
    if (kills > 0) fleet.emulator.faults.append(mischances);
    fleet.emulator.clearRequests();
    const run = await queue(surroundings);
    const killing = pool.killNowAndThen(kills);
    const record = await ended(server.url, run);
    await killing;
    report(name, fleet, record, pool.killed);
  } finally {
    await pool.close();
    await server.stop();
    await fleet.close();
  }
}

function report(name: string, fleet: LargeFleet, record: RunRecord, killed: number): void {
  const { once, wrong } = fleet.renewed();
  const { mostInSecond, mostCalls, calls, throttled } = fleet.rates();
  const took = (Math.max(...record.steps.map(({ endedAt }) => endedAt ?? 0)) - record.created) / 1_000;
  const bound = mostCalls / size.perSecond;
  const failures = Object.values(
    z
      .record(z.string(), z.object({}).loose())
      .parse(record.outcome?.state === 'done' ? record.outcome.output : {}),
  ).filter((one) => 'failed' in one);
  console.log(
    `${name}: ${once} of ${size.accounts * size.due} renewed once, ${wrong.length} wrong, ${failures.length} told as failed; ` +
      `${killed} kills; ${calls} calls, ${throttled} refused; at most ${mostInSecond} of ${size.perSecond} in a second; ` +
      `${took.toFixed(1)} s, bound ${bound.toFixed(1)} s (${(took / bound).toFixed(2)})`,
  );
  for (const text of wrong.slice(0, 20)) console.error(text);
  for (const one of failures.slice(0, 5)) console.error(JSON.stringify(one));
  if (wrong.length > 0 || mostInSecond > size.perSecond + 1) failed = true;
}

async function queue(surroundings: Surroundings): Promise<string> {
  const words = [
    'fleet',
    'renew',
    'policy.yaml',
    '--queue',
    '--yes',
    '--json',
    '--per-second',
    `${size.perSecond}`,
  ];
  const { out, err } = await new Command(surroundings, ...words).ended();
  if (out === '') throw new Error(err);
  return queuedSchema.parse(JSON.parse(out)).run;
}

async function ended(database: string, run: string): Promise<RunRecord> {
  const { store, close } = await openPostgres({ connection: database });
  const engine = createEngine({ store });
  try {
    for (;;) {
      const record = await engine.get(run);
      if (record?.state === 'done') return record;
      if (record?.state === 'failed') throw new Error(JSON.stringify(record.outcome));
      await sleep(1_000);
    }
  } finally {
    await engine.close();
    await close();
  }
}
