import { type Call, ipv4Schema, NatError, type PublicAddress, readAll } from '@polynat/core';
import { encodePayment, type Payment } from './codec/address.ts';
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

/** All public IPs of a network. */
export const addressesIn = ({ api }: Context, network: string, call: Call) =>
  readAll((cursor) => api.addresses({ network }, cursor, call));

/** An order of a public IP, and what the network held before it. */
interface OrderedAddress {
  readonly network: string;
  readonly payment: Payment;
  readonly before: readonly PublicAddress[];
}

/**
 * Public IPs that came after the order and can be what was ordered, as its answer would tell them; `undefined` when there are none. One
 * that serves a gateway already, or is paid for in another way, is somebody else's.
 */
export async function newAddresses(
  context: Context,
  { network, payment, before }: OrderedAddress,
  call: Call,
) {
  const known = new Set(before.map(({ id }) => id));
  const all = await addressesIn(context, network, call);
  const ids = all
    .filter((address) => !known.has(address.id) && canBe(address, payment))
    .flatMap(({ id }) => id ?? []);
  return ids.length === 0 ? undefined : { ids };
}

/** What an answer does not tell is not compared. */
function canBe(address: PublicAddress, payment: Payment): boolean {
  const { gateway, meteredBy, bandwidthMbps } = address;
  if (gateway !== undefined) return false;
  if (meteredBy !== undefined && encodePayment({ meteredBy }).payMode !== payment.payMode) return false;
  return bandwidthMbps === undefined || payment.payMode === 'flow' || bandwidthMbps === payment.bandwidth;
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
