import {
  type Call,
  type GatewayFilter,
  type GatewayOrder,
  type GatewayRecord,
  type GatewayResource,
  NatError,
  sameSize,
} from '@polynat/core';
import { decodeOffset } from './codec/cursor.ts';
import { decodeSize, encodeSize } from './codec/size.ts';
import { type Facets, unlessGone } from './lookup/facets.ts';
import { fullKeyOf, holderOf, locate, readGateway } from './lookup/gateways.ts';
import { nothingToDo, sendOnce } from './settling/once.ts';
import { plainKey, receipt } from './settling/receipts.ts';
import type { Wire } from './wires/wire.ts';

/** Milliseconds. A resize costs money and shows nothing of itself until it is done: in real time, says the console guide. */
const resizeShows = 60_000;

export function gatewayFacet(facets: Facets): GatewayResource {
  const { wire, clock } = facets;
  const { rename } = wire;
  return {
    async list(filter, cursor, call) {
      const { network, name } = filter;
      const page = await wire.gateways({ network, name }, decodeOffset(cursor), call);
      return { ...page, items: page.items.filter(fits(filter)) };
    },

    get: (key, call) => readGateway(facets, key, call),

    async create(order, call) {
      const { name = '', network, addresses = [] } = order;
      const details = { network: network.vpc, name, addresses: [...addresses] };
      const adopted = await adopt(facets, order, call);
      const sent = adopted ? nothingToDo(clock) : await sendOrder(facets, order, call);
      return receipt('gateway.created', details, sent);
    },

    async resize(key, size, call) {
      const gateway = await readGateway(facets, key, call);
      const connections = encodeSize(size);
      const full = fullKeyOf(gateway);
      const sent = sameSize(gateway.size, size)
        ? nothingToDo(clock)
        : await sendOnce({
            clock,
            call,
            write: () => wire.resize(full, connections, call),
            shownWithin: resizeShows,
            happened: async () =>
              sameSize((await readGateway(facets, full, call)).size, decodeSize(connections)),
          });
      return receipt('gateway.resized', { key: full, connections }, sent);
    },

    ...(rename && { change: renaming(facets, rename) }),

    async delete(key, _force, call) {
      const full = await unlessGone(() => locate(facets, key, call));
      if (full === undefined) return receipt('gateway.deleted', { key: null }, nothingToDo(clock));
      const isGone = async () => (await unlessGone(() => readGateway(facets, full, call))) === undefined;
      const sent = await unlessGone(() =>
        sendOnce({ clock, call, write: () => wire.delete(full, call), happened: isGone }),
      );
      return receipt('gateway.deleted', { key: full }, sent ?? nothingToDo(clock));
    },
  };
}

const renaming =
  (facets: Facets, rename: NonNullable<Wire['rename']>): NonNullable<GatewayResource['change']> =>
  async (key, { name = '' }, call) => {
    const full = await locate(facets, key, call);
    const sent = await sendOnce({
      clock: facets.clock,
      call,
      write: () => rename(full, name, call),
      happened: async () => (await readGateway(facets, full, call)).name === name,
    });
    return receipt('gateway.renamed', { key: plainKey(full), name }, sent);
  };

const fits =
  ({ name, state }: GatewayFilter) =>
  (gateway: GatewayRecord): boolean =>
    (name === undefined || gateway.name === name) && (state === undefined || gateway.state === state);

/**
 * Orders carry no token and answer no id, but each names public addresses, and an address serves one gateway: they are the mark by
 * which a gateway is found, whatever others are called. An order met again after a crash finds the gateway it made; one for addresses
 * that serve a gateway of another name is refused.
 */
async function adopt(
  facets: Facets,
  { name, network, addresses = [] }: GatewayOrder,
  call: Call,
): Promise<GatewayRecord | undefined> {
  const holder = await holderOf(facets, network.vpc, addresses, call);
  if (holder === undefined || holder.name === name) return holder;
  throw new NatError('conflict', `${addresses.join(', ')} serve gateway ${holder.key.id} (${holder.name})`, {
    field: 'addresses',
    remedy: 'order with free addresses: addresses.list({ free: true }) tells them',
  });
}

function sendOrder(facets: Facets, order: GatewayOrder, call: Call) {
  const { name = '', network, size, addresses = [] } = order;
  const wanted = { name, network: network.vpc, connections: encodeSize(size), addresses };
  return sendOnce({
    clock: facets.clock,
    call,
    write: () => facets.wire.create(wanted, call),
    happened: async () => (await holderOf(facets, network.vpc, addresses, call)) !== undefined,
  });
}
