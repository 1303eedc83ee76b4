import { undefinedIfForbidden } from '@polynat/adapter-kit';
import { type AddressUse, type Call, NatError, readAll } from '@polynat/core';
import { type Pool, usesByRules, usesOf } from './codec/address.ts';
import { generationOf } from './codec/size.ts';
import type { Context } from './context.ts';
import { readPage as readDnatPage } from './dnat.ts';
import type { EipModel } from './operations/addresses.ts';
import type { NatModel } from './operations/gateways.ts';
import { readPage as readSnatPage } from './snat.ts';

const ipLike = /^[\d.]+$|:/;

/** The address itself, where the caller gave its allocation id. */
export async function ipOf({ client }: Context, address: string, call: Call): Promise<string> {
  if (ipLike.test(address)) return address;
  const { eipList } = await client.call('QueryEipList', { eipIds: address }, call);
  const found = eipList.find(({ eipId }) => eipId === address);
  if (found) return found.eip;
  throw new NatError('not-found', `there is no public address with the id ${address}`, { field: 'address' });
}

export async function readEip({ client }: Context, ip: string, call: Call): Promise<EipModel | undefined> {
  const { eipList } = await client.call('QueryEipList', { eip: ip }, call);
  return eipList.find(({ eip }) => eip === ip);
}

/**
 * Which addresses can share a pool: in a normal gateway one plain address, or several of one shared bandwidth
 * (https://cloud.baidu.com/doc/VPC/s/Ljwvyujy8); in an enhanced one several, all plain or all of one shared bandwidth
 * (https://cloud.baidu.com/doc/VPC/s/rm2mn4jsu). A single one always fits.
 */
export async function haveOneOrigin(
  context: Context,
  pool: Pool,
  ips: readonly string[],
  call: Call,
): Promise<boolean> {
  const distinct = new Set(ips);
  if (distinct.size < 2) return true;
  const groups = new Set<string>();
  for (const ip of distinct) {
    const eip = await undefinedIfForbidden(() => readEip(context, ip, call));
    /** What the key may not see is left for the cloud to judge. */
    if (eip === undefined) return true;
    groups.add(eip.shareGroupId ?? '');
  }
  return groups.size === 1 && !(groups.has('') && pool !== 'bindEips');
}

export async function requireOneOrigin(
  context: Context,
  pool: Pool,
  bound: readonly string[],
  added: readonly string[],
  call: Call,
): Promise<void> {
  const ips = [...new Set([...bound, ...added])];
  if (await haveOneOrigin(context, pool, ips, call)) return;
  throw new NatError('failed-precondition', `${ips.join(' and ')} cannot be bound side by side`, {
    field: 'addresses',
    remedy:
      pool === 'bindEips'
        ? 'take addresses that are all plain, or all of one shared bandwidth'
        : 'a normal gateway holds one plain address: swap it, or take addresses of one shared bandwidth',
  });
}

/** What each address of a gateway serves: told by the pools of a normal one, and by the rules of an enhanced one. */
export async function readUses(
  context: Context,
  nat: NatModel,
  call: Call,
): Promise<ReadonlyMap<string, AddressUse>> {
  const pools = usesOf(nat);
  if (generationOf(nat) === 'normal' || pools.size === 0) return pools;
  const snat = await readAll((cursor) => readSnatPage(context, nat, cursor, call));
  const dnat = await readAll((cursor) => readDnatPage(context, nat, cursor, call));
  return usesByRules(pools.keys(), snat, dnat);
}
