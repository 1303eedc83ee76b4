import * as z from 'zod';
import { type Key, signedPages } from './alibaba-pages.ts';
import { ServerProcess, type Usage } from './child.ts';
import { load } from './client.ts';
import { alibabaFleet, baiduFleet, GATEWAYS, RULES, tencentFleet, vpcFleet } from './seeds.ts';

/**
 * Signed DescribeNatGateways pages of 50 per second, beside a node:http server that answers the same bytes without
 * looking; the same with few gateways, to see whether those outside the page cost anything; and the memory of a large
 * state. Each server is a process of its own and uses one core.
 */
const REQUESTS = 4_000;
const ROUNDS = 3;
const FEW = 100;
/** Megabytes a process with that much state may use. */
const LARGEST_PROCESS = 300;

const connection = z.object({
  url: z.string(),
  credentials: z.object({ alibaba: z.object({ accessKeyId: z.string(), accessKeySecret: z.string() }) }),
  networks: z.object({ alibaba: z.object({ regionId: z.string() }) }),
});

interface Target {
  readonly name: string;
  readonly server: ServerProcess;
  readonly url: string;
  readonly key: Key;
  readonly regionId: string;
}

interface Score {
  perSecond: number;
  /** Processor time of the server in microseconds per request. */
  cost: number;
}

async function emulatorWith(gateways: number): Promise<Target> {
  const server = new ServerProcess();
  const { url, credentials, networks } = connection.parse(
    await server.serve({ kind: 'emulator', seed: alibabaFleet(gateways) }),
  );
  const name = `emulator, ${gateways} gateways`;
  return { name, server, url, key: credentials.alibaba, regionId: networks.alibaba.regionId };
}

async function bareLike(target: Target): Promise<Target> {
  const server = new ServerProcess();
  const [page] = signedPages(target.url, target.key, target.regionId, 1);
  const path = page?.toString().split(' ')[1] ?? '';
  const response = await fetch(target.url + path);
  const body = await response.text();
  const answered = z.object({ NatGateways: z.object({ NatGateway: z.array(z.unknown()).length(50) }) });
  answered.parse(JSON.parse(body));
  const contentType = response.headers.get('content-type') ?? '';
  const { url } = z
    .object({ url: z.string() })
    .parse(await server.serve({ kind: 'bare', body, contentType }));
  console.log(`a page of 50 gateways is ${body.length} characters`);
  return { ...target, name: 'bare node:http, same bytes', server, url };
}

async function measure({ server, url, key, regionId }: Target): Promise<Score> {
  const requests = signedPages(url, key, regionId, REQUESTS);
  const before = await server.usage();
  const { perSecond } = await load(url, requests);
  const after = await server.usage();
  return { perSecond, cost: ((after.cpu - before.cpu) * 1000) / REQUESTS };
}

async function throughput(): Promise<void> {
  const many = await emulatorWith(GATEWAYS);
  const targets = [many, await emulatorWith(FEW), await bareLike(many)];
  const best = new Map<string, Score>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) {
      const score = await measure(target);
      const known = best.get(target.name);
      best.set(target.name, {
        perSecond: Math.max(score.perSecond, known?.perSecond ?? 0),
        cost: Math.min(score.cost, known?.cost ?? Number.POSITIVE_INFINITY),
      });
    }
  }
  for (const { server } of targets) server.stop();
  const scores = targets.map(({ name }) => ({ name, ...(best.get(name) ?? { perSecond: 0, cost: 0 }) }));
  for (const { name, perSecond, cost } of scores) {
    console.log(
      `${name.padEnd(28)} ${perSecond.toFixed(0).padStart(7)} pages/s ${cost.toFixed(0).padStart(6)} µs of processor time each`,
    );
  }
  const [large, small, bare] = scores;
  if (large === undefined || small === undefined || bare === undefined) return;
  console.log(
    `bare server to emulator: ${(bare.perSecond / large.perSecond).toFixed(2)} times as many pages`,
  );
  console.log(
    `${GATEWAYS} to ${FEW} gateways: ${(large.cost / small.cost).toFixed(2)} times the processor time per page`,
  );
}

/** With a heap that cannot grow far beyond the state: left alone, Node keeps garbage while there is room for it. */
const SMALL_HEAP = ['--max-old-space-size=192', '--max-semi-space-size=4'];

async function memory(seed: unknown): Promise<Usage> {
  const server = new ServerProcess(SMALL_HEAP);
  await server.serve({ kind: 'emulator', seed });
  const usage = await server.usage();
  server.stop();
  return usage;
}

/** The state is what the heap holds beyond that of an emulator without it. */
async function memories(): Promise<void> {
  const empty = await memory({});
  console.log(
    `\n${GATEWAYS} gateways with ${RULES} rules (an emulator without them: ${mebibytes(empty.rss)} in all):`,
  );
  const fleets = {
    alibaba: alibabaFleet(GATEWAYS),
    baidu: baiduFleet(GATEWAYS),
    tencentBm: tencentFleet(GATEWAYS),
    tencentVpc: vpcFleet(GATEWAYS),
  };
  for (const [name, seed] of Object.entries(fleets)) {
    const { heap, rss } = await memory(seed);
    const verdict = rss < LARGEST_PROCESS ? 'under' : 'NOT UNDER';
    const state = mebibytes(heap - empty.heap);
    console.log(
      `${name.padEnd(12)} ${mebibytes(rss)} in all, ${state} of state: ${verdict} ${LARGEST_PROCESS} MB`,
    );
  }
}

function mebibytes(size: number): string {
  return `${size.toFixed(0).padStart(4)} MB`;
}

await throughput();
await memories();
