import type { BillingStatus, SharedBandwidth } from '@polynat/core';
import type { GroupModel } from '../operations/shared-bandwidth.ts';
import { decodeMetering } from './address.ts';
import { decodeAddressState } from './state.ts';
import { decodeInstant } from './time.ts';

/** The service pauses what is not paid; that alone is told. */
const standings: Readonly<Record<string, BillingStatus>> = { paused: 'arrears-locked' };

export function decodeGroup(group: GroupModel): SharedBandwidth {
  const created = decodeInstant(group.createTime);
  return {
    id: group.id,
    name: group.name ?? '',
    ...(group.bandwidthInMbps !== undefined && { bandwidthMbps: group.bandwidthInMbps }),
    ...decodeMetering(group.billingMethod),
    addresses: membersOf(group).map(({ eip: ip, eipId }) => ({ ip, ...(eipId && { id: eipId }) })),
    status: standings[group.status?.toLowerCase() ?? ''] ?? 'good',
    ...(created !== undefined && { created }),
    state: decodeAddressState(group.status),
    providerState: group.status ?? '',
    native: group,
  };
}

export const membersOf = ({ eips, eipv6s }: GroupModel): GroupModel['eips'] => [...eips, ...eipv6s];
