import { addressOperations } from './addresses.ts';
import { gatewayOperations } from './gateways.ts';
import { membershipOperations } from './membership.ts';
import { networkOperations } from './networks.ts';

/** Every operation of BM NAT in version 2, and what it needs of its neighbours. */
export const v2Operations = {
  ...gatewayOperations,
  ...membershipOperations,
  ...addressOperations,
  ...networkOperations,
};
