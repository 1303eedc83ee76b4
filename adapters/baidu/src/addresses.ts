import {
  done,
  gone,
  keySchema,
  notListedYet,
  pending,
  plainKey,
  undefinedIfForbidden,
  undefinedIfNotFound,
} from '@polynat/adapter-kit';
import { type AttachFor, addressesOf, type Call, derivedCall, NatError } from '@polynat/core';
import * as z from 'zod';
import { listAddresses } from './address-pages.ts';
import { sizes } from './capabilities.ts';
import { decodeBound, decodeEip, encodeMetering, type Pool, poolsHolding, usesOf } from './codec/address.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { type Context, addresses as defineAddresses, retryWhileBusy, work } from './context.ts';
import { ipOf, readEip, readUses, requireOneOrigin } from './eips.ts';
import { readNat, settled } from './gateways.ts';
import type { NatModel } from './operations/gateways.ts';

const allocated = work({
  kind: 'address.allocated',
  subject: z.object({ ip: z.string() }),
  poll: async (context, { ip }, call) => {
    const eip = await readEip(context, ip, call);
    if (eip === undefined) return notListedYet;
    const available = eip.status?.toLowerCase() === 'available';
    return available ? done(decodeEip(eip)) : pending(eip.status ?? 'no status');
  },
});

const boundSubject = z.object({ key: keySchema, ip: z.string() });

const attached = work({
  kind: 'address.attached',
  subject: boundSubject,
  poll: async (context, { key, ip }, call) => {
    const nat = await readNat(context, key, call);
    const result = settled(nat, context.region, usesOf(nat).has(ip));
    if (result.type !== 'done') return result;
    const bound = decodeBound(nat, await readUses(context, nat, call)).find((address) => address.ip === ip);
    if (bound === undefined) return pending('not bound yet');
    const eip = await undefinedIfForbidden(() => readEip(context, ip, call));
    return done(eip ? { ...decodeEip(eip, bound.use), gateway: nat.id } : bound);
  },
});

const detached = work({
  kind: 'address.detached',
  subject: boundSubject,
  poll: async (context, { key, ip }, call) => {
    const nat = await undefinedIfNotFound(() => readNat(context, key, call));
    if (nat === undefined) return gone;
    const result = settled(nat, context.region, !usesOf(nat).has(ip));
    return result.type === 'done' ? gone : result;
  },
});

const released = work({
  kind: 'address.released',
  /** Earlier versions left no IP when there was no such address. */
  subject: z.object({ ip: z.string().nullable() }),
  poll: async (context, { ip }, call) => {
    const eip = ip === null ? undefined : await undefinedIfNotFound(() => readEip(context, ip, call));
    return eip === undefined ? gone : pending(eip.status ?? 'still listed');
  },
});

/** Mbit/s, paid by traffic: the API wants a figure, and an idle address of any bandwidth costs the same this way. */
const defaultBandwidth = 10;

export const addresses = defineAddresses([allocated, attached, detached, released], (context) => {
  const { client } = context;
  return {
    list: (filter, cursor, call) => listAddresses(context, filter, cursor, call),

    async allocate({ name, bandwidthMbps = defaultBandwidth, meteredBy = 'traffic' }, call) {
      const order = {
        ...(name !== undefined && { name }),
        bandwidthInMbps: bandwidthMbps,
        billing: { paymentTiming: 'Postpaid', billingMethod: encodeMetering[meteredBy] },
      } as const;
      const answer = await client.call('ApplyForEip', order, call);
      return allocated.receipt({ ip: answer.eip }, answer);
    },

    async attach(key, address, purpose, call) {
      const nat = await readNat(context, key, call);
      const ip = await ipOf(context, address, call);
      const subject = { key: plainKey(key), ip };
      const pool = poolFor(nat, purpose);
      if (isIn(nat, pool, ip)) return attached.receipt(subject);
      requireRoom(nat, ip);
      await requireOneOrigin(context, pool, inPool(nat, pool), [ip], call);
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        bind(context, key.id, pool, ip, attempt),
      );
      return attached.receipt(subject, answer);
    },

    async detach(key, address, call) {
      const nat = await undefinedIfNotFound(() => readNat(context, key, call));
      const ip = await ipOf(context, address, call);
      let answer: { readonly requestId?: string } | undefined;
      for (const pool of nat ? poolsHolding(nat, ip) : []) {
        answer = await retryWhileBusy(context, key, ownCall(call, pool), (attempt) =>
          unbind(context, key.id, pool, ip, attempt),
        );
      }
      return detached.receipt({ key: plainKey(key), ip }, answer);
    },

    async release(address, call) {
      const ip = await undefinedIfNotFound(() => ipOf(context, address, call));
      if (ip === undefined) return released.receipt({ ip: null });
      const answer = await undefinedIfNotFound(() => client.call('ReleaseEip', { eip: ip }, call));
      return released.receipt({ ip }, answer);
    },
  };
});

/** Leaving two pools takes two requests, and a token names one. */
const ownCall = (call: Call, pool: Pool): Call => (pool === 'dnatEips' ? derivedCall(call, 'dnat') : call);

const bind = ({ client }: Context, natId: string, pool: Pool, ip: string, call: Call) =>
  ({
    eips: () => client.call('BindSnatEip', { natId, eips: [ip] }, call),
    dnatEips: () => client.call('BindDnatEip', { natId, dnatEips: [ip] }, call),
    bindEips: () => client.call('NatBindEip', { natId, bindEips: [ip] }, call),
  })[pool]();

const unbind = ({ client }: Context, natId: string, pool: Pool, ip: string, call: Call) =>
  ({
    eips: () => client.call('UnbindSnatEip', { natId, eips: [ip] }, call),
    dnatEips: () => client.call('UnbindDnatEip', { natId, dnatEips: [ip] }, call),
    bindEips: () => client.call('NatUnBindEip', { natId, bindEips: [ip] }, call),
  })[pool]();

/** Where an address goes that may serve anything: into the only pool, or into that for SNAT. */
function poolFor(nat: NatModel, purpose: AttachFor): Pool {
  if (generationOf(nat) === 'enhanced') return 'bindEips';
  return purpose === 'dnat' ? 'dnatEips' : 'eips';
}

const isIn = (nat: NatModel, pool: Pool, ip: string): boolean => poolsHolding(nat, ip).includes(pool);

const inPool = (nat: NatModel, pool: Pool): readonly string[] =>
  [...usesOf(nat).keys()].filter((ip) => isIn(nat, pool, ip));

/** Addresses for SNAT and DNAT count together (https://cloud.baidu.com/doc/VPC/s/9jwvytur6). */
function requireRoom(nat: NatModel, ip: string): void {
  const bound = usesOf(nat);
  const room = addressesOf(decodeSize(nat), sizes);
  if (room === undefined || bound.has(ip) || bound.size < room) return;
  throw new NatError('quota-exceeded', `gateway ${nat.id} holds ${room} addresses and has ${bound.size}`, {
    field: 'address',
    remedy: 'detach an address first, or choose a larger gateway',
  });
}
