import type { Whereabouts } from '@polynat/adapter-kit';
import type { AddressUse, ItemState, Metering, PublicAddress } from '@polynat/core';
import type { EipModel } from '../operations/addresses.ts';
import type { NatModel } from '../operations/gateways.ts';

/** https://cloud.tencent.com/document/api/215/15824#Address; a failed creation is known from clients only. */
const states: Readonly<Record<string, ItemState>> = {
  CREATING: 'pending',
  CREATE_FAILED: 'failed',
  BINDING: 'pending',
  BIND: 'available',
  BIND_ENI: 'available',
  UNBINDING: 'pending',
  UNBIND: 'available',
  OFFLINING: 'deleting',
};

/** The status of a public IP that nothing uses. */
export const unbound = 'UNBIND';

const whereabouts: Readonly<Record<string, Whereabouts>> = { [unbound]: 'free', UNBINDING: 'leaving' };

export const whereaboutsIn = ({ AddressStatus = '' }: EipModel): Whereabouts =>
  whereabouts[AddressStatus] ?? 'held';

/** The gateway that has a public IP, or is about to have it. */
export const gatewayOf = ({ InstanceId }: EipModel): string | undefined =>
  InstanceId?.startsWith('nat-') ? InstanceId : undefined;

export function decodeEip(eip: EipModel, use: AddressUse = 'idle'): PublicAddress {
  const {
    AddressId: id,
    AddressIp: ip = '',
    AddressStatus = 'no status',
    Bandwidth,
    BandwidthPackageId,
  } = eip;
  const gateway = gatewayOf(eip);
  const meteredBy = meterings[eip.InternetChargeType ?? ''];
  return {
    ip,
    id,
    use,
    ...(gateway !== undefined && { gateway }),
    ...(Bandwidth !== undefined && { bandwidthMbps: Bandwidth }),
    ...(meteredBy !== undefined && { meteredBy }),
    ...(BandwidthPackageId && { sharedBandwidth: BandwidthPackageId }),
    state: states[AddressStatus] ?? 'unknown',
    providerState: AddressStatus,
    native: eip,
  };
}

/** What draws from a shared bandwidth is metered there; accounts of the older kind are told nothing. */
const meterings: Readonly<Record<string, Metering>> = {
  TRAFFIC_POSTPAID_BY_HOUR: 'traffic',
  BANDWIDTH_POSTPAID_BY_HOUR: 'bandwidth',
  BANDWIDTH_PREPAID_BY_MONTH: 'bandwidth',
};

type Bound = NatModel['PublicIpAddressSet'][number];

/** A public IP as its gateway tells it. */
export const decodeBound = (bound: Bound, gateway: string, use: AddressUse = 'idle'): PublicAddress => ({
  ip: bound.PublicIpAddress,
  ...(bound.AddressId !== undefined && { id: bound.AddressId }),
  use,
  gateway,
  state: bound.IsBlocked ? 'failed' : 'available',
  providerState: bound.IsBlocked ? 'blocked' : 'bound',
  native: bound,
});
