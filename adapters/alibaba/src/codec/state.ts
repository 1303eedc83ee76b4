import type { BillingStatus, GatewayState, ItemState } from '@polynat/core';

const gatewayStates: Readonly<Record<string, GatewayState>> = {
  Creating: 'creating',
  // Words from before Enhanced gateways:
  Initiating: 'creating',
  Pending: 'updating',
  Available: 'available',
  Modifying: 'updating',
  Converting: 'updating',
  Deleting: 'deleting',
};

/** A locked gateway stands still whatever its status says; one on its way in or out is shown on its way. */
export function gatewayState(status: string | undefined, standing: BillingStatus): GatewayState {
  const state = gatewayStates[status ?? ''] ?? 'unknown';
  return state === 'available' && standing !== 'good' ? 'suspended' : state;
}

/** `Modifying` is told only by error messages; the listing shows `Pending`. */
const entryStates: Readonly<Record<string, ItemState>> = {
  Pending: 'pending',
  Modifying: 'pending',
  Available: 'available',
  Deleting: 'deleting',
};

export const entryState = (status: string | undefined): ItemState => entryStates[status ?? ''] ?? 'unknown';

const addressStates: Readonly<Record<string, ItemState>> = {
  Associating: 'pending',
  Unassociating: 'pending',
  InUse: 'available',
  Available: 'available',
  Releasing: 'deleting',
};

export const addressState = (status: string | undefined): ItemState =>
  addressStates[status ?? ''] ?? 'unknown';

const packageStates: Readonly<Record<string, ItemState>> = {
  Creating: 'pending',
  Pending: 'pending',
  Modifying: 'pending',
  Available: 'available',
  Deleting: 'deleting',
};

export const packageState = (status: string | undefined): ItemState =>
  packageStates[status ?? ''] ?? 'unknown';
