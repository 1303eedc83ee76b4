import type { Call } from '@polynat/core';
import type { Client } from '../client.ts';
import { decodeUse } from '../codec/address.ts';
import { findGateway } from './records.ts';

/**
 * Whether a rule refused for its addresses was only early: the gateway itself lists them all, or, where the refusal is about shared
 * bandwidth, they all draw from the same.
 */
export const isAddressReady = (
  client: Client,
  gateway: string,
  ips: readonly string[],
  code: string,
  call: Call,
): Promise<boolean> =>
  code === 'OperationUnsupported.EipNatBWPCheck'
    ? shareBandwidth(client, ips, call)
    : areBound(client, gateway, ips, call);

async function areBound(
  client: Client,
  gateway: string,
  ips: readonly string[],
  call: Call,
): Promise<boolean> {
  const bound = (await findGateway(client, gateway, call))?.IpLists.map(({ IpAddress }) => IpAddress) ?? [];
  return ips.every((ip) => bound.includes(ip));
}

async function shareBandwidth(client: Client, ips: readonly string[], call: Call): Promise<boolean> {
  const { EipAddresses } = await client.call(
    'DescribeEipAddresses',
    { EipAddress: ips.join(','), PageSize: 50 },
    call,
  );
  const packages = new Set(EipAddresses.map(({ BandwidthPackageId = '' }) => BandwidthPackageId));
  return EipAddresses.length === ips.length && packages.size === 1 && !packages.has('');
}

/** Whether the gateway itself shows the address as unused: then a refusal for its use was only late. */
export async function isUnused(client: Client, gateway: string, ip: string, call: Call): Promise<boolean> {
  const bound = (await findGateway(client, gateway, call))?.IpLists.find(({ IpAddress }) => IpAddress === ip);
  return bound === undefined || decodeUse(bound.UsingStatus) === 'idle';
}
