import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { openFleet, polynat } from './fleet-process.ts';
import { kinds } from './fleet-seed.ts';

/**
 * `polynat fleet inventory` over 1,000 and 10,000 gateways of three clouds, ten accounts each, on an emulator in a process of its own that
 * allows every account so many calls a second. Beside the time: the bound, which is what the account with the most requests needs at that
 * rate; the most memory the command had; and what a gateway costs, which should not grow with their number.
 */
const accounts = 10;
const perSecond = 20;

const statsSchema = z.array(
  z.object({ cloud: z.string(), account: z.string(), requests: z.number(), throttled: z.number() }),
);
const summarySchema = z.object({
  gateways: z.number(),
  started: z.string(),
  ended: z.string(),
  failures: z.array(z.unknown()),
});

interface Measured {
  readonly gateways: number;
  readonly requests: number;
  readonly throttled: number;
  /** Seconds. */
  readonly taken: number;
  readonly bound: number;
  /** Megabytes. */
  readonly memory: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
}

const folder = mkdtempSync(join(tmpdir(), 'polynat-inventory-'));
try {
  console.log(
    `\ninventory: ${kinds.length} clouds, ${accounts} accounts each, ${perSecond} calls/s an account`,
  );
  const few = await measure(34);
  const many = await measure(334);
  for (const one of [few, many]) show(one);
  const [requests, cpu] = [ratio(few, many, 'requests'), ratio(few, many, 'cpu')];
  console.log(
    `  a gateway of ${many.gateways} to one of ${few.gateways}: ${requests} requests, ${cpu} processor time`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function ratio(few: Measured, many: Measured, what: 'requests' | 'cpu'): string {
  return (many[what] / many.gateways / (few[what] / few.gateways)).toFixed(2);
}

function show({ gateways, requests, throttled, taken, bound, memory, cpu }: Measured): void {
  console.log(
    `  ${gateways.toLocaleString('en').padStart(6)} gateways${String(requests).padStart(7)} requests` +
      ` (${throttled} throttled)${taken.toFixed(1).padStart(7)} s, bound ${bound.toFixed(1)} s: ${(taken / bound).toFixed(2)}` +
      `${memory.toFixed(0).padStart(6)} MB${(cpu / gateways).toFixed(2).padStart(7)} ms a gateway`,
  );
}

async function measure(gateways: number): Promise<Measured> {
  const { url, close } = await openFleet(folder, { accounts, gateways, perSecond });
  try {
    const { out, memory, cpu } = await inventory();
    const { started, ended, ...summary } = summarySchema.parse(JSON.parse(out));
    if (summary.failures.length > 0) throw new Error(JSON.stringify(summary.failures[0]));
    const stats = statsSchema.parse(await (await fetch(`${url}/_emulator/stats`)).json());
    const answered = new Map<string, number>();
    for (const { cloud, account, requests, throttled } of stats) {
      const key = `${cloud} ${account}`;
      answered.set(key, (answered.get(key) ?? 0) + requests - throttled);
    }
    return {
      gateways: summary.gateways,
      requests: stats.reduce((sum, one) => sum + one.requests, 0),
      throttled: stats.reduce((sum, one) => sum + one.throttled, 0),
      taken: (Date.parse(ended) - Date.parse(started)) / 1_000,
      bound: Math.max(...answered.values()) / perSecond,
      memory,
      cpu,
    };
  } finally {
    close();
  }
}

async function inventory() {
  const words = ['fleet', 'inventory', '--out', 'inventory.ndjson', '--json', '--quiet'];
  const child = spawn(process.execPath, [polynat, ...words, '--per-second', String(perSecond)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  const ended = once(child, 'close');
  const usage = await usageOf(child);
  await ended;
  return { out, ...usage };
}

/** Looked up in /proc until the process has ended: its largest resident memory, and the processor time of all of its threads. */
async function usageOf({ pid }: ChildProcess): Promise<{ readonly memory: number; readonly cpu: number }> {
  let usage = { memory: Number.NaN, cpu: Number.NaN };
  for (;;) {
    try {
      const kilobytes = Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (!Number.isNaN(kilobytes))
        usage = { memory: kilobytes / 1_024, cpu: (Number(fields[11]) + Number(fields[12])) * 10 };
    } catch {
      return usage;
    }
    await sleep(50);
  }
}
