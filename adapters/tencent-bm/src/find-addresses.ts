import { type Call, ipv4Schema, NatError, type PublicAddress, readAll } from '@polynat/core';
import type { Context } from './context.ts';

const isIp = (address: string): boolean => ipv4Schema.safeParse(address).success;

/** An address by ip or allocation id; `undefined` when the account has none such. */
export async function readAddress(
  { api }: Context,
  address: string,
  call: Call,
): Promise<PublicAddress | undefined> {
  const query = isIp(address) ? { ips: [address] } : { ids: [address] };
  const { items } = await api.addresses(query, undefined, call);
  return items.find(({ ip, id }) => ip === address || id === address);
}

/** The address itself, where the caller gave its allocation id: gateways know addresses, not ids. */
export async function ipOf(context: Context, address: string, call: Call): Promise<string> {
  if (isIp(address)) return address;
  const found = await readAddress(context, address, call);
  if (found) return found.ip;
  throw new NatError('not-found', `there is no public address with the id ${address}`, { field: 'address' });
}

/** The allocation ids of all addresses of a network. */
export async function addressIdsIn(
  { api }: Context,
  network: string,
  call: Call,
): Promise<ReadonlySet<string>> {
  const all = await readAll((cursor) => api.addresses({ network }, cursor, call));
  return new Set(all.flatMap(({ id }) => id ?? []));
}

/** Addresses that were not known before, as the answer to an order would tell them; `undefined` when there are none. */
export async function newAddresses(
  context: Context,
  network: string,
  known: ReadonlySet<string>,
  call: Call,
) {
  const ids = [...(await addressIdsIn(context, network, call))].filter((id) => !known.has(id));
  return ids.length === 0 ? undefined : { ids };
}

/** Addresses bear no mark: where somebody else ordered one while an answer was lost, nobody can tell which is whose. */
export function onlyOne(ids: readonly string[]): string {
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  throw new NatError('conflict', `the answer was lost, and one of ${ids.join(', ')} is the address ordered`, {
    outcome: 'unknown',
    remedy: 'find out whose the others are, and release what nobody ordered',
  });
}
