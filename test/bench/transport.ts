import { readWithin } from '@polynat/core';
import {
  createTransport,
  decodeAnswer,
  gotSender,
  leanSender,
  type Sender,
  type WireCall,
} from '@polynat/transport';
import * as z from 'zod';
import { pageSize } from './gateways.ts';
import { compare, type Plan, report, type Subject } from './measure.ts';
import { rawClient, signed } from './raw.ts';
import { startStub } from './stub.ts';

/** What a call costs with everything on (trace, retry, pacing, schema), beside the least a call can cost. */
const parameters = {
  Action: 'DescribeNatGateways',
  Version: '2016-04-28',
  RegionId: 'cn-hangzhou',
  PageSize: `${pageSize}`,
};

const text = z.string().optional();
const address = z.looseObject({ IpAddress: text, AllocationId: text, UsingStatus: text });
const gateway = z.looseObject({
  NatGatewayId: z.string(),
  Name: text,
  VpcId: text,
  Spec: text,
  Status: text,
  CreationTime: text,
  IpLists: z.looseObject({ IpList: z.array(address) }),
});
const answer = z.looseObject({
  RequestId: z.string(),
  TotalCount: z.number(),
  NatGateways: z.looseObject({ NatGateway: z.array(gateway) }),
});

const describing = (origin: string): WireCall<z.output<typeof answer>> => ({
  cloud: 'stub',
  operation: 'DescribeNatGateways',
  rateKey: 'stub/account/region/nat',
  repeat: 'read',
  format: 'json',
  build: async () => ({
    method: 'GET',
    url: `${origin}/?${signed(parameters)}`,
    headers: { accept: 'application/json' },
  }),
  failure: () => undefined,
  decode: (body) => decodeAnswer(answer, body),
  requestId: (_body, { headers }) => headers['x-acs-request-id'],
});

const stub = await startStub();
const raw = rawClient(stub.url);
const senders = { gotSender: gotSender(), leanSender: leanSender() };

function callOver(sender: Sender): () => Promise<unknown> {
  const transport = createTransport({ sender, trace: () => undefined });
  const wireCall = describing(stub.url);
  const { signal } = new AbortController();
  return () => transport.call(wireCall, { signal, deadline: Date.now() + readWithin, token: 'bench' });
}

const calls: readonly Subject[] = [
  { name: 'raw node:http, HMAC, JSON.parse', run: () => raw.call(parameters) },
  { name: 'gotSender', run: callOver(senders.gotSender) },
  { name: 'leanSender', run: callOver(senders.leanSender) },
];

/** Page after page, as a listing asks for them. */
const listings = calls.map(({ name, run }) => ({
  name,
  run: async () => {
    for (let listed = 0; listed < 10_000; listed += pageSize) await run();
  },
}));

async function compared(title: string, subjects: readonly Subject[], plan: Plan): Promise<void> {
  report(title, await compare(subjects, plan));
}

await compared('one call, 50 gateways, one at a time', calls, { runs: 200, rounds: 30, abreast: 1 });
await compared('one call, 50 gateways, 50 at a time', calls, { runs: 200, rounds: 30, abreast: 50 });
await compared('listing 10 000 gateways', listings, { runs: 1, rounds: 15, abreast: 1 });

raw.close();
for (const sender of Object.values(senders)) await sender.close();
stub.stop();
