import { providerSettings, type UsualSettings, type Whereabouts } from '@polynat/adapter-kit';
import { type AddressSpec, type Metering, meterings, type PublicAddress } from '@polynat/core';
import type { EipModel as V2Eip } from '../operations/v2/addresses.ts';
import type { EipModel as V3Eip } from '../operations/v3/addresses.ts';
import { decodeAddressState } from './state.ts';

/** What a gateway tells of its addresses: that they are bound. All of them serve all that leave through it. */
export const decodeBound = (ip: string, gateway: string): PublicAddress => ({
  ip,
  use: 'snat',
  gateway,
  state: 'available',
  providerState: '2 bound',
  native: ip,
});

/** What a gateway tells of an address, with what the address itself tells: its id, its bandwidth, its record. */
export const enrich = (bound: PublicAddress, told: PublicAddress | undefined): PublicAddress => ({
  ...told,
  ...bound,
  native: told?.native ?? bound.native,
});

interface Told {
  readonly id: string;
  readonly ip: string | undefined;
  readonly status: number | undefined;
  readonly gateway: string | undefined;
  readonly bandwidth: number | undefined;
  readonly payMode: string | undefined;
  readonly native: V2Eip | V3Eip;
}

export const addressOfV2 = (eip: V2Eip): PublicAddress =>
  decodeAddress({
    id: eip.eipId,
    ip: eip.eip,
    status: eip.status,
    gateway: eip.natUid,
    bandwidth: eip.bandwidth,
    payMode: eip.payMode,
    native: eip,
  });

export const addressOfV3 = (eip: V3Eip): PublicAddress =>
  decodeAddress({
    id: eip.EipId,
    ip: eip.Eip,
    status: eip.Status,
    gateway: eip.NatUid,
    bandwidth: eip.Bandwidth,
    payMode: eip.PayMode,
    native: eip,
  });

/** In the words of both generations of the API; 未命名 is what it calls an address without a name. */
const usualSettings: UsualSettings = {
  eipName: '未命名',
  exclusive: 0,
  EipName: '未命名',
  Exclusive: 0,
};

const payModes = { traffic: 'flow', bandwidth: 'bandwidth' } as const;

/** An address paid by traffic has no bandwidth of its own: it says 0. */
function decodeAddress({ id, ip, status, gateway, bandwidth, payMode, native }: Told): PublicAddress {
  const meteredBy = meterings.find((way) => payModes[way] === payMode);
  return {
    ip: ip ?? '',
    id,
    use: gateway ? 'snat' : 'idle',
    ...(gateway && { gateway }),
    ...(bandwidth && { bandwidthMbps: bandwidth }),
    ...(meteredBy && { meteredBy }),
    ...providerSettings(native, usualSettings),
    ...decodeAddressState(status),
    native,
  };
}

const leaving = '3 unbinding';

/** Whether an address is on its way off its gateway, or off it already. */
export const isLeaving = ({ gateway, providerState }: PublicAddress): boolean =>
  gateway === undefined || providerState === leaving;

export function whereaboutsIn({ state, gateway, providerState }: PublicAddress): Whereabouts {
  if (providerState === leaving) return 'leaving';
  return state === 'available' && gateway === undefined ? 'free' : 'held';
}

export interface Payment {
  readonly payMode: (typeof payModes)[Metering];
  readonly bandwidth?: number;
}

/** Only an address paid by bandwidth has one, so who names a bandwidth pays for it; an address is paid by traffic otherwise. */
export function encodePayment({ bandwidthMbps, meteredBy }: AddressSpec): Payment {
  if (bandwidthMbps === undefined) return { payMode: payModes[meteredBy ?? 'traffic'] };
  return { payMode: 'bandwidth', bandwidth: bandwidthMbps };
}
