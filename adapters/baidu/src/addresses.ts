import {
  type AddressFilter,
  type AddressResource,
  type AddressUse,
  type AttachFor,
  addressesOf,
  type Call,
  derivedCall,
  NatError,
  type Page,
  type PublicAddress,
} from '@polynat/core';
import { sizes } from './capabilities.ts';
import { decodeBound, decodeEip, holderOf, type Pool, poolsHolding, usesOf } from './codec/address.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { readNat } from './gateways.ts';
import { ipOf, readUses, requireOneOrigin, unlessForbidden } from './lookup/eips.ts';
import { unlessGone } from './lookup/gone.ts';
import type { NatModel } from './operations/gateways.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

/** Mbit/s, paid by traffic: the API wants a figure, and an idle address of any bandwidth costs the same this way. */
const defaultBandwidth = 10;
const methods = { traffic: 'ByTraffic', bandwidth: 'ByBandwidth' } as const;
const pageSize = 100;

export function addressFacet(facets: Facets): AddressResource {
  const { client } = facets;
  return {
    list: (filter, cursor, call) =>
      filter.gateway === undefined
        ? listEips(facets, filter, cursor, call)
        : listBound(facets, filter.gateway, filter, call),

    async allocate({ name, bandwidthMbps = defaultBandwidth, meteredBy = 'traffic' }, call) {
      const answer = await client.call(
        'ApplyForEip',
        {
          ...(name !== undefined && { name }),
          bandwidthInMbps: bandwidthMbps,
          billing: { paymentTiming: 'Postpaid', billingMethod: methods[meteredBy] },
        },
        call,
      );
      return receipt('address.allocated', { ip: answer.eip }, answer);
    },

    async attach(key, address, purpose, call) {
      const nat = await readNat(facets, key, call);
      const ip = await ipOf(facets, address, call);
      const subject = { key: plainKey(key), ip };
      const pool = poolFor(nat, purpose);
      if (isIn(nat, pool, ip)) return receipt('address.attached', subject);
      requireRoom(nat, ip);
      await requireOneOrigin(facets, pool, inPool(nat, pool), [ip], call);
      const answer = await whenIdle(facets, key, call, () => bind(facets, key.id, pool, ip, call));
      return receipt('address.attached', subject, answer);
    },

    async detach(key, address, call) {
      const nat = await unlessGone(() => readNat(facets, key, call));
      const ip = await ipOf(facets, address, call);
      let answer: { readonly requestId?: string } | undefined;
      for (const pool of nat ? poolsHolding(nat, ip) : []) {
        const own = ownCall(call, pool);
        answer = await whenIdle(facets, key, own, () => unbind(facets, key.id, pool, ip, own));
      }
      return receipt('address.detached', { key: plainKey(key), ip }, answer);
    },

    async release(address, call) {
      const ip = await unlessGone(() => ipOf(facets, address, call));
      if (ip === undefined) return receipt('address.released', { ip: null });
      const answer = await unlessGone(() => client.call('ReleaseEip', { eip: ip }, call));
      return receipt('address.released', { ip }, answer);
    },
  };
}

/** Leaving two pools takes two requests, and a token names one. */
const ownCall = (call: Call, pool: Pool): Call => (pool === 'dnatEips' ? derivedCall(call, 'dnat') : call);

const bind = ({ client }: Facets, natId: string, pool: Pool, ip: string, call: Call) =>
  ({
    eips: () => client.call('BindSnatEip', { natId, eips: [ip] }, call),
    dnatEips: () => client.call('BindDnatEip', { natId, dnatEips: [ip] }, call),
    bindEips: () => client.call('NatBindEip', { natId, bindEips: [ip] }, call),
  })[pool]();

const unbind = ({ client }: Facets, natId: string, pool: Pool, ip: string, call: Call) =>
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

/** What a gateway holds is told by the gateway; bandwidth and the like by the address, where the key may see it. */
async function listBound(
  facets: Facets,
  gateway: string,
  { free }: AddressFilter,
  call: Call,
): Promise<Page<PublicAddress>> {
  if (free) return { items: [] };
  const nat = await readNat(facets, { region: facets.region, id: gateway }, call);
  const filter = { instanceType: 'NAT', instanceId: gateway } as const;
  const page = await unlessForbidden(() => facets.client.call('QueryEipList', filter, call));
  const eips = new Map(page?.eipList.map((eip) => [eip.eip, eip]));
  const uses = await readUses(facets, nat, call);
  const items = decodeBound(nat, uses).map((bound) => {
    const eip = eips.get(bound.ip);
    return eip ? { ...decodeEip(eip, bound.use), gateway } : bound;
  });
  return { items };
}

async function listEips(
  facets: Facets,
  { free }: AddressFilter,
  cursor: string | undefined,
  call: Call,
): Promise<Page<PublicAddress>> {
  const { eipList, isTruncated, nextMarker } = await facets.client.call(
    'QueryEipList',
    { maxKeys: pageSize, ...(free && { status: 'available' }), ...(cursor && { marker: cursor }) },
    call,
  );
  const uses = new Map<string, AddressUse>();
  for (const id of new Set(eipList.flatMap((eip) => holderOf(eip) ?? []))) {
    for (const [ip, use] of await usesAt(facets, id, call)) uses.set(ip, use);
  }
  const items = eipList.map((eip) => decodeEip(eip, uses.get(eip.eip)));
  return { items, ...(isTruncated && nextMarker && { next: nextMarker }) };
}

async function usesAt(facets: Facets, id: string, call: Call): Promise<ReadonlyMap<string, AddressUse>> {
  const uses = await unlessGone(async () => {
    const nat = await readNat(facets, { region: facets.region, id }, call);
    return readUses(facets, nat, call);
  });
  return uses ?? new Map();
}
