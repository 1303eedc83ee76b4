import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import RPCClient from '@alicloud/pop-core';
import { alibaba } from '@polynat/alibaba';
import { gotSender, leanSender, type Sender } from '@polynat/transport';
import { pageSize } from './gateways.ts';
import { installedMegabytes } from './installed.ts';
import { compare, median, report, type Subject } from './measure.ts';
import { rawClient } from './raw.ts';
import { startStub } from './stub.ts';

/** What reading a page of 50 gateways costs: the least it can, the official clients, and Polynat with everything on. */
interface OfficialClient {
  describeNatGateways(request: object): Promise<unknown>;
}

interface OfficialSdk {
  readonly default: new (config: object) => OfficialClient;
  readonly DescribeNatGatewaysRequest: new (fields: object) => object;
}

const stub = await startStub();
const { host } = new URL(stub.url);
const region = 'cn-hangzhou';
const keys = { accessKeyId: 'bench', accessKeySecret: 'secret' };
const raw = rawClient(stub.url);
const senders = { gotSender: gotSender(), leanSender: leanSender() };

const popCore = new RPCClient({ ...keys, endpoint: stub.url, apiVersion: '2016-04-28' });

const require = createRequire(import.meta.url);
const sdk: OfficialSdk = require('@alicloud/vpc20160428');
const { $OpenApiUtil } = require('@alicloud/openapi-core');
const vpc = new sdk.default(new $OpenApiUtil.Config({ ...keys, endpoint: host, protocol: 'HTTP' }));

const driverOver = (sender: Sender) =>
  alibaba({ region, credentials: keys, endpoint: stub.url, sender, trace: () => undefined });

const native = (sender: Sender): Subject['run'] => {
  const driver = driverOver(sender);
  return () => driver.native.call('DescribeNatGateways', { PageSize: pageSize });
};

const portable = (sender: Sender): Subject['run'] => {
  const driver = driverOver(sender);
  const { signal } = new AbortController();
  return () => driver.gateways.list({}, undefined, { signal, deadline: Date.now() + 60_000, token: 'bench' });
};

const parameters = {
  Action: 'DescribeNatGateways',
  Version: '2016-04-28',
  RegionId: region,
  PageSize: `${pageSize}`,
};

const subjects: readonly Subject[] = [
  { name: 'raw node:http, HMAC, JSON.parse', run: () => raw.call(parameters) },
  {
    name: '@alicloud/pop-core',
    run: () => popCore.request('DescribeNatGateways', { RegionId: region, PageSize: pageSize }),
  },
  {
    name: '@alicloud/vpc20160428',
    run: () => vpc.describeNatGateways(new sdk.DescribeNatGatewaysRequest({ regionId: region, pageSize })),
  },
  { name: 'native call over gotSender', run: native(senders.gotSender) },
  { name: 'native call over leanSender', run: native(senders.leanSender) },
  { name: 'gateways.list over gotSender', run: portable(senders.gotSender) },
  { name: 'gateways.list over leanSender', run: portable(senders.leanSender) },
];

const runs = { runs: 200, rounds: 21 };
report('Alibaba, a page of 50 gateways, one at a time', await compare(subjects, { ...runs, abreast: 1 }));
report('Alibaba, a page of 50 gateways, 20 at a time', await compare(subjects, { ...runs, abreast: 20 }));

raw.close();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();

/** Milliseconds of a fresh process that does nothing but import a package, without those of node itself. */
function importTime(script: string): number {
  const times = Array.from({ length: 11 }, () => {
    const started = performance.now();
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname });
    return performance.now() - started;
  });
  return median(times);
}

const bare = importTime('0');
const ours = importTime("await import('@polynat/alibaba')") - bare;
const theirs = importTime("await import('@alicloud/vpc20160428')") - bare;
console.log(
  `\nimport beside node itself\n  @polynat/alibaba ${ours.toFixed(0)} ms, @alicloud/vpc20160428 ${theirs.toFixed(0)} ms: ${(ours / theirs).toFixed(2)}`,
);

console.log('\ninstalled with all dependencies');
for (const name of ['@polynat/alibaba', '@alicloud/pop-core', '@alicloud/vpc20160428']) {
  console.log(`  ${name.padEnd(32)}${installedMegabytes(name).toFixed(1).padStart(8)} MB`);
}
