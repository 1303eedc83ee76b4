import { createRequire } from 'node:module';
import { tencentVpc } from '@polynat/tencent-vpc';
import { gotSender, leanSender, type Sender } from '@polynat/transport';
import type { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js';
import { compare, report, type Subject } from './measure.ts';
import { startStub } from './stub.ts';
import { closeConnections, rawCall } from './tencent-raw.ts';

/** What a page of a hundred gateways and an upgrade cost: the least it can, the official client, and Polynat over each sender. */
const stub = await startStub('tencent-vpc-server.js');
const keys = { secretId: 'bench', secretKey: 'secret' };
const region = 'ap-guangzhou';
const service = { url: stub.url, name: 'vpc', version: '2017-03-12', region, keys };

const page = { Offset: 0, Limit: 100 };
const upgrade = { NatGatewayId: 'nat-00000001', MaxConcurrentConnection: 3_000_000 };

const sdk: {
  readonly vpc: typeof vpc;
} = createRequire(import.meta.url)('tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js');
const official = new sdk.vpc.v20170312.Client({
  credential: keys,
  region,
  profile: { httpProfile: { endpoint: new URL(stub.url).host, protocol: 'http://' } },
});

const senders = { gotSender: gotSender(), leanSender: leanSender() };
const nativeOver = (sender: Sender) =>
  tencentVpc({ region, credentials: keys, endpoint: stub.url, sender }).native;
const [got, lean] = [nativeOver(senders.gotSender), nativeOver(senders.leanSender)];

const pages: readonly Subject[] = [
  { name: 'raw node:http, TC3, JSON.parse', run: () => rawCall(service, 'DescribeNatGateways', page) },
  { name: 'tencentcloud-sdk-nodejs', run: () => official.DescribeNatGateways(page) },
  { name: 'Polynat over gotSender', run: () => got.call('DescribeNatGateways', page) },
  { name: 'Polynat over leanSender', run: () => lean.call('DescribeNatGateways', page) },
];
const upgrades: readonly Subject[] = [
  {
    name: 'raw node:http, TC3, JSON.parse',
    run: () => rawCall(service, 'ResetNatGatewayConnection', upgrade),
  },
  { name: 'tencentcloud-sdk-nodejs', run: () => official.ResetNatGatewayConnection(upgrade) },
  { name: 'Polynat over gotSender', run: () => got.call('ResetNatGatewayConnection', upgrade) },
  { name: 'Polynat over leanSender', run: () => lean.call('ResetNatGatewayConnection', upgrade) },
];

for (const abreast of [1, 20]) {
  const times = `${abreast === 1 ? 'one' : abreast} at a time`;
  report(
    `Tencent Cloud VPC, 100 gateways a page, ${times}`,
    await compare(pages, { runs: 60, rounds: 21, abreast }),
  );
  report(`Tencent Cloud VPC upgrade, ${times}`, await compare(upgrades, { runs: 300, rounds: 21, abreast }));
}

closeConnections();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();
