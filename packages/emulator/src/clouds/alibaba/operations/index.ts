import type { Operation } from '../operation.ts';
import * as addresses from './addresses.ts';
import * as conversion from './conversion.ts';
import { createNatGateway } from './create-gateway.ts';
import * as forward from './forward.ts';
import * as gateways from './gateways.ts';
import * as snat from './snat.ts';

/** Every operation this cloud answers, by the Action a caller sends. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    createNatGateway,
    ...Object.values(gateways),
    ...Object.values(conversion),
    ...Object.values(snat),
    ...Object.values(forward),
    ...Object.values(addresses),
  ].map((operation) => [operation.name, operation]),
);
