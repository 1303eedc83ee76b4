import { type Call, NatError, type PollResult, type Receipt } from '@polynat/core';
import { decodeAddress, decodeGateway } from './codec/gateway.ts';
import { decodeRule } from './codec/snat.ts';
import type { Facets } from './facets.ts';
import type { GatewayModel } from './operations/schema.ts';
import { type Kind, type Subject, subjectOf } from './receipts.ts';
import { rulesOf } from './rules.ts';

type Acceptor = (facets: Facets, subject: Subject, call: Call) => Promise<PollResult>;

const done = (value: unknown): PollResult => ({ type: 'done', value });
const pending = (seen: string): PollResult => ({ type: 'pending', status: seen });

/** One look per kind of receipt, at nothing but what the receipt remembers. */
const acceptors: Readonly<Record<Kind, Acceptor>> = {
  'gateway.ready': async (facets, { gateway }, call) => {
    const model = await facets.client.call('GetGateway', { gateway }, call);
    return model.state === 'READY' ? done(decodeGateway(model, facets.region)) : pending(model.state);
  },
  'gateway.gone': async (facets, { gateway }, call) => {
    const model = await gatewayIfThere(facets, gateway, call);
    return model ? pending(model.state) : done(undefined);
  },
  'rule.ready': async (facets, { gateway, rule }, call) => {
    const model = (await rulesOf(facets, gateway, call)).find(({ id }) => id === rule);
    return model?.state === 'READY' ? done(decodeRule(model)) : pending(model?.state ?? 'not listed yet');
  },
  'rule.gone': async (facets, { gateway, rule }, call) => {
    const there = (await rulesOf(facets, gateway, call)).some(({ id }) => id === rule);
    return there ? pending('still listed') : done(undefined);
  },
  'ip.attached': async (facets, { gateway, ip = '' }, call) => {
    const { ips } = await facets.client.call('GetGateway', { gateway }, call);
    return ips.includes(ip) ? done(decodeAddress({ ip, gateway })) : pending('attaching');
  },
  'ip.detached': async (facets, { gateway, ip = '' }, call) => {
    const model = await gatewayIfThere(facets, gateway, call);
    return model?.ips.includes(ip) ? pending('detaching') : done(undefined);
  },
};

export async function lookAfter(facets: Facets, receipt: Receipt, call: Call): Promise<PollResult> {
  const kinds: Readonly<Record<string, Acceptor>> = acceptors;
  const acceptor = kinds[receipt.kind];
  if (acceptor) return acceptor(facets, subjectOf(receipt), call);
  throw new NatError('invalid-argument', `"${receipt.kind}" is no receipt of this driver`, { field: 'kind' });
}

async function gatewayIfThere(
  { client }: Facets,
  gateway: string,
  call: Call,
): Promise<GatewayModel | undefined> {
  try {
    return await client.call('GetGateway', { gateway }, call);
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}
