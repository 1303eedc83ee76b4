import { setTimeout as sleep } from 'node:timers/promises';
import { NatError, readWithin } from '@polynat/core';
import {
  createTransport,
  memoryRateLimiter,
  type Sender,
  type TraceEvent,
  type WireCall,
} from '@polynat/transport';

/** What throttles cost a listing, in real time: at most 1.5 of the calls and the pauses of the throttled calls themselves. */
const calls = 40;
const latency = 12;

interface Scene {
  readonly name: string;
  readonly aliases: number;
  /** The requests of the first alias that are throttled, from its first one on. */
  readonly throttles: number;
}

const scenes: readonly Scene[] = [
  { name: 'no throttle', aliases: 1, throttles: 0 },
  { name: 'one throttle at the start', aliases: 1, throttles: 1 },
  { name: 'five throttles at the start', aliases: 1, throttles: 5 },
  { name: 'five, one alias of twenty', aliases: 20, throttles: 5 },
];

const empty = { status: 200, headers: {}, body: new Uint8Array() };

function senderOf(throttles: number): Sender {
  let sent = 0;
  return {
    send: async () => {
      sent += 1;
      const throttled = sent <= throttles;
      await sleep(latency);
      return throttled ? { ...empty, status: 429 } : empty;
    },
    close: async () => undefined,
  };
}

const listing = (alias: number): WireCall<unknown> => ({
  cloud: 'stub',
  operation: 'DescribeNatGateways',
  rateKey: `stub/account-${alias}/region/nat`,
  repeat: 'read',
  format: 'json',
  build: async () => ({ method: 'GET', url: 'https://stub.test/', headers: {} }),
  failure: (_body, { status }) =>
    status === 429 ? new NatError('throttled', 'too many requests', { retryable: true }) : undefined,
  decode: (body) => body,
  requestId: () => undefined,
});

async function play({ aliases, throttles }: Scene) {
  const rateLimiter = memoryRateLimiter();
  let pauses = 0;
  const trace = (event: TraceEvent) => {
    if (event.type === 'retry') pauses += event.wait;
  };
  const { signal } = new AbortController();
  const list = async (alias: number) => {
    const sender = senderOf(alias === 0 ? throttles : 0);
    const transport = createTransport({ sender, rateLimiter, trace });
    const call = { signal, deadline: Date.now() + readWithin, token: 'bench' };
    for (let count = 0; count < calls; count += 1) await transport.call(listing(alias), call);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: aliases }, (_, alias) => list(alias)));
  return { taken: performance.now() - started, pauses };
}

console.log(`\nlisting with throttles: ${calls} calls of ${latency} ms`);
let plain = 0;
for (const scene of scenes) {
  const { taken, pauses } = await play(scene);
  if (scene.throttles === 0) plain = taken;
  const ratio = taken / (plain + pauses);
  console.log(`  ${scene.name.padEnd(32)}${taken.toFixed(0).padStart(8)} ms${ratio.toFixed(2).padStart(8)}`);
}
