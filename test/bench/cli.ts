import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { median } from './measure.ts';

/** Cold starts of the built command: a whole process from its start to its end, beside the least that Node needs and the official client's same listing. */
const polynat = fileURLToPath(new URL('../../../packages/cli/bin/polynat.js', import.meta.url));
const rounds = 9;

const connectionSchema = z.object({
  url: z.string(),
  credentials: z.object({ alibaba: z.object({ accessKeyId: z.string(), accessKeySecret: z.string() }) }),
  networks: z.object({ alibaba: z.object({ regionId: z.string() }) }),
});

const emulator = spawn(process.execPath, [polynat, 'emulate', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [first] = await once(emulator.stdout.setEncoding('utf8'), 'data');
const connection = connectionSchema.parse(JSON.parse(String(first)));

/** The same listing as an official client's user writes it. */
const official = `
  import Client, { DescribeNatGatewaysRequest } from '@alicloud/vpc20160428';
  const make = Client.default ?? Client;
  const client = new make({
    accessKeyId: process.env.KEY, accessKeySecret: process.env.SECRET,
    endpoint: new URL(process.env.URL).host, protocol: 'http', regionId: process.env.REGION,
  });
  await client.describeNatGateways(new DescribeNatGatewaysRequest({ regionId: process.env.REGION }));
`;

const environment = {
  ...process.env,
  POLYNAT_EMULATOR: connection.url,
  URL: connection.url,
  KEY: connection.credentials.alibaba.accessKeyId,
  SECRET: connection.credentials.alibaba.accessKeySecret,
  REGION: connection.networks.alibaba.regionId,
};

const commands: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'polynat --help': [polynat, '--help'],
  'polynat gateways list (one cloud)': [polynat, 'gateways', 'list', '--cloud', 'alibaba', '--json'],
  'polynat gateways list (three clouds)': [polynat, 'gateways', 'list', '--json'],
  'the same by @alicloud/vpc20160428': ['--input-type=module', '--eval', official],
};

function timeOf(args: readonly string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, [...args], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: environment,
    stdio: 'pipe',
  });
  return performance.now() - started;
}

const times: Readonly<Record<string, number[]>> = Object.fromEntries(
  Object.keys(commands).map((name) => [name, []]),
);
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(commands)) times[name]?.push(timeOf(args));
  }
} finally {
  emulator.kill();
}

const least = median(times['node -e 0'] ?? []);
console.log('\ncold start of the command line, whole process');
for (const [name, measured] of Object.entries(times)) {
  const time = median(measured);
  console.log(
    `  ${name.padEnd(40)}${time.toFixed(0).padStart(6)} ms${(time / least).toFixed(1).padStart(6)} × node -e 0`,
  );
}
