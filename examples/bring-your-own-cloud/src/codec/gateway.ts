import type { GatewayKey, GatewayRecord, GatewayState, PublicAddress, Size } from '@polynat/core';
import type { AddressModel, GatewayModel } from '../operations/schema.ts';

const states: Readonly<Record<string, GatewayState>> = {
  BUILDING: 'creating',
  CHANGING: 'updating',
  READY: 'available',
  CLOSING: 'deleting',
};

export const encodeSize = (size: Size | undefined): 'S' | 'L' =>
  size && 'tier' in size && size.tier === 'large' ? 'L' : 'S';

export function decodeGateway(model: GatewayModel, region: string): GatewayRecord {
  const { id, name, vpc, state, size, ips } = model;
  const key: GatewayKey = { region, id };
  return {
    key,
    name,
    state: states[state] ?? 'unknown',
    providerState: state,
    placement: { vpc },
    size: { tier: size === 'L' ? 'large' : 'small' },
    addresses: ips.map((ip) => decodeAddress({ ip, gateway: id })),
    billing: { mode: 'on-demand', meteredBy: 'time', status: 'good' },
    tags: {},
    native: model,
  };
}

export const decodeAddress = (model: AddressModel, use: PublicAddress['use'] = 'idle'): PublicAddress => ({
  ip: model.ip,
  use,
  ...(model.gateway && { gateway: model.gateway }),
  state: 'available',
  providerState: model.gateway ? 'attached' : 'free',
  native: model,
});
