import type * as z from 'zod';
import { addressOperations } from './addresses.ts';
import { billingOperations } from './billing.ts';
import { dnatOperations } from './dnat.ts';
import { gatewayOperations } from './gateways.ts';
import { networkOperations } from './networks.ts';
import { sharedBandwidthOperations } from './shared-bandwidth.ts';
import { snatOperations } from './snat.ts';

/** Every operation of the NAT gateway API, and what it needs of its neighbours. */
export const operations = {
  ...gatewayOperations,
  ...billingOperations,
  ...addressOperations,
  ...sharedBandwidthOperations,
  ...snatOperations,
  ...dnatOperations,
  ...networkOperations,
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = z.input<Operations[Name]['request']>;
/** What an operation answers, with the request id Baidu sends in a header. */
export type OperationOutput<Name extends OperationName> = z.output<Operations[Name]['response']> & {
  readonly requestId?: string;
};
