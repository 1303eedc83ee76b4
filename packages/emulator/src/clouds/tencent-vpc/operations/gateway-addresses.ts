import * as z from 'zod';
import { associateAddresses, disassociateAddresses } from '../../../world/tencent-vpc/gateway-addresses.ts';
import { idOf, ip, someOf } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';
import { wishedAddresses, wishOf } from '../wished-addresses.ts';

const NatGatewayId = idOf('nat');

const MUTEX = 'UnsupportedOperation.MutexOperationTaskRunning';

const associate = operation(
  (scalars) =>
    z.strictObject({
      NatGatewayId,
      ...wishedAddresses(scalars),
      IpAddressEnableMode: scalars.bool.optional(),
    }),
  (call, input) => {
    associateAddresses(call.state, call.region, { ...wishOf(input), gateway: input.NatGatewayId }, call);
    return done;
  },
  {
    'gateway-busy': 'UnsupportedOperation.InvalidState',
    'gateway-task': MUTEX,
    'ip-in-transit': MUTEX,
    'ip-leaving': MUTEX,
  },
);

const disassociate = operation(
  () => z.strictObject({ NatGatewayId, PublicIpAddresses: someOf(ip) }),
  (call, input) => {
    const wish = { gateway: input.NatGatewayId, ips: input.PublicIpAddresses };
    disassociateAddresses(call.state, call.region, wish, call);
    return done;
  },
);

/** EIPs that a gateway gets or loses. */
export const gatewayAddressOperations: Readonly<Record<string, VpcOperation>> = {
  AssociateNatGatewayAddress: associate,
  DisassociateNatGatewayAddress: disassociate,
};
