import {
  type AddressFilter,
  type AddressResource,
  type AddressSpec,
  type Call,
  exactlyOnce,
  type GatewayRecord,
  NatError,
  type Page,
  type PublicAddress,
} from '@polynat/core';
import { encodePayment, enrich, isLeaving } from './codec/address.ts';
import { decodeOffset } from './codec/cursor.ts';
import { addressIdsIn, ipOf, newcomers, onlyOne, readAddress } from './lookup/addresses.ts';
import { type Facets, unlessForbidden, unlessGone } from './lookup/facets.ts';
import { fullKeyOf, ipsOf, readGateway } from './lookup/gateways.ts';
import { onlyNetwork } from './lookup/networks.ts';
import { addressesAtMost } from './operations/schema.ts';
import { nothingToDo, sendOnce } from './settling/once.ts';
import { receipt } from './settling/receipts.ts';

export function addressFacet(facets: Facets, vpc: string | undefined): AddressResource {
  const { wire, clock } = facets;
  return {
    list: async (filter, cursor, call) =>
      filter.gateway === undefined
        ? wire.addresses({ free: filter.free }, decodeOffset(cursor), call)
        : listBound(facets, filter.gateway, filter, call),

    async allocate(spec, call) {
      const payment = paymentOf(spec);
      const network = spec.network ?? vpc ?? (await onlyNetwork(facets, call));
      const asked = clock.now();
      const known = await addressIdsIn(facets, network, call);
      const { ids, ...accepted } = await exactlyOnce({
        clock,
        call,
        write: () => wire.allocate(network, payment, call),
        find: () => newcomers(facets, network, known, call),
      });
      return receipt('address.allocated', { id: onlyOne(ids) }, { ...accepted, asked });
    },

    async attach(key, address, _purpose, call) {
      const ip = await ipOf(facets, address, call);
      const gateway = await readGateway(facets, key, call);
      const full = fullKeyOf(gateway);
      const isBound = ipsOf(gateway).includes(ip);
      if (!isBound) requireRoom(gateway);
      const sent = isBound
        ? nothingToDo(clock)
        : await sendOnce({
            clock,
            call,
            write: () => wire.attach(full, ip, call),
            happened: async () => (await whereabouts(facets, ip, call))?.gateway === full.id,
          });
      return receipt('address.attached', { key: full, ip }, sent);
    },

    async detach(key, address, call) {
      const ip = await ipOf(facets, address, call);
      const gateway = await unlessGone(() => readGateway(facets, key, call));
      if (gateway === undefined || !ipsOf(gateway).includes(ip))
        return receipt('address.detached', { key: null, ip }, nothingToDo(clock));
      requireAnother(gateway, ip);
      const full = fullKeyOf(gateway);
      const sent = await sendOnce({
        clock,
        call,
        write: () => wire.detach(full, ip, call),
        happened: async () => {
          const found = await whereabouts(facets, ip, call);
          return found !== undefined && (isLeaving(found) || found.gateway !== full.id);
        },
      });
      return receipt('address.detached', { key: full, ip }, sent);
    },

    async release(address, call) {
      const found = await readAddress(facets, address, call);
      const id = found?.id;
      if (id === undefined) return receipt('address.released', { id: null }, nothingToDo(clock));
      if (found?.gateway !== undefined) throw inUse(found);
      const sent = await unlessGone(() =>
        sendOnce({
          clock,
          call,
          write: () => wire.release(id, call),
          happened: async () => {
            const left = await readAddress(facets, id, call);
            return left === undefined || left.state === 'deleting';
          },
        }),
      );
      return receipt('address.released', { id }, sent ?? nothingToDo(clock));
    },
  };
}

/** Where an address is, as far as the key may see it. */
const whereabouts = (facets: Facets, ip: string, call: Call) =>
  unlessForbidden(() => readAddress(facets, ip, call));

/** What a gateway holds is told by the gateway; bandwidth and the like by the address, where the key may see it. */
async function listBound(
  facets: Facets,
  id: string,
  { free }: AddressFilter,
  call: Call,
): Promise<Page<PublicAddress>> {
  if (free) return { items: [] };
  const { addresses } = await readGateway(facets, { id }, call);
  const ips = addresses.map(({ ip }) => ip);
  if (ips.length === 0) return { items: [] };
  const told = await unlessForbidden(() => facets.wire.addresses({ ips }, 0, call));
  const known = new Map(told?.items.map((address) => [address.ip, address]));
  return { items: addresses.map((bound) => enrich(bound, known.get(bound.ip))) };
}

function requireRoom({ key, addresses }: GatewayRecord): void {
  if (addresses.length < addressesAtMost) return;
  throw new NatError(
    'quota-exceeded',
    `gateway ${key.id} has ${addresses.length} addresses, the most there can be`,
    {
      field: 'address',
      remedy: 'detach one first',
    },
  );
}

/** The cloud keeps the last one (13008), whether rules use it or not. */
function requireAnother({ key, addresses }: GatewayRecord, ip: string): void {
  if (addresses.length > 1) return;
  throw new NatError('failed-precondition', `${ip} is the only address of gateway ${key.id}`, {
    field: 'address',
    remedy: 'attach another address first, or swap the two',
  });
}

const inUse = ({ ip, gateway }: PublicAddress): NatError =>
  new NatError('failed-precondition', `${ip} serves gateway ${gateway}`, {
    field: 'address',
    remedy: 'detach it first',
  });

function paymentOf(spec: AddressSpec) {
  if (spec.name !== undefined) {
    throw new NatError('unsupported', 'an address cannot be named when it is ordered', {
      field: 'name',
      remedy: 'leave the name out, and name the address in the console',
    });
  }
  if (spec.meteredBy === 'traffic' && spec.bandwidthMbps !== undefined) {
    throw new NatError('invalid-argument', 'is for addresses paid by bandwidth', {
      field: 'bandwidthMbps',
      remedy: 'leave it out, or say meteredBy: "bandwidth"',
    });
  }
  if (spec.meteredBy === 'bandwidth' && spec.bandwidthMbps === undefined)
    throw new NatError('invalid-argument', 'is needed for an address paid by bandwidth', {
      field: 'bandwidthMbps',
    });
  return encodePayment(spec);
}
