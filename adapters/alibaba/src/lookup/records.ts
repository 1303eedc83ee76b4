import { type Call, NatError } from '@polynat/core';
import type { Client } from '../client.ts';
import type { ElasticIp } from '../codec/address.ts';
import type { NativePackage } from '../codec/bandwidth.ts';
import type { ForwardEntry } from '../codec/dnat.ts';
import type { NatGateway } from '../codec/gateway.ts';
import type { SnatEntry } from '../codec/snat.ts';

/** What is gone is told by an empty list or by an error, depending on the operation: both become `undefined`. */
export async function unlessGone<T>(reading: Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}

export const findGateway = (client: Client, id: string, call: Call): Promise<NatGateway | undefined> =>
  unlessGone(
    client
      .call('DescribeNatGateways', { NatGatewayId: id }, call)
      .then(({ NatGateways }) => NatGateways.find(({ NatGatewayId }) => NatGatewayId === id)),
  );

export async function getGateway(client: Client, id: string, call: Call): Promise<NatGateway> {
  const gateway = await findGateway(client, id, call);
  if (gateway) return gateway;
  throw new NatError('not-found', `gateway ${id} does not exist in ${client.region}`, {
    provider: { cloud: 'alibaba', operation: 'DescribeNatGateways' },
  });
}

export const findSnatEntry = (
  client: Client,
  table: string,
  id: string,
  call: Call,
): Promise<SnatEntry | undefined> =>
  unlessGone(
    client
      .call('DescribeSnatTableEntries', { SnatTableId: table, SnatEntryId: id }, call)
      .then(({ SnatTableEntries }) => SnatTableEntries.find(({ SnatEntryId }) => SnatEntryId === id)),
  );

export const findForwardEntry = (
  client: Client,
  table: string,
  id: string,
  call: Call,
): Promise<ForwardEntry | undefined> =>
  unlessGone(
    client
      .call('DescribeForwardTableEntries', { ForwardTableId: table, ForwardEntryId: id }, call)
      .then(({ ForwardTableEntries }) =>
        ForwardTableEntries.find(({ ForwardEntryId }) => ForwardEntryId === id),
      ),
  );

/** By its address or by its allocation id. */
export const findElasticIp = (client: Client, address: string, call: Call): Promise<ElasticIp | undefined> =>
  unlessGone(
    client
      .call(
        'DescribeEipAddresses',
        address.startsWith('eip-') ? { AllocationId: address } : { EipAddress: address },
        call,
      )
      .then(({ EipAddresses }) =>
        EipAddresses.find(({ AllocationId, IpAddress }) => AllocationId === address || IpAddress === address),
      ),
  );

export async function getElasticIp(client: Client, address: string, call: Call): Promise<ElasticIp> {
  const eip = await findElasticIp(client, address, call);
  if (eip) return eip;
  throw new NatError('not-found', `no elastic IP ${address} in ${client.region}`, {
    provider: { cloud: 'alibaba', operation: 'DescribeEipAddresses' },
  });
}

export const findPackage = (client: Client, id: string, call: Call): Promise<NativePackage | undefined> =>
  unlessGone(
    client
      .call('DescribeBandwidthPackages', { BandwidthPackageId: id }, call)
      .then(({ BandwidthPackages }) => BandwidthPackages.find((native) => native.BandwidthPackageId === id)),
  );

export const findPackages = (
  client: Client,
  gateway: string,
  call: Call,
): Promise<readonly NativePackage[]> =>
  client
    .call('DescribeBandwidthPackages', { NatGatewayId: gateway, PageSize: 50 }, call)
    .then(({ BandwidthPackages }) => BandwidthPackages);
