import fc from 'fast-check';
import { anyStep, take } from '../test/alibaba/random-calls.ts';
import { createStage } from '../test/alibaba/stage.ts';
import { command as baiduCommand } from '../test/baidu/commands.ts';
import { runCommands as runBaidu } from '../test/baidu/run-commands.ts';
import { command as tencentCommand } from '../test/tencent-bm/random/commands.ts';
import { runCommands as runTencent } from '../test/tencent-bm/random/run.ts';
import { command as vpcCommand } from '../test/tencent-vpc/random/commands.ts';
import { runCommands as runVpc } from '../test/tencent-vpc/random/run.ts';
import { sendOverTheWire } from './wire.ts';

/** Commands to one fresh cloud: long enough to fill it, short enough to begin anew often. */
const SEQUENCE = 400;
/** One request in twenty also takes the way through sockets. */
const WIRE_SHARE = 20;

export interface RandomRequests {
  /** Signed requests in all, shared evenly by the clouds. */
  readonly count: number;
  /** The same seed sends the same requests. */
  readonly seed: number;
}

export interface Tally {
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
}

type Sequence = (seed: number) => number | Promise<number>;

const sequences: Readonly<Record<string, Sequence>> = {
  alibaba: runAlibaba,
  baidu: (seed) => runBaidu(fc.sample(baiduCommand, { seed, numRuns: SEQUENCE }), { checkEvery: 50 }),
  'tencent-bm': (seed) =>
    runTencent(fc.sample(tencentCommand, { seed, numRuns: SEQUENCE }), { checkEvery: 20 }),
  'tencent-vpc': (seed) => runVpc(fc.sample(vpcCommand, { seed, numRuns: SEQUENCE }), { checkEvery: 20 }),
};

/**
 * Sends random signed requests to all clouds, each beside what is known about its state, and throws at the first
 * answer, invariant or log entry that should not be; the message names the cloud and the seed that shows it again.
 */
export async function runRandomRequests({ count, seed }: RandomRequests): Promise<readonly Tally[]> {
  const share = Math.ceil(count / Object.keys(sequences).length);
  const tallies: Tally[] = [];
  for (const [name, run] of Object.entries(sequences)) tallies.push(await repeat(name, run, share, seed));
  const overTheWire = (each: number) => sendOverTheWire(SEQUENCE, each);
  tallies.push(await repeat('over the wire', overTheWire, Math.ceil(count / WIRE_SHARE), seed));
  return tallies;
}

async function repeat(name: string, run: Sequence, share: number, seed: number): Promise<Tally> {
  const start = performance.now();
  let requests = 0;
  for (let current = seed; requests < share; current += 1) {
    try {
      requests += await run(current);
    } catch (error) {
      throw new Error(`${name}, seed ${current}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
  return { name, requests, seconds: (performance.now() - start) / 1000 };
}

function runAlibaba(seed: number): number {
  const bench = createStage();
  const secret = bench.cloud.credentials.accessKeySecret ?? '';
  for (const [index, step] of fc.sample(anyStep, { seed, numRuns: SEQUENCE }).entries()) {
    const { status, body } = take(bench, step);
    if (![200, 400, 404].includes(status)) throw new Error(`status ${status}: ${JSON.stringify(body.value)}`);
    if (JSON.stringify(body.value).includes(secret)) throw new Error('an answer shows a secret');
    if (index % 10 === 0) bench.cloud.checkInvariants();
  }
  bench.pass(3600);
  bench.cloud.checkInvariants();
  if (JSON.stringify(bench.cloud.world()).includes(secret)) throw new Error('the world shows a secret');
  return SEQUENCE;
}
