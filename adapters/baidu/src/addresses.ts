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
import {
  type AddressUse,
  type AttachFor,
  addressesOf,
  type Call,
  derivedCall,
  type GatewayKey,
  NatError,
} from '@polynat/core';
import * as z from 'zod';
import { listAddresses } from './address-pages.ts';
import { sizes } from './capabilities.ts';
import {
  decodeBound,
  decodeEip,
  encodeMetering,
  holderOf,
  type Pool,
  poolsHolding,
  usesOf,
} from './codec/address.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { decodeAddressState } from './codec/state.ts';
import {
  type Context,
  addresses as defineAddresses,
  onceFree,
  retryWhileBusy,
  retryWhileLeaving,
  work,
} from './context.ts';
import { haveOneOrigin, ipOf, readEip, readUses, requireOneOrigin } from './eips.ts';
import { readNat, settled } from './gateways.ts';
import type { EipModel } from './operations/addresses.ts';
import type { NatModel } from './operations/gateways.ts';

const allocated = work({
  kind: 'address.allocated',
  subject: z.object({ ip: z.string() }),
  poll: async (context, { ip }, call) => {
    const eip = await readEip(context, ip, call);
    if (eip === undefined) return notListedYet;
    if (isInTheMaking(eip)) return pending(eip.status ?? 'no status');
    return done(decodeEip(eip, await useOf(context, eip, call)));
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
export const defaultBandwidth = 10;

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
      const answer = await retryWhileBusy(
        context,
        key,
        call,
        (attempt) => bind(context, key.id, pool, ip, attempt),
        onceFree(context, [ip], call),
      );
      return attached.receipt(subject, answer);
    },

    async detach(key, address, call) {
      const nat = await readNat(context, key, call);
      const ip = await ipOf(context, address, call);
      const pools = poolsHolding(nat, ip);
      if (pools.length === 0)
        throw new NatError('not-found', `gateway ${key.id} does not hold ${ip}`, { field: 'address' });
      let answer: { readonly requestId?: string } | undefined;
      for (const pool of pools) {
        answer = await retryWhileBusy(context, key, ownCall(call, pool), (attempt) =>
          unbind(context, key.id, pool, ip, attempt),
        );
      }
      return detached.receipt({ key: plainKey(key), ip }, answer);
    },

    swapOrder: (key, from, to, purpose, call) => swapOrder(context, key, { from, to, purpose }, call),

    async release(address, call) {
      const ip = await ipOf(context, address, call);
      const answer = await retryWhileLeaving(context, [ip], call, (attempt) =>
        client.call('ReleaseEip', { eip: ip }, attempt),
      );
      return released.receipt({ ip }, answer);
    },
  };
});

/** Every other state proves the allocation: an order repeated under its token may find the address attached. */
const isInTheMaking = ({ status }: EipModel): boolean =>
  status?.toLowerCase() === 'creating' || decodeAddressState(status) === 'unknown';

async function useOf(context: Context, eip: EipModel, call: Call): Promise<AddressUse | undefined> {
  const id = holderOf(eip);
  if (id === undefined) return undefined;
  const nat = await undefinedIfNotFound(() => readNat(context, { region: context.region, id }, call));
  return nat && (await readUses(context, nat, call)).get(eip.eip);
}

interface Swap {
  readonly from: string;
  readonly to: string;
  readonly purpose: AttachFor;
}

/** A gateway that could not hold the new address is asked to give up none of the old. */
async function swapOrder(context: Context, key: GatewayKey, { from, to, purpose }: Swap, call: Call) {
  const nat = await readNat(context, key, call);
  const [old, next] = [await ipOf(context, from, call), await ipOf(context, to, call)];
  const uses = usesOf(nat);
  if (call.repeated && (await isOnItsWay(context, nat, next, call)))
    return uses.has(old) ? 'attach-first' : 'detach-first';
  if (!uses.has(next)) await requireFree(context, next, call);
  const pool = poolFor(nat, purpose);
  const others = inPool(nat, pool);
  if (hasRoom(nat, next) && (await haveOneOrigin(context, pool, [...others, next], call)))
    return 'attach-first';
  const staying = others.filter((ip) => ip !== old);
  await requireOneOrigin(context, pool, staying, [next], call);
  return 'detach-first';
}

/** An earlier call under the same token has sent it. Each of the two requests is recognised by its own token. */
async function isOnItsWay(context: Context, nat: NatModel, ip: string, call: Call): Promise<boolean> {
  const eip = await undefinedIfForbidden(() => readEip(context, ip, call));
  return eip?.status?.toLowerCase() === 'binding' && holderOf(eip) === nat.id;
}

async function requireFree(context: Context, ip: string, call: Call): Promise<void> {
  const read = await undefinedIfForbidden(async () => ({ eip: await readEip(context, ip, call) }));
  if (read === undefined) return;
  const { eip } = read;
  if (eip?.status?.toLowerCase() === 'available') return;
  const [code, problem] = eip
    ? (['failed-precondition', `${ip} is ${eip.status ?? 'in an unknown state'}`] as const)
    : (['not-found', `there is no public address ${ip}`] as const);
  throw new NatError(code, problem, {
    field: 'to',
    remedy: 'choose a free one: addresses.list({ free: true }) tells them',
  });
}

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
function hasRoom(nat: NatModel, ip: string): boolean {
  const bound = usesOf(nat);
  const room = addressesOf(decodeSize(nat), sizes);
  return room === undefined || bound.has(ip) || bound.size < room;
}

function requireRoom(nat: NatModel, ip: string): void {
  if (hasRoom(nat, ip)) return;
  throw new NatError('quota-exceeded', `gateway ${nat.id} holds as many addresses as it can`, {
    field: 'address',
    remedy: 'detach an address first, or choose a larger gateway',
  });
}
