import { Agent, request } from 'node:http';
import { createIdentity } from '../src/identity.ts';
import { type Emulator, type FaultInput, startEmulator } from '../src/index.ts';
import { creation, signedUrl } from '../test/tencent-bm/http.ts';
import { signedCall, creation as vpcCreation } from '../test/tencent-vpc/http.ts';

const AT_ONCE = 8;

interface Shot {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Faults that leave a caller with an answer or a cut connection, never waiting. */
const faults: readonly FaultInput[] = [
  { kind: 'throttle', count: 1, retryAfter: 1 },
  { kind: 'server-error', count: 1, committed: true },
  { kind: 'reset-before', count: 1 },
  { kind: 'reset-after', count: 1 },
  { kind: 'truncate', count: 1 },
  { kind: 'html', count: 1 },
  { kind: 'slow', count: 1, delay: 2 },
  { kind: 'clock-skew', count: 1, seconds: 1000 },
];

/** Random requests, well and badly formed, to a running emulator whose connections break now and then. */
export async function sendOverTheWire(count: number, seed: number): Promise<number> {
  const emulator = await startEmulator({ speed: 0, identitySeed: seed });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const { fraction } = createIdentity(seed);
    for (let sent = 0; sent < count; sent += AT_ONCE) {
      if (fraction() < 0.3) emulator.faults.append(oneOf(faults, fraction));
      await Promise.all(Array.from({ length: AT_ONCE }, () => send(agent, shotAt(emulator, fraction))));
    }
    emulator.checkInvariants();
    requireNoSecret(emulator);
  } finally {
    agent.destroy();
    await emulator.close();
  }
  return count;
}

function oneOf<T>(items: readonly T[], fraction: () => number): T {
  const item = items[Math.floor(fraction() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

function shotAt(emulator: Emulator, fraction: () => number): Shot {
  const { url, credentials } = emulator.connection();
  const noise = Array.from({ length: 20 }, () => String.fromCharCode(33 + Math.floor(fraction() * 90))).join(
    '',
  );
  const shots: readonly (() => Shot)[] = [
    () => ({ method: 'GET', url: signedUrl(emulator, 'DescribeBmNatGateway', { natName: noise }) }),
    () => ({ method: 'GET', url: signedUrl(emulator, 'DescribeEipBm') }),
    () => ({ method: 'GET', url: creation(emulator, 'chaos') }),
    () => ({ method: 'POST', url: `${url}/v2/index.php`, body: noise }),
    () => vpcCreation(emulator, noise),
    () => signedCall(emulator, 'DescribeNatGateways', { NatGatewayIds: [noise] }),
    () => ({ ...signedCall(emulator, credentials.tencentVpc.secretKey), body: noise }),
    // Keys where no key belongs, to see that the log hides them there too.
    () => ({ method: 'POST', url: `${url}/?Action=${credentials.alibaba.accessKeySecret}`, body: noise }),
    () => ({
      method: 'PUT',
      url: `${url}/v1/nat/${credentials.baidu.secretAccessKey}`,
      body: `{"${noise}":1}`,
    }),
    () => ({ method: 'GET', url: `${url}/v1/nat?vpcId=${encodeURIComponent(noise)}` }),
    () => ({ method: 'POST', url: `${url}/`, body: `Action=DescribeNatGateways&AccessKeyId=${noise}` }),
    () => ({ method: 'GET', url: `${url}/${encodeURIComponent(noise)}` }),
  ];
  return oneOf(shots, fraction)();
}

/** Settles either way: a cut connection is one of the answers. */
function send(agent: Agent, { method, url, headers, body }: Shot): Promise<void> {
  return new Promise((resolve) => {
    const call = request(url, { method, headers, agent }, (response) => {
      response.on('error', () => resolve());
      response.resume().on('close', () => resolve());
    });
    call.on('error', () => resolve());
    call.end(body);
  });
}

function requireNoSecret(emulator: Emulator): void {
  const log = emulator.requests();
  const defect = log.find(({ status, faults: struck }) => status === 500 && struck.length === 0);
  if (defect !== undefined) throw new Error(`the emulator failed on ${JSON.stringify(defect)}`);
  const text = JSON.stringify([log, emulator.world()]);
  const secrets = Object.values(emulator.connection().credentials).flatMap((keys) => Object.values(keys));
  if (secrets.some((secret) => text.includes(secret))) throw new Error('the log or the world shows a secret');
}
