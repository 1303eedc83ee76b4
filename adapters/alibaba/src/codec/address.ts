import { providerSettings, type UsualSettings } from '@polynat/adapter-kit';
import { type AddressUse, type ItemState, type Metering, meterings, type PublicAddress } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';
import { addressState } from './state.ts';

export type ElasticIp = OperationOutput<'DescribeEipAddresses'>['EipAddresses'][number];
type BoundIp = OperationOutput<'DescribeNatGateways'>['NatGateways'][number]['IpLists'][number];

/** `Idle`, `idle` and `Available` all mean free; both uses at once are told together. */
export function decodeUse(status = ''): AddressUse {
  const word = status.toLowerCase();
  const snat = word.includes('snat');
  const dnat = word.includes('forward');
  if (snat && dnat) return 'both';
  if (snat) return 'snat';
  return dnat ? 'dnat' : 'idle';
}

/** An address as a gateway shows it. */
export function decodeBoundIp(
  bound: BoundIp,
  gateway: string,
  state: ItemState = 'available',
): PublicAddress {
  return {
    ip: bound.IpAddress,
    ...(bound.AllocationId && { id: bound.AllocationId }),
    use: decodeUse(bound.UsingStatus),
    gateway,
    state,
    providerState: bound.UsingStatus ?? '',
    native: bound,
  };
}

/** An address as the account shows it; what it is used for only its gateway knows. */
export function decodeElasticIp(eip: ElasticIp, use: AddressUse = 'idle'): PublicAddress {
  /** `Bandwidth` of an address in a shared package is that of the package. */
  const bandwidth = eip.EipBandwidth ?? eip.Bandwidth;
  const boundToGateway = eip.InstanceType === 'Nat' && eip.InstanceId;
  return {
    ip: eip.IpAddress,
    id: eip.AllocationId,
    use,
    ...(boundToGateway && { gateway: boundToGateway }),
    ...(bandwidth !== undefined && { bandwidthMbps: bandwidth }),
    ...decodeMetering(eip.InternetChargeType),
    ...(eip.BandwidthPackageId && { sharedBandwidth: eip.BandwidthPackageId }),
    ...providerSettings(eip, usualSettings),
    state: addressState(eip.Status),
    providerState: eip.Status ?? '',
    native: eip,
  };
}

/** Defaults of AllocateEipAddress (https://www.alibabacloud.com/help/en/eip/developer-reference/api-vpc-2016-04-28-allocateeipaddress). */
const usualSettings: UsualSettings = {
  Name: undefined,
  Description: undefined,
  ISP: 'BGP',
  ChargeType: 'PostPaid',
  Mode: 'NAT',
  Netmode: 'public',
  PrivateIpAddress: undefined,
  PublicIpAddressPoolId: undefined,
  DeletionProtection: false,
  SecurityProtectionTypes: undefined,
  ResourceGroupId: undefined,
  Tags: undefined,
};

export const encodeMetering = { traffic: 'PayByTraffic', bandwidth: 'PayByBandwidth' } as const;

/** Words the documents do not know stay untold. */
function decodeMetering(word: string | undefined): { readonly meteredBy?: Metering } {
  const meteredBy = meterings.find((way) => encodeMetering[way] === word);
  return meteredBy === undefined ? {} : { meteredBy };
}
