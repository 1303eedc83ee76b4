import type * as z from 'zod';
import { addressOperations } from './addresses.ts';
import { dnatOperations } from './dnat.ts';
import { gatewayOperations } from './gateways.ts';
import { networkOperations } from './networks.ts';
import { sharedBandwidthOperations } from './shared-bandwidth.ts';
import { snatOperations } from './snat.ts';
import { trafficOperations } from './traffic.ts';

/** Every operation on public NAT gateways, and what they need of their neighbours. */
export const operations = {
  ...gatewayOperations,
  ...snatOperations,
  ...dnatOperations,
  ...addressOperations,
  ...sharedBandwidthOperations,
  ...networkOperations,
  ...trafficOperations,
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = z.input<Operations[Name]['request']>;
export type OperationOutput<Name extends OperationName> = z.output<Operations[Name]['response']>;
