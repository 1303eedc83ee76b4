import {
  type Answered,
  definitions,
  done,
  pending,
  retryWhileRefused,
  undefinedIfNotFound,
} from '@polynat/adapter-kit';
import { type Call, type Clock, exactlyOnce, NatError, type PollResult } from '@polynat/core';
import * as z from 'zod';
import type { Client } from './client.ts';
import { type Generation, type NatGateway, type Reach, reachOf } from './codec/gateway.ts';
import { type OperationName, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly region: string;
  /** The kind of gateway to create, where the user has chosen one. */
  readonly generation: Generation | undefined;
  /** The tables of rules by gateway. They come with it and stay with it, so they are looked up once. */
  readonly tables: Map<string, string>;
  /** Where gateways lead that were read before. That never changes. */
  readonly reaches: Map<string, Reach>;
}

export const {
  work,
  gateways,
  snat,
  dnat,
  addresses,
  billing,
  bandwidth,
  sharedBandwidth,
  networks,
  inventory,
} = definitions<Context>();

export const findGateway = (context: Context, id: string, call: Call): Promise<NatGateway | undefined> =>
  undefinedIfNotFound(async () => {
    const { NatGateways } = await context.client.call('DescribeNatGateways', { NatGatewayId: id }, call);
    rememberReach(context, NatGateways);
    return NatGateways.find(({ NatGatewayId }) => NatGatewayId === id);
  });

/** Keeps where gateways lead, so that a write to one of them need not ask. */
export function rememberReach({ reaches }: Context, gateways: readonly NatGateway[]): void {
  for (const gateway of gateways) reaches.set(gateway.NatGatewayId, reachOf(gateway));
}

export async function getGateway(context: Context, id: string, call: Call): Promise<NatGateway> {
  const gateway = await findGateway(context, id, call);
  if (gateway) return gateway;
  throw new NatError('not-found', `gateway ${id} does not exist in ${context.region}`, {
    provider: { cloud: 'alibaba', operation: 'DescribeNatGateways' },
  });
}

/** The table that holds the rules of a gateway. */
export async function tableOf(
  context: Context,
  kind: 'SnatTableIds' | 'ForwardTableIds',
  gateway: string,
  call: Call,
): Promise<string> {
  const { tables } = context;
  const name = `${kind} ${gateway}`;
  const known = tables.get(name);
  if (known !== undefined) return known;
  rememberTables(context, await getGateway(context, gateway, call));
  const table = tables.get(name);
  if (table !== undefined) return table;
  throw new NatError('failed-precondition', `gateway ${gateway} has no table for rules`, {
    remedy: 'wait until the gateway is available',
  });
}

/** What a gateway tells of its tables, so that its rules are read without reading it again. */
export function rememberTables({ tables }: Context, gateway: NatGateway): void {
  const { NatGatewayId: id, SnatTableIds, ForwardTableIds } = gateway;
  for (const [kind, [table]] of Object.entries({ SnatTableIds, ForwardTableIds }))
    if (table !== undefined) tables.set(`${kind} ${id}`, table);
}

/** The same for a rule that is to change. Rules of an intranet gateway name addresses that only the native API knows. */
export async function changeableTable(
  context: Context,
  kind: 'SnatTableIds' | 'ForwardTableIds',
  gateway: string,
  call: Call,
): Promise<string> {
  const table = await tableOf(context, kind, gateway, call);
  await refuseIntranet(context, gateway, 'rules', call);
  return table;
}

/** What is left of the portable API on an intranet gateway, and the operations that do it. */
const nativeWays = {
  rules: 'CreateSnatEntry and CreateForwardEntry with its NAT addresses, which ListNatIps lists',
  addresses: 'CreateNatIp, ListNatIps and DeleteNatIp',
  gateway: 'ModifyNatGatewayAttribute, DeletionProtection, TagResources or DeleteNatGateway',
} as const;

/**
 * Refuses a write to an intranet gateway before it is sent. It translates to private NAT addresses of its own, for which the portable
 * API has no word. One that was never read here is read once.
 */
export async function refuseIntranet(
  context: Context,
  gateway: string,
  what: keyof typeof nativeWays,
  call: Call,
): Promise<void> {
  if (!context.reaches.has(gateway)) await findGateway(context, gateway, call);
  if (context.reaches.get(gateway) !== 'intranet') return;
  throw new NatError(
    'unsupported',
    `${gateway} is an intranet gateway: it translates to NAT addresses of its own`,
    { remedy: `use the native API: ${nativeWays[what]}` },
  );
}

/** Whether the gateway itself lists all of the addresses: then a rule refused for them was only early. */
export async function areBound(
  context: Context,
  gateway: string,
  ips: readonly string[],
  call: Call,
): Promise<boolean> {
  const bound = (await findGateway(context, gateway, call))?.IpLists.map(({ IpAddress }) => IpAddress) ?? [];
  return ips.every((ip) => bound.includes(ip));
}

/** Receipts of version 0.1 call what is expected `looks`. */
export const withFormerName = <Schema extends z.core.$ZodType>(subject: Schema) =>
  z.preprocess((stored) => {
    if (typeof stored !== 'object' || stored === null || !('looks' in stored)) return stored;
    const { looks: expected, ...rest } = stored;
    return { ...rest, expected };
  }, subject);

/** A rule that is available and as it was asked for. */
export function settledRule<Rule extends { readonly state: string; readonly providerState: string }>(
  rule: Rule,
  asAsked: boolean,
): PollResult<Rule> {
  if (rule.state !== 'available') return pending(rule.providerState);
  return asAsked ? done(rule) : pending(`${rule.providerState}, not yet as asked`);
}

/** Nothing can go on without the id the service gave: the write has happened, and only a read tells what came of it. */
export function requireId(id: string | undefined, field: string, operation: string): string {
  if (id) return id;
  throw new NatError('protocol', `the answer has no ${field}`, {
    outcome: 'unknown',
    remedy: 'check whether it happened before you repeat the call',
    provider: { cloud: 'alibaba', operation },
  });
}

/** A write the API has no token for: when its answer is lost, a read tells whether it happened before it is repeated. */
export const once = (
  { clock }: Context,
  call: Call,
  write: () => Promise<Answered>,
  happened: () => Promise<boolean>,
): Promise<Answered> =>
  exactlyOnce({ clock, call, write, find: async () => ((await happened()) ? {} : undefined) });

/** A removal the API has no token for. What is not there any more is removed. */
export const removeOnce = (
  context: Context,
  call: Call,
  remove: () => Promise<Answered>,
  find: () => Promise<{ readonly Status?: string } | undefined>,
): Promise<Answered> => once(context, call, remove, async () => isLeaving(await find()));

const isLeaving = (seen: { readonly Status?: string } | undefined): boolean =>
  seen === undefined || seen.Status === 'Deleting' || seen.Status === 'Releasing';

/** Milliseconds between two tries of a write that comes too early. */
const pause = 2_000;

/**
 * The service learns some seconds late of what it has itself reported as done: an address just bound, a rule just deleted. A write
 * refused with one of the operation's `lag` codes is repeated for as long as a read shows that its reason is over, and fails at
 * once otherwise.
 */
export const retryWhileStale = <Answer>(
  { clock }: Context,
  name: OperationName,
  call: Call,
  write: (call: Call) => Promise<Answer>,
  isOver: (code: string) => Promise<boolean>,
): Promise<Answer> => {
  const { lag = [] }: Pick<Operation, 'lag'> = operations[name];
  return retryWhileRefused({
    clock,
    call,
    pause,
    write,
    passes: async ({ provider: { code = '' } = {} }) => lag.includes(code) && isOver(code),
  });
};
