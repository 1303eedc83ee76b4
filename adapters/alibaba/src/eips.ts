import { undefinedIfNotFound } from '@polynat/adapter-kit';
import { type AddressUse, type Call, NatError, type PublicAddress } from '@polynat/core';
import { decodeElasticIp, decodeUse, type ElasticIp } from './codec/address.ts';
import { type Context, findGateway } from './context.ts';

/** By its address or by its allocation id. */
export const findElasticIp = (
  { client }: Context,
  address: string,
  call: Call,
): Promise<ElasticIp | undefined> =>
  undefinedIfNotFound(async () => {
    const input = address.startsWith('eip-') ? { AllocationId: address } : { EipAddress: address };
    const { EipAddresses } = await client.call('DescribeEipAddresses', input, call);
    return EipAddresses.find(
      ({ AllocationId, IpAddress }) => AllocationId === address || IpAddress === address,
    );
  });

export async function getElasticIp(context: Context, address: string, call: Call): Promise<ElasticIp> {
  const eip = await findElasticIp(context, address, call);
  if (eip) return eip;
  throw new NatError('not-found', `no elastic IP ${address} in ${context.region}`, {
    provider: { cloud: 'alibaba', operation: 'DescribeEipAddresses' },
  });
}

export const isAt = ({ InstanceId, Status }: ElasticIp, gateway: string): boolean =>
  InstanceId === gateway && Status !== 'Unassociating';

/** An address on its way off its holder is waited for. */
export const isHeld = ({ InstanceId, Status }: ElasticIp): boolean =>
  Boolean(InstanceId) && Status !== 'Unassociating';

/** Bound to nothing, or about to be: then a refusal for its state was only early. */
export async function isFree(context: Context, allocation: string, call: Call): Promise<boolean> {
  const eip = await findElasticIp(context, allocation, call);
  return eip !== undefined && !isHeld(eip);
}

/** Whether the gateway itself shows the address as unused: then a refusal for its use was only late. */
export async function isUnused(context: Context, gateway: string, ip: string, call: Call): Promise<boolean> {
  const bound = await findBound(context, gateway, ip, call);
  return bound === undefined || decodeUse(bound.UsingStatus) === 'idle';
}

/** The address as the gateway shows it. */
export async function findBound(context: Context, gateway: string, ip: string, call: Call) {
  const { IpLists = [] } = (await findGateway(context, gateway, call)) ?? {};
  return IpLists.find(({ IpAddress }) => IpAddress === ip);
}

/** What an address is used for only its gateway tells, so each gateway of the page is asked once. */
export async function withUses(
  context: Context,
  eips: readonly ElasticIp[],
  call: Call,
): Promise<readonly PublicAddress[]> {
  const holders = new Set(
    eips.flatMap(({ InstanceType, InstanceId }) => (InstanceType === 'Nat' && InstanceId) || []),
  );
  const gateways = await Promise.all([...holders].map((id) => findGateway(context, id, call)));
  const uses = new Map<string, AddressUse>();
  for (const bound of gateways.flatMap((gateway) => gateway?.IpLists ?? [])) {
    uses.set(bound.IpAddress, decodeUse(bound.UsingStatus));
  }
  return eips.map((eip) => decodeElasticIp(eip, uses.get(eip.IpAddress)));
}
