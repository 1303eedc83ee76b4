import type { Call } from '@polynat/core';
import { gatewayOf } from './codec/address.ts';
import type { Context } from './context.ts';
import type { EipModel } from './operations/addresses.ts';

/** EIPs by IP or by allocation id; those that the account does not have are left out. */
export async function findEips(
  { client }: Context,
  by: 'address-ip' | 'address-id',
  values: readonly string[],
  call: Call,
): Promise<readonly EipModel[]> {
  if (values.length === 0) return [];
  const query = { Filters: [{ Name: by, Values: [...values] }], Limit: 100 };
  return (await client.call('DescribeAddresses', query, call)).AddressSet;
}

/** The gateway that has all these public IPs, attached or on their way. */
export async function holderOf(
  context: Context,
  ips: readonly string[],
  call: Call,
): Promise<string | undefined> {
  const eips = await findEips(context, 'address-ip', ips, call);
  const holders = new Map(eips.map((eip) => [eip.AddressIp, gatewayOf(eip)]));
  const [holder, ...others] = new Set(ips.map((ip) => holders.get(ip)));
  return others.length === 0 ? holder : undefined;
}
