import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diffSnapshots, Snapshot } from '@polynat/fleet';
import { seededRandom } from '@polynat/testkit';
import * as z from 'zod';
import { openFleet, polynat } from '../bench/fleet-process.ts';
import { kinds } from '../bench/fleet-seed.ts';

/**
 * Kills `polynat fleet inventory` at random moments, while it lists, reads and writes, and resumes it each time, over gateways of three
 * clouds. In the end each gateway is in the snapshot once, the snapshot is the one that an undisturbed inventory takes, and no rules were
 * read twice but those under way when a process was killed. The exit code is 1 if one of these does not hold.
 */
const size = { accounts: 2, gateways: 200 };
const rounds = 3;
const kills = 10;
/** Rules that may be under way in a process: two kinds of eight gateways of each cloud. */
const underWay = 2 * 8 * kinds.length * size.accounts;
const random = seededRandom(Number(process.argv[2] ?? 11));

const statsSchema = z.array(z.object({ operation: z.string(), requests: z.number() }));
const ofRules =
  /^(DescribeSnatTableEntries|DescribeForwardTableEntries|List[SD]natRule|DescribeBmNatBindSubnets)$/;

const folder = mkdtempSync(join(tmpdir(), 'polynat-inventory-chaos-'));
const { url, close } = await openFleet(folder, size);
let broken = 0;
try {
  if ((await take('whole.ndjson')) !== 0) throw new Error('the undisturbed inventory failed');
  const needed = await rulesRead();
  for (let round = 1; round <= rounds; round += 1) {
    const faults = await play(needed);
    broken += faults.length === 0 ? 0 : 1;
    console.log(`round ${round} of ${rounds}: ${faults.join('; ') || 'held'}`);
  }
} finally {
  close();
  rmSync(folder, { recursive: true });
}
console.log(`${rounds - broken} held, ${broken} broken`);
process.exitCode = broken === 0 ? 0 : 1;

async function play(needed: number): Promise<readonly string[]> {
  const before = await rulesRead();
  let killed = 0;
  for (; killed < kills; killed += 1) if (!(await killedOnTheWay())) break;
  const exit = await take('killed.ndjson', '--resume');
  const read = (await rulesRead()) - before;
  const refs = refsIn('killed.ndjson');
  const whole = refsIn('whole.ndjson');
  const differing = await differences();
  rmSync(join(folder, 'killed.ndjson'));
  console.log(`  ${killed} kills, ${read} requests for rules, ${needed} without kills`);
  return [
    ...(exit === 0 ? [] : [`it ended with ${exit}`]),
    ...(new Set(refs).size === refs.length ? [] : ['a gateway is there twice']),
    ...(refs.join() === whole.join() ? [] : [`${refs.length} gateways, and there are ${whole.length}`]),
    ...(differing === 0 ? [] : [`${differing} gateways differ`]),
    ...(read <= needed + (killed + 1) * underWay ? [] : [`${read} requests for rules`]),
  ];
}

/** Kills it once it has written some more, or when it is about to end. `false` when it ended first. */
async function killedOnTheWay(): Promise<boolean> {
  const child = start('killed.ndjson', '--resume');
  const ended = once(child, 'close');
  const more = 20_000 + random.fraction() * 100_000;
  const begun = sizeOf('killed.ndjson.partial');
  while (child.exitCode === null && sizeOf('killed.ndjson.partial') < begun + more) await sleep(5);
  await sleep(random.fraction() * 30);
  const alive = child.exitCode === null;
  child.kill('SIGKILL');
  await ended;
  return alive && child.signalCode === 'SIGKILL';
}

function start(file: string, ...more: readonly string[]) {
  const words = ['fleet', 'inventory', '--out', file, '--quiet', '--json', ...more];
  return spawn(process.execPath, [polynat, ...words], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function take(file: string, ...more: readonly string[]): Promise<unknown> {
  const [exit] = await once(start(file, ...more), 'close');
  return exit;
}

async function rulesRead(): Promise<number> {
  const stats = statsSchema.parse(await (await fetch(`${url}/_emulator/stats`)).json());
  return stats.reduce((sum, { operation, requests }) => sum + (ofRules.test(operation) ? requests : 0), 0);
}

function refsIn(file: string): readonly string[] {
  return readFileSync(join(folder, file), 'utf8').match(/(?<="type":"gateway","ref":")[^"]+/g) ?? [];
}

async function differences(): Promise<number> {
  await using whole = await Snapshot.open(join(folder, 'whole.ndjson'));
  await using killed = await Snapshot.open(join(folder, 'killed.ndjson'));
  const { differences: found, notCompared } = await diffSnapshots(whole, killed);
  return found.length + notCompared.length;
}

function sizeOf(file: string): number {
  return statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0;
}
