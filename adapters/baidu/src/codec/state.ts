import type { Whereabouts } from '@polynat/adapter-kit';
import type { GatewayState, ItemState } from '@polynat/core';

/** NatStatus of the newest official clients; the documents show some of it. */
const gatewayStates: Readonly<Record<string, GatewayState>> = {
  building: 'creating',
  /** In service, without an address. */
  unconfigured: 'available',
  active: 'available',
  configuring: 'updating',
  updating: 'updating',
  starting: 'updating',
  rebooting: 'updating',
  stopping: 'suspended',
  down: 'suspended',
  error: 'failed',
  deleting: 'deleting',
  deleted: 'deleting',
};

export const decodeState = (status: string | undefined): GatewayState =>
  gatewayStates[status?.toLowerCase() ?? ''] ?? 'unknown';

/** In these a gateway refuses changes until it has come to rest. */
export const isTransient = (state: GatewayState): boolean => state === 'creating' || state === 'updating';

const ruleStates: Readonly<Record<string, ItemState>> = {
  active: 'available',
  building: 'pending',
  configuring: 'pending',
  updating: 'pending',
  deleting: 'deleting',
  down: 'failed',
  error: 'failed',
};

/** Older answers do not tell the state of a rule; one that is listed works. */
export const decodeRuleState = (status: string | undefined): ItemState =>
  status === undefined ? 'available' : (ruleStates[status.toLowerCase()] ?? 'unknown');

const addressStates: Readonly<Record<string, ItemState>> = {
  available: 'available',
  binded: 'available',
  creating: 'pending',
  binding: 'pending',
  unbinding: 'pending',
  updating: 'pending',
  deleting: 'deleting',
  paused: 'failed',
};

export const decodeAddressState = (status: string | undefined): ItemState =>
  addressStates[status?.toLowerCase() ?? ''] ?? 'unknown';

const whereabouts: Readonly<Record<string, Whereabouts>> = { available: 'free', unbinding: 'leaving' };

export const whereaboutsIn = (status: string | undefined): Whereabouts =>
  whereabouts[status?.toLowerCase() ?? ''] ?? 'held';
