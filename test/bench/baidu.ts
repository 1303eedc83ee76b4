import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { baidu } from '@polynat/baidu';
import { gotSender, leanSender, type Sender } from '@polynat/transport';
import { compare, report, type Subject } from './measure.ts';
import { startStub } from './stub.ts';

/** What a renewal costs: the least it can cost, the official client, and Polynat over each of its senders. */
interface OfficialClient {
  sendRequest(method: string, path: string, request: object): PromiseLike<unknown>;
}

interface OfficialSdk {
  readonly BceBaseClient: new (config: object, service: string, regional: boolean) => OfficialClient;
}

const stub = await startStub('baidu-server.js');
const { host } = new URL(stub.url);
const keys = { accessKeyId: 'bench', secretAccessKey: 'secret' };
const natId = 'nat-bir8biqwr45e';
const path = `/v1/nat/${natId}`;
const billing = { reservation: { reservationLength: 1, reservationTimeUnit: 'month' } };

let renewals = 0;
const nextToken = () => {
  renewals += 1;
  return `renewal-${renewals}`;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

/** `node:http` with kept-alive connections, the two rounds of HMAC, one body. No errors, no limits, no checks. */
function raw(): Promise<void> {
  const token = nextToken();
  const date = `${new Date().toISOString().slice(0, 19)}Z`;
  const prefix = `bce-auth-v1/${keys.accessKeyId}/${date}/1800`;
  const signed = `host:${encodeURIComponent(host)}\nx-bce-date:${encodeURIComponent(date)}`;
  const canonical = `PUT\n${path}\nclientToken=${encodeURIComponent(token)}&purchaseReserved=\n${signed}`;
  const signature = hmac(hmac(keys.secretAccessKey, prefix), canonical);
  const body = JSON.stringify({ billing });
  const headers = {
    'x-bce-date': date,
    'content-type': 'application/json',
    'content-length': body.length,
    authorization: `${prefix}/host;x-bce-date/${signature}`,
  };
  return new Promise((resolve, reject) => {
    const url = `${stub.url}${path}?purchaseReserved&clientToken=${token}`;
    const sent = request(url, { method: 'PUT', agent, headers }, (response) => {
      response.on('end', resolve);
      response.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const sdk: OfficialSdk = createRequire(import.meta.url)('@baiducloud/sdk');
const official = new sdk.BceBaseClient(
  { endpoint: stub.url, credentials: { ak: keys.accessKeyId, sk: keys.secretAccessKey } },
  'bcc',
  true,
);

const senders = { gotSender: gotSender(), leanSender: leanSender() };

function renewing(sender: Sender): () => Promise<unknown> {
  const driver = baidu({ region: 'bj', credentials: keys, endpoint: stub.url, sender });
  return () => driver.native.call('PurchaseReservedNat', { natId, billing }, { token: nextToken() });
}

const subjects: readonly Subject[] = [
  { name: 'raw node:http, HMAC', run: raw },
  {
    name: '@baiducloud/sdk',
    run: async () => {
      const params = { purchaseReserved: '', clientToken: nextToken() };
      await official.sendRequest('PUT', path, { params, body: JSON.stringify({ billing }) });
    },
  },
  { name: 'Polynat over gotSender', run: renewing(senders.gotSender) },
  { name: 'Polynat over leanSender', run: renewing(senders.leanSender) },
];

const runs = { runs: 1_500, rounds: 11 };
report('Baidu renewal, one at a time', await compare(subjects, { ...runs, abreast: 1 }));
report('Baidu renewal, 20 at a time', await compare(subjects, { ...runs, abreast: 20 }));

agent.destroy();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();
