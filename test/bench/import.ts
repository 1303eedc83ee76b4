import { execFileSync } from 'node:child_process';
import { median } from './measure.ts';

/** What importing a package costs a fresh process, beside `node -e 0`: wall time until it has ended, and memory at its height. */
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
  readonly milliseconds: number;
  readonly megabytes: number;
}

function costOf(script: string): Cost {
  const telling = `${script};process.on('exit',()=>console.log(process.resourceUsage().maxRSS))`;
  const started = performance.now();
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', telling], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return { milliseconds: performance.now() - started, megabytes: Number(printed) / 1_024 };
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
  const time = median(measured.map(({ milliseconds }) => milliseconds));
  const memory = median(measured.map(({ megabytes }) => megabytes));
  console.log(`  ${name.padEnd(32)}${time.toFixed(0).padStart(8)} ms${memory.toFixed(0).padStart(8)} MB`);
}
