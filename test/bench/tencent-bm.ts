import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { tencentBm } from '@polynat/tencent-bm';
import { gotSender, leanSender, type Sender } from '@polynat/transport';
import type { bmvpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/bmvpc/index.js';
import { compare, report, type Subject } from './measure.ts';
import { startStub } from './stub.ts';
import { closeConnections, post, rawCall } from './tencent-raw.ts';

/** What an upgrade costs in both versions: the least it can cost, the official clients, and Polynat over each of its senders. */
interface OfficialV2 {
  new (
    defaults: Readonly<Record<string, string>>,
  ): {
    request(parameters: object, options: object, done: (error: Error | null, body: unknown) => void): void;
  };
}

const stub = await startStub('tencent-bm-server.js');
const { host } = new URL(stub.url);
const keys = { secretId: 'bench', secretKey: 'secret' };
const region = 'ap-guangzhou';
const upgrade = { natId: 'nat-et8e970y', unVpcId: 'vpc-kd7d06of', maxConcurrent: 3_000_000 };
const upgradeV3 = { NatId: upgrade.natId, VpcId: upgrade.unVpcId, MaxConcurrent: upgrade.maxConcurrent };

function rawV2(): Promise<unknown> {
  const parameters: Record<string, string | number> = {
    ...upgrade,
    Action: 'UpgradeBmNatGateway',
    Region: region,
    Timestamp: Math.floor(Date.now() / 1000),
    Nonce: Math.floor(Math.random() * 65_535),
    SecretId: keys.secretId,
  };
  const source = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
  const signature = createHmac('sha1', keys.secretKey)
    .update(`POST${host}/v2/index.php?${source}`)
    .digest('base64');
  const form = Object.entries({ ...parameters, Signature: signature })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return post(`${stub.url}/v2/index.php`, { 'content-type': 'application/x-www-form-urlencoded' }, form);
}

const service = { url: stub.url, name: 'bmvpc', version: '2018-06-25', region, keys };
const rawV3 = () => rawCall(service, 'UpgradeNatGateway', upgradeV3);

const require = createRequire(import.meta.url);

const QcloudApi: OfficialV2 = require('qcloudapi-sdk');
const oldClient = new QcloudApi({ SecretId: keys.secretId, SecretKey: keys.secretKey, Region: region });
const officialV2 = () =>
  new Promise<unknown>((resolve, reject) => {
    oldClient.request(
      { Action: 'UpgradeBmNatGateway', ...upgrade },
      { host, protocol: 'http' },
      (error, body) => (error ? reject(error) : resolve(body)),
    );
  });

const sdk: {
  readonly bmvpc: typeof bmvpc;
} = require('tencentcloud-sdk-nodejs/tencentcloud/services/bmvpc/index.js');
const newClient = new sdk.bmvpc.v20180625.Client({
  credential: keys,
  region,
  profile: { httpProfile: { endpoint: host, protocol: 'http://' } },
});

const senders = { gotSender: gotSender(), leanSender: leanSender() };
const options = { region, credentials: keys, endpoint: stub.url };

function polynatV2(sender: Sender): () => Promise<unknown> {
  const { native } = tencentBm({ ...options, sender });
  return () => native.call('UpgradeBmNatGateway', upgrade);
}

function polynatV3(sender: Sender): () => Promise<unknown> {
  const { native } = tencentBm({ ...options, sender, api: 'v3' });
  return () => native.call('UpgradeNatGateway', upgradeV3);
}

const versions: Readonly<Record<string, readonly Subject[]>> = {
  'version 2': [
    { name: 'raw node:http, HMAC, JSON.parse', run: rawV2 },
    { name: 'qcloudapi-sdk', run: officialV2 },
    { name: 'Polynat over gotSender', run: polynatV2(senders.gotSender) },
    { name: 'Polynat over leanSender', run: polynatV2(senders.leanSender) },
  ],
  'version 3': [
    { name: 'raw node:http, TC3, JSON.parse', run: rawV3 },
    { name: 'tencentcloud-sdk-nodejs', run: () => newClient.UpgradeNatGateway(upgradeV3) },
    { name: 'Polynat over gotSender', run: polynatV3(senders.gotSender) },
    { name: 'Polynat over leanSender', run: polynatV3(senders.leanSender) },
  ],
};

const runs = { runs: 300, rounds: 21 };
for (const [version, subjects] of Object.entries(versions)) {
  report(`Tencent BM upgrade, ${version}, one at a time`, await compare(subjects, { ...runs, abreast: 1 }));
  report(`Tencent BM upgrade, ${version}, 20 at a time`, await compare(subjects, { ...runs, abreast: 20 }));
}

closeConnections();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();
