import type { Operation } from '../operation.ts';
import * as addresses from './addresses.ts';
import * as conversion from './conversion.ts';
import { createNatGateway } from './create-gateway.ts';
import * as forward from './forward.ts';
import * as gateways from './gateways.ts';
import * as network from './network.ts';
import * as packages from './packages.ts';
import * as protection from './protection.ts';
import * as sharedPackages from './shared-packages.ts';
import * as snat from './snat.ts';
import * as tags from './tags.ts';

/** Every operation this cloud answers, by the Action a caller sends. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    createNatGateway,
    ...Object.values(gateways),
    ...Object.values(conversion),
    ...Object.values(snat),
    ...Object.values(forward),
    ...Object.values(addresses),
    ...Object.values(packages),
    ...Object.values(sharedPackages),
    ...Object.values(network),
    ...Object.values(tags),
    ...Object.values(protection),
  ].map((operation) => [operation.name, operation]),
);
