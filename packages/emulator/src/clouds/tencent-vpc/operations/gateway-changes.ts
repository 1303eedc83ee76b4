import * as z from 'zod';
import { modifyGateway, modifyTimeouts, resetConnections } from '../../../world/tencent-vpc/changes.ts';
import { exclusiveTypes } from '../../../world/tencent-vpc/model.ts';
import { upgradeGateway } from '../../../world/tencent-vpc/upgrade.ts';
import { gatewayName, idOf, listOf, within } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

const NatGatewayId = idOf('nat');

const modify = operation(
  ({ int, bool }) =>
    z.strictObject({
      NatGatewayId,
      NatGatewayName: gatewayName('InvalidParameterValue.Malformed').optional(),
      InternetMaxBandwidthOut: int.optional(),
      ModifySecurityGroup: bool.default(false),
      SecurityGroupIds: listOf(idOf('sg')).default([]),
      DeletionProtectionEnabled: bool.optional(),
      PublicAddressAffinity: bool.optional(),
    }),
  ({ state, region }, input) => {
    modifyGateway(state, region, {
      id: input.NatGatewayId,
      name: input.NatGatewayName,
      bandwidth: input.InternetMaxBandwidthOut,
      protected: input.DeletionProtectionEnabled,
      affinity: input.PublicAddressAffinity,
      securityGroups: input.ModifySecurityGroup ? input.SecurityGroupIds : undefined,
    });
    return done;
  },
);

const RANGE = 'InvalidParameterValue.Range';

const modifyAdvanced = operation(
  (scalars) =>
    z.strictObject({
      NatGatewayId,
      UDPMappingTimeout: within(scalars, 3, 7200, RANGE).optional(),
      TCPEstablishedConnectionTimeout: within(scalars, 40, 10_800, RANGE).optional(),
      TCPTimeWaitTimeout: within(scalars, 10, 600, RANGE).optional(),
    }),
  ({ state, region }, { NatGatewayId: id, ...timeouts }) => {
    modifyTimeouts(state, region, id, {
      ...(timeouts.UDPMappingTimeout !== undefined && { udp: timeouts.UDPMappingTimeout }),
      ...(timeouts.TCPEstablishedConnectionTimeout !== undefined && {
        tcpEstablished: timeouts.TCPEstablishedConnectionTimeout,
      }),
      ...(timeouts.TCPTimeWaitTimeout !== undefined && { tcpTimeWait: timeouts.TCPTimeWaitTimeout }),
    });
    return done;
  },
);

const reset = operation(
  ({ int }) =>
    z.strictObject({
      NatGatewayId,
      MaxConcurrentConnection: int,
      ExclusiveType: z.enum(exclusiveTypes).optional(),
    }),
  (call, input) => {
    const wish = {
      id: input.NatGatewayId,
      connections: input.MaxConcurrentConnection,
      exclusiveType: input.ExclusiveType,
    };
    resetConnections(call.state, call.region, wish, call);
    return done;
  },
);

const upgrade = operation(
  ({ int, bool }) =>
    z.strictObject({
      VpcId: idOf('vpc'),
      NatGatewayId,
      Force: int.pipe(z.literal([0, 1])),
      CheckOnlyMode: bool.default(false),
    }),
  (call, input) => {
    const wish = { vpc: input.VpcId, id: input.NatGatewayId, checkOnly: input.CheckOnlyMode };
    upgradeGateway(call.state, call.region, wish, call);
    return done;
  },
  {
    'gateway-busy': 'UnsupportedOperation.InvalidState',
    'out-of-stock': 'ResourceInsufficient.Instance',
  },
);

/** Changes of a gateway that leave its EIPs and rules as they are. */
export const gatewayChangeOperations: Readonly<Record<string, VpcOperation>> = {
  ModifyNatGatewayAttribute: modify,
  ModifyNatGatewayAdvancedAttribute: modifyAdvanced,
  ResetNatGatewayConnection: reset,
  UpgradeNatGatewayProductVersion: upgrade,
};
