import * as z from 'zod';
import {
  bindDirectConnect,
  gatewayIn,
  unbindDirectConnect,
} from '../../../world/tencent-vpc/direct-connect.ts';
import { idOf, within } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const place = { VpcId: idOf('vpc'), NatGatewayId: idOf('nat') };

const binding = () => z.strictObject({ ...place, DirectConnectGatewayId: idOf('dcg') });

const inputOf = (input: z.output<ReturnType<typeof binding>>) => ({
  vpc: input.VpcId,
  id: input.NatGatewayId,
  directConnect: input.DirectConnectGatewayId,
});

/** Direct connect gateways of a NAT gateway. No routes are learned here, so their lists are empty. */
export const directConnectOperations: Readonly<Record<string, VpcOperation>> = {
  AssociateDirectConnectGatewayNatGateway: operation(binding, ({ state, region }, input) => {
    bindDirectConnect(state, region, inputOf(input));
    return done;
  }),
  DisassociateDirectConnectGatewayNatGateway: operation(binding, ({ state, region }, input) => {
    unbindDirectConnect(state, region, inputOf(input));
    return done;
  }),
  DescribeNatGatewayDirectConnectGatewayRoute: operation(
    (scalars) =>
      z.strictObject({
        ...place,
        Limit: within(scalars, 0, 200, 'InvalidParameterValue').default(10),
        Offset: scalars.int.default(0),
      }),
    ({ state, region }, input) => {
      gatewayIn(state, region, input.VpcId, input.NatGatewayId);
      return { NatDirectConnectGatewayRouteSet: [], Total: 0 };
    },
  ),
  RefreshDirectConnectGatewayRouteToNatGateway: operation(
    ({ bool }) => z.strictObject({ ...place, DryRun: bool }),
    ({ state, region }, input) => {
      gatewayIn(state, region, input.VpcId, input.NatGatewayId);
      return { DirectConnectSubnetSet: [] };
    },
  ),
};
