import { keySchema, plainKey, undefinedIfForbidden, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type AddressFilter,
  type AddressSpec,
  type Call,
  exactlyOnce,
  type GatewayRecord,
  NatError,
  type Page,
  type PublicAddress,
} from '@polynat/core';
import { type CheckResult, isGone, nothingToDo, notYet, sendOnce, shows } from '@polynat/tencent';
import * as z from 'zod';
import { encodePayment, enrich, isLeaving, whereaboutsIn } from './codec/address.ts';
import {
  addressTask,
  type Context,
  addresses as defineAddresses,
  gatewayTask,
  retryWhileLeaving,
  taskWork,
} from './context.ts';
import { addressesIn, ipOf, newAddresses, onlyOne, readAddress } from './eips.ts';
import { fullKeyOf, ipsOf, readGateway } from './find-gateways.ts';
import { onlyNetwork } from './find-networks.ts';
import { addressesAtMost } from './operations/schema.ts';

const allocated = taskWork({
  kind: 'address.allocated',
  subject: z.object({ id: z.string() }),
  verdictOf: addressTask,
  check: async (context, { id }, call): Promise<CheckResult<PublicAddress>> => {
    const found = await readAddress(context, id, call);
    if (found?.state === 'available') return shows(found);
    const seen = `address ${id} is ${found?.providerState ?? 'not listed yet'}`;
    return { shows: false, seen, failed: found?.state === 'failed' };
  },
});

const attached = taskWork({
  kind: 'address.attached',
  subject: z.object({ key: keySchema, ip: z.string() }),
  verdictOf: gatewayTask,
  check: async (context, { key, ip }, call): Promise<CheckResult<PublicAddress>> => {
    const { addresses } = await readGateway(context, key, call);
    const bound = addresses.find((address) => address.ip === ip);
    if (bound === undefined) return notYet(`gateway ${key.id} does not hold ${ip}`);
    return shows(enrich(bound, await whereabouts(context, ip, call)));
  },
});

const detached = taskWork({
  kind: 'address.detached',
  subject: z.object({ key: keySchema.nullable(), ip: z.string() }),
  verdictOf: gatewayTask,
  check: async (context, { key, ip }, call): Promise<CheckResult<void>> => {
    const found = key && (await undefinedIfNotFound(() => readGateway(context, key, call)));
    if (!found || !ipsOf(found).includes(ip)) return isGone;
    return notYet(`gateway ${found.key.id} still holds ${ip}`);
  },
});

const released = taskWork({
  kind: 'address.released',
  subject: z.object({ id: z.string().nullable() }),
  verdictOf: addressTask,
  check: async (context, { id }, call): Promise<CheckResult<void>> => {
    const found = id === null ? undefined : await readAddress(context, id, call);
    return found ? notYet(`address ${id} is still ${found.providerState}`) : isGone;
  },
});

export const addresses = defineAddresses([allocated, attached, detached, released], (context) => {
  const { api, clock, vpc } = context;
  return {
    list: async (filter, cursor, call) =>
      filter.gateway === undefined
        ? api.addresses({ free: filter.free }, cursor, call)
        : listBound(context, filter.gateway, filter, call),

    async allocate(spec, call) {
      const payment = paymentOf(spec);
      const network = spec.network ?? vpc ?? (await onlyNetwork(context, call));
      const asked = clock.now();
      const before = await addressesIn(context, network, call);
      const { ids, ...accepted } = await exactlyOnce({
        clock,
        call,
        write: () => api.allocate(network, payment, call),
        find: () => newAddresses(context, { network, payment, before }, call),
      });
      return allocated.receipt({ id: onlyOne(ids) }, { ...accepted, asked });
    },

    async attach(key, address, _purpose, call) {
      const ip = await ipOf(context, address, call);
      const gateway = await readGateway(context, key, call);
      const full = fullKeyOf(gateway);
      const isBound = ipsOf(gateway).includes(ip);
      if (!isBound) requireRoom(gateway);
      const sent = isBound
        ? nothingToDo(clock)
        : await sendOnce({
            clock,
            call,
            write: () => retryWhileLeaving(context, [ip], call, () => api.attach(full, ip, call)),
            happened: async () => (await whereabouts(context, ip, call))?.gateway === full.id,
          });
      return attached.receipt({ key: plainKey(full), ip }, sent);
    },

    async detach(key, address, call) {
      const ip = await ipOf(context, address, call);
      const gateway = await readGateway(context, key, call);
      if (!ipsOf(gateway).includes(ip)) {
        const found = await whereabouts(context, ip, call);
        if (found?.gateway === gateway.key.id && isLeaving(found))
          return detached.receipt({ key: null, ip }, nothingToDo(clock));
        throw new NatError('not-found', `gateway ${key.id} does not hold ${ip}`, { field: 'address' });
      }
      requireAnother(gateway, ip);
      const full = fullKeyOf(gateway);
      const sent = await sendOnce({
        clock,
        call,
        write: () => api.detach(full, ip, call),
        happened: async () => {
          const found = await whereabouts(context, ip, call);
          return found !== undefined && (isLeaving(found) || found.gateway !== full.id);
        },
      });
      return detached.receipt({ key: plainKey(full), ip }, sent);
    },

    async release(address, call) {
      const found = await readAddress(context, address, call);
      const id = found?.id;
      if (found === undefined || id === undefined)
        throw new NatError('not-found', `there is no public address ${address}`, { field: 'address' });
      if (found.gateway !== undefined && whereaboutsIn(found) === 'held') throw inUse(found);
      const sent = await undefinedIfNotFound(() =>
        sendOnce({
          clock,
          call,
          write: () => retryWhileLeaving(context, [found.ip], call, () => api.release(id, call)),
          happened: async () => {
            const left = await readAddress(context, id, call);
            return left === undefined || left.state === 'deleting';
          },
        }),
      );
      return released.receipt({ id }, sent ?? nothingToDo(clock));
    },
  };
});

/** Where an address is, as far as the key may see it. */
const whereabouts = (context: Context, ip: string, call: Call) =>
  undefinedIfForbidden(() => readAddress(context, ip, call));

/** What a gateway holds is told by the gateway; bandwidth and the like by the address, where the key may see it. */
async function listBound(
  context: Context,
  id: string,
  { free }: AddressFilter,
  call: Call,
): Promise<Page<PublicAddress>> {
  if (free) return { items: [] };
  const { addresses } = await readGateway(context, { id }, call);
  const ips = addresses.map(({ ip }) => ip);
  if (ips.length === 0) return { items: [] };
  const told = await undefinedIfForbidden(() => context.api.addresses({ ips }, undefined, call));
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
