import { execFileSync } from 'node:child_process';
import * as z from 'zod';
import { median } from './measure.ts';

/** What importing a package costs a fresh process, beside `node -e 0`: wall time, processor time, and memory at its height. */
const packages = [
  '@polynat/core',
  '@polynat/transport',
  '@polynat/alibaba',
  '@polynat/baidu',
  '@polynat/tencent-bm',
  '@polynat/inversify',
  '@polynat/engine',
  '@polynat/migrate',
  '@polynat/fleet',
  '@polynat/emulator',
  '@polynat/testkit',
];
const rounds = 11;

interface Cost {
  readonly wall: number;
  readonly processor: number;
  readonly megabytes: number;
}

/** Microseconds and kilobytes, as Node tells them. */
const usage = z.object({ userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() });

function costOf(script: string): Cost {
  const telling = `${script};process.on('exit', () => console.log(JSON.stringify(process.resourceUsage())))`;
  const started = performance.now();
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', telling], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  const wall = performance.now() - started;
  const { userCPUTime, systemCPUTime, maxRSS } = usage.parse(JSON.parse(printed));
  return { wall, processor: (userCPUTime + systemCPUTime) / 1_000, megabytes: maxRSS / 1_024 };
}

const scripts: Readonly<Record<string, string>> = {
  'node -e 0': '0',
  ...Object.fromEntries(packages.map((name) => [name, `await import('${name}')`])),
};

const costs: Readonly<Record<string, Cost[]>> = Object.fromEntries(
  Object.keys(scripts).map((name) => [name, []]),
);
for (let round = 0; round < rounds; round += 1) {
  for (const [name, script] of Object.entries(scripts)) costs[name]?.push(costOf(script));
}

console.log('\nimport of the built package in a fresh process, node itself included');
for (const [name, measured] of Object.entries(costs)) {
  const of = (part: keyof Cost): string =>
    median(measured.map((cost) => cost[part]))
      .toFixed(0)
      .padStart(8);
  console.log(`  ${name.padEnd(32)}${of('wall')} ms${of('processor')} ms processor${of('megabytes')} MB`);
}
