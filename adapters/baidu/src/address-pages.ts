import { undefinedIfForbidden, undefinedIfNotFound } from '@polynat/adapter-kit';
import type { AddressFilter, AddressUse, Call, Page, PublicAddress } from '@polynat/core';
import { decodeBound, decodeEip, holderOf } from './codec/address.ts';
import type { Context } from './context.ts';
import { readUses } from './eips.ts';
import { readNat } from './gateways.ts';

const pageSize = 100;

export const listAddresses = (
  context: Context,
  filter: AddressFilter,
  cursor: string | undefined,
  call: Call,
): Promise<Page<PublicAddress>> =>
  filter.gateway === undefined
    ? listEips(context, filter, cursor, call)
    : listBound(context, filter.gateway, filter, call);

/** What a gateway holds is told by the gateway; bandwidth and the like by the address, where the key may see it. */
async function listBound(
  context: Context,
  gateway: string,
  { free }: AddressFilter,
  call: Call,
): Promise<Page<PublicAddress>> {
  if (free) return { items: [] };
  const nat = await readNat(context, { region: context.region, id: gateway }, call);
  const filter = { instanceType: 'NAT', instanceId: gateway } as const;
  const page = await undefinedIfForbidden(() => context.client.call('QueryEipList', filter, call));
  const eips = new Map(page?.eipList.map((eip) => [eip.eip, eip]));
  const uses = await readUses(context, nat, call);
  const items = decodeBound(nat, uses).map((bound) => {
    const eip = eips.get(bound.ip);
    return eip ? { ...decodeEip(eip, bound.use), gateway } : bound;
  });
  return { items };
}

async function listEips(
  context: Context,
  { free }: AddressFilter,
  cursor: string | undefined,
  call: Call,
): Promise<Page<PublicAddress>> {
  const { eipList, isTruncated, nextMarker } = await context.client.call(
    'QueryEipList',
    { maxKeys: pageSize, ...(free && { status: 'available' }), ...(cursor && { marker: cursor }) },
    call,
  );
  const uses = new Map<string, AddressUse>();
  for (const id of new Set(eipList.flatMap((eip) => holderOf(eip) ?? []))) {
    for (const [ip, use] of await usesAt(context, id, call)) uses.set(ip, use);
  }
  const items = eipList.map((eip) => decodeEip(eip, uses.get(eip.eip)));
  return { items, ...(isTruncated && nextMarker && { next: nextMarker }) };
}

async function usesAt(context: Context, id: string, call: Call): Promise<ReadonlyMap<string, AddressUse>> {
  const uses = await undefinedIfNotFound(async () => {
    const nat = await readNat(context, { region: context.region, id }, call);
    return readUses(context, nat, call);
  });
  return uses ?? new Map();
}
