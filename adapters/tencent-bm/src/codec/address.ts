import type { AddressSpec, PublicAddress } from '@polynat/core';
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
  readonly native: unknown;
}

export const addressOfV2 = (eip: V2Eip): PublicAddress =>
  decodeAddress({
    id: eip.eipId,
    ip: eip.eip,
    status: eip.status,
    gateway: eip.natUid,
    bandwidth: eip.bandwidth,
    native: eip,
  });

export const addressOfV3 = (eip: V3Eip): PublicAddress =>
  decodeAddress({
    id: eip.EipId,
    ip: eip.Eip,
    status: eip.Status,
    gateway: eip.NatUid,
    bandwidth: eip.Bandwidth,
    native: eip,
  });

/** An address paid by traffic has no bandwidth of its own: it says 0. */
const decodeAddress = ({ id, ip, status, gateway, bandwidth, native }: Told): PublicAddress => ({
  ip: ip ?? '',
  id,
  use: gateway ? 'snat' : 'idle',
  ...(gateway && { gateway }),
  ...(bandwidth && { bandwidthMbps: bandwidth }),
  ...decodeAddressState(status),
  native,
});

/** Whether an address is on its way off its gateway, or off it already. */
export const isLeaving = ({ gateway, providerState }: PublicAddress): boolean =>
  gateway === undefined || providerState === '3 unbinding';

export interface Payment {
  readonly payMode: 'flow' | 'bandwidth';
  readonly bandwidth?: number;
}

/** Only an address paid by bandwidth has one, so who names a bandwidth pays for it; an address is paid by traffic otherwise. */
export function encodePayment({ bandwidthMbps, meteredBy }: AddressSpec): Payment {
  if (bandwidthMbps === undefined) return { payMode: meteredBy === 'bandwidth' ? 'bandwidth' : 'flow' };
  return { payMode: 'bandwidth', bandwidth: bandwidthMbps };
}
