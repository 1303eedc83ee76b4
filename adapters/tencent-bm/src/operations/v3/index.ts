import { addressOperations } from './addresses.ts';
import { gatewayOperations } from './gateways.ts';
import { networkOperations } from './networks.ts';
import { membershipOperations } from './snat.ts';

/** Every operation of BM NAT in version 3, and what it needs of its neighbours. */
export const v3Operations = {
  ...gatewayOperations,
  ...membershipOperations,
  ...addressOperations,
  ...networkOperations,
};
