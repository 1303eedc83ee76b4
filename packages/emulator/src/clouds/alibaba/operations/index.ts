import type { Operation } from '../operation.ts';
import { addressOperations } from './addresses.ts';
import { conversionOperations } from './conversion.ts';
import { createNatGateway } from './create-gateway.ts';
import { describeEipAddresses } from './describe-addresses.ts';
import { forwardOperations } from './forward.ts';
import { gatewayOperations } from './gateways.ts';
import { natIpCidrOperations } from './nat-ip-cidrs.ts';
import { natIpOperations } from './nat-ips.ts';
import { networkOperations } from './network.ts';
import { packageOperations } from './packages.ts';
import { deletionProtection } from './protection.ts';
import { sharedPackageOperations } from './shared-packages.ts';
import { snatOperations } from './snat.ts';
import { tagOperations } from './tags.ts';

const all: readonly Operation[] = [
  createNatGateway,
  deletionProtection,
  describeEipAddresses,
  ...addressOperations,
  ...conversionOperations,
  ...forwardOperations,
  ...gatewayOperations,
  ...natIpCidrOperations,
  ...natIpOperations,
  ...networkOperations,
  ...packageOperations,
  ...sharedPackageOperations,
  ...snatOperations,
  ...tagOperations,
];

/** Every operation this cloud answers, by the Action a caller sends. */
export const operations: ReadonlyMap<string, Operation> = new Map(all.map((each) => [each.name, each]));
