/**
 * Where a gateway is in its life. `suspended` is a gateway the cloud has stopped (arrears, expiry, security); `unknown` is a
 * word this library has not met yet, kept readable beside it as `providerState`.
 */
export const gatewayStates = [
  'creating',
  'available',
  'updating',
  'suspended',
  'deleting',
  'failed',
  'unknown',
] as const;

export type GatewayState = (typeof gatewayStates)[number];

/** Where a rule, an address or a bandwidth package is in its life. */
export type ItemState = 'pending' | 'available' | 'deleting' | 'failed' | 'unknown';
