import { keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type Call,
  describeSize,
  type GatewayOrder,
  type GatewayRecord,
  NatError,
  readAll,
  sameSize,
} from '@polynat/core';
import { type CheckResult, isGone, nothingToDo, notYet, sendOnce, shows } from '@polynat/tencent';
import * as z from 'zod';
import { decodeSize, encodeSize } from './codec/size.ts';
import {
  type Context,
  gateways as defineGateways,
  gatewayTask,
  retryWhileLeaving,
  taskWork,
} from './context.ts';
import { fullKeyOf, holderOf, ipsOf, locate, readGateway } from './find-gateways.ts';

/** A new gateway is the one that holds the public IPs of its order. */
const created = taskWork({
  kind: 'gateway.created',
  subject: z.object({ network: z.string(), name: z.string(), addresses: z.array(z.string()) }),
  verdictOf: gatewayTask,
  check: async (context, order, call): Promise<CheckResult<GatewayRecord>> => {
    const holder = await holderOf(context, order.network, order.addresses, call);
    if (holder === undefined) return notYet(await withoutHolder(context, order, call));
    const bound = order.addresses.every((ip) => ipsOf(holder).includes(ip));
    if (holder.state === 'available' && bound) return shows(holder);
    const rest = bound ? '' : ', its addresses not bound yet';
    const seen = `gateway ${holder.key.id} is ${holder.providerState}${rest}`;
    return { shows: false, seen, failed: holder.state === 'failed' };
  },
});

const changed = taskWork({
  kind: 'gateway.changed',
  formerly: ['gateway.renamed', 'gateway.resized'],
  subject: z.object({
    key: keySchema,
    name: z.string().exactOptional(),
    connections: z.number().exactOptional(),
  }),
  verdictOf: gatewayTask,
  check: async (context, { key, name, connections }, call): Promise<CheckResult<GatewayRecord>> => {
    const found = await readGateway(context, key, call);
    const sized = connections === undefined || sameSize(found.size, decodeSize(connections));
    if (sized && (name ?? found.name) === found.name) return shows(found);
    const seen = sized
      ? `is called ${found.name}`
      : `has ${JSON.stringify(found.size)} and is ${found.providerState}`;
    return notYet(`gateway ${key.id} ${seen}`);
  },
});

const deleted = taskWork({
  kind: 'gateway.deleted',
  subject: z.object({ key: keySchema.nullable() }),
  verdictOf: gatewayTask,
  check: async (context, { key }, call): Promise<CheckResult<void>> => {
    const found = key && (await undefinedIfNotFound(() => readGateway(context, key, call)));
    return found ? notYet(`gateway ${found.key.id} is still ${found.providerState}`) : isGone;
  },
});

/** Milliseconds. A resize costs money and shows nothing of itself until it is done: in real time, says the console guide. */
const resizeShows = 60_000;

export const gateways = defineGateways([created, changed, deleted], (context) => {
  const { api, clock } = context;
  const { rename } = api;
  return {
    list: ({ ids: [id] = [], network, name }, cursor, call) =>
      api.gateways({ ...(id !== undefined && { id }), network, name }, cursor, call),

    get: (key, call) => readGateway(context, key, call),

    async create(order, call) {
      const { name = '', network, addresses = [] } = order;
      const details = { network: network.vpc, name, addresses: [...addresses] };
      const sent = await retryWhileLeaving(context, addresses, call, async () => {
        const adopted = await adopt(context, order, call);
        return adopted ? nothingToDo(clock) : sendOrder(context, order, call);
      });
      return created.receipt(details, sent);
    },

    async resize(key, size, call) {
      const gateway = await readGateway(context, key, call);
      const connections = encodeSize(size);
      const full = fullKeyOf(gateway);
      const sent = sameSize(gateway.size, size)
        ? nothingToDo(clock)
        : await sendOnce({
            clock,
            call,
            write: () => api.resize(full, connections, call),
            shownWithin: resizeShows,
            happened: async () =>
              sameSize((await readGateway(context, full, call)).size, decodeSize(connections)),
          });
      return changed.receipt({ key: plainKey(full), connections }, sent);
    },

    ...(rename && {
      async change(key, { name = '' }, call) {
        const full = await locate(context, key, call);
        const sent = await sendOnce({
          clock,
          call,
          write: () => rename(full, name, call),
          happened: async () => (await readGateway(context, full, call)).name === name,
        });
        return changed.receipt({ key: plainKey(full), name }, sent);
      },
    }),

    async delete(key, _cascade, call) {
      const full = await undefinedIfNotFound(() => locate(context, key, call));
      if (full === undefined) return deleted.receipt({ key: null }, nothingToDo(clock));
      const read = () => undefinedIfNotFound(() => readGateway(context, full, call));
      const sent = await undefinedIfNotFound(() =>
        sendOnce({
          clock,
          call,
          write: () => api.delete(full, call),
          happened: async () => (await read()) === undefined,
        }),
      );
      return deleted.receipt({ key: plainKey(full) }, sent ?? nothingToDo(clock));
    },
  };
});

interface OrderDetails {
  readonly network: string;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** A gateway that failed holds nothing; only its name is left to tell. */
async function withoutHolder(
  { api }: Context,
  { network, name, addresses }: OrderDetails,
  call: Call,
): Promise<string> {
  const named = await readAll((cursor) => api.gateways({ network, name }, cursor, call));
  const failed = named.find((gateway) => gateway.name === name && gateway.state === 'failed');
  if (failed) return `gateway ${failed.key.id} (${name}) is ${failed.providerState}`;
  return `no gateway of ${network} holds ${addresses.join(', ')}`;
}

/**
 * Orders carry no token and answer no id, but each names public IPs, and a public IP serves one gateway: they are the mark by which a
 * gateway is found, whatever others are called. An order met again after a crash finds the gateway it made; one for public IPs that
 * serve a gateway of another name or size is refused.
 */
async function adopt(
  context: Context,
  { name, network, size, addresses = [] }: GatewayOrder,
  call: Call,
): Promise<GatewayRecord | undefined> {
  const holder = await holderOf(context, network.vpc, addresses, call);
  if (holder === undefined) return undefined;
  const ordered = decodeSize(encodeSize(size));
  if (holder.name === name && sameSize(holder.size, ordered)) return holder;
  const other = `${holder.key.id} (${holder.name}, ${describeSize(holder.size)})`;
  throw new NatError('conflict', `${addresses.join(', ')} serve gateway ${other}`, {
    field: 'addresses',
    remedy: 'order with free addresses: addresses.list({ free: true }) tells them',
  });
}

function sendOrder(context: Context, order: GatewayOrder, call: Call) {
  const { name = '', network, size, addresses = [] } = order;
  const wanted = { name, network: network.vpc, connections: encodeSize(size), addresses };
  return sendOnce({
    clock: context.clock,
    call,
    write: () => context.api.create(wanted, call),
    happened: async () => (await holderOf(context, network.vpc, addresses, call)) !== undefined,
  });
}
