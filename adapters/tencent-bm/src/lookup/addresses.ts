import { type Call, ipv4Schema, NatError, type PublicAddress } from '@polynat/core';
import type { Facets } from './facets.ts';

const isIp = (address: string): boolean => ipv4Schema.safeParse(address).success;

/** An address by ip or allocation id; `undefined` when the account has none such. */
export async function readAddress(
  { wire }: Facets,
  address: string,
  call: Call,
): Promise<PublicAddress | undefined> {
  const query = isIp(address) ? { ips: [address] } : { ids: [address] };
  const { items } = await wire.addresses(query, 0, call);
  return items.find(({ ip, id }) => ip === address || id === address);
}

/** The address itself, where the caller gave its allocation id: gateways know addresses, not ids. */
export async function ipOf(facets: Facets, address: string, call: Call): Promise<string> {
  if (isIp(address)) return address;
  const found = await readAddress(facets, address, call);
  if (found) return found.ip;
  throw new NatError('not-found', `there is no public address with the id ${address}`, { field: 'address' });
}
