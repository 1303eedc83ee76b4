import type * as z from 'zod';
import { addressOperations } from './addresses.ts';
import { bandwidthOperations } from './bandwidth.ts';
import { conversionOperations } from './conversion.ts';
import { dnatOperations } from './dnat.ts';
import { gatewayOperations, laterGatewayOperations } from './gateways.ts';
import { natIpOperations } from './nat-ips.ts';
import { networkOperations } from './networks.ts';
import { sharedBandwidthOperations } from './shared-bandwidth.ts';
import { snatOperations } from './snat.ts';
import { tagOperations } from './tags.ts';

/** Every native operation under its documented name: the 24 of the NAT gateway reference, and those a gateway needs around it. */
export const operations = {
  ...gatewayOperations,
  ...conversionOperations,
  ...dnatOperations,
  ...snatOperations,
  ...bandwidthOperations,
  ...laterGatewayOperations,
  ...addressOperations,
  ...sharedBandwidthOperations,
  ...networkOperations,
  ...tagOperations,
  ...natIpOperations,
};

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = z.input<Operations[N]['request']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['response']>;
