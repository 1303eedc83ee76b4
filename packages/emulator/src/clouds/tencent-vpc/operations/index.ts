import type { VpcOperation } from '../operation.ts';
import { addressListOperations } from './address-list.ts';
import { addressOperations } from './addresses.ts';
import { directConnectOperations } from './direct-connect.ts';
import { dnatOperations } from './dnat.ts';
import { flowOperations } from './flow.ts';
import { gatewayAddressOperations } from './gateway-addresses.ts';
import { gatewayChangeOperations } from './gateway-changes.ts';
import { describeNatGateways } from './gateway-list.ts';
import { gatewayOperations } from './gateways.ts';
import { networkOperations } from './networks.ts';
import { packageOperations } from './packages.ts';
import { snatOperations } from './snat.ts';
import { tagOperations } from './tags.ts';
import { taskOperations } from './tasks.ts';

export const operations: ReadonlyMap<string, VpcOperation> = new Map(
  Object.entries({
    DescribeNatGateways: describeNatGateways,
    ...gatewayOperations,
    ...gatewayChangeOperations,
    ...gatewayAddressOperations,
    ...dnatOperations,
    ...snatOperations,
    ...addressOperations,
    ...addressListOperations,
    ...taskOperations,
    ...tagOperations,
    ...packageOperations,
    ...networkOperations,
    ...directConnectOperations,
    ...flowOperations,
  }),
);
