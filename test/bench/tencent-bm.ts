import { createHash, createHmac } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { createRequire } from 'node:module';
import { tencentBm } from '@polynat/tencent-bm';
import { gotSender, leanSender, type Sender } from '@polynat/transport';
import type { bmvpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/bmvpc/index.js';
import { compare, report, type Subject } from './measure.ts';
import { startStub } from './stub.ts';

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

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** `node:http` with kept-alive connections. No errors, no limits, no checks. */
function post(path: string, headers: OutgoingHttpHeaders, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } };
    const sent = request(`${stub.url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

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
  return post('/v2/index.php', { 'content-type': 'application/x-www-form-urlencoded' }, form);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

function rawV3(): Promise<unknown> {
  const body = JSON.stringify(upgradeV3);
  const timestamp = Math.floor(Date.now() / 1000);
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/bmvpc/tc3_request`;
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
  const key = hmac(hmac(hmac(`TC3${keys.secretKey}`, date), 'bmvpc'), 'tc3_request');
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString(
    'hex',
  );
  const headers = {
    'content-type': 'application/json',
    authorization: `TC3-HMAC-SHA256 Credential=${keys.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    'x-tc-action': 'UpgradeNatGateway',
    'x-tc-version': '2018-06-25',
    'x-tc-region': region,
    'x-tc-timestamp': timestamp,
  };
  return post('/', headers, body);
}

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

agent.destroy();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();
