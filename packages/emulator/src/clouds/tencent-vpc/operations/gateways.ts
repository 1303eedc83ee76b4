import * as z from 'zod';
import { modifyGateway, modifyTimeouts, resetConnections } from '../../../world/tencent-vpc/changes.ts';
import { createGateway } from '../../../world/tencent-vpc/creation.ts';
import { deleteGateway } from '../../../world/tencent-vpc/deletion.ts';
import { associateAddresses, disassociateAddresses } from '../../../world/tencent-vpc/gateway-addresses.ts';
import { exclusiveTypes } from '../../../world/tencent-vpc/model.ts';
import { upgradeGateway } from '../../../world/tencent-vpc/upgrade.ts';
import { coded, type Scalars, text } from '../../tencent/operation.ts';
import { gatewayName, idOf, ip, listOf, someOf, tags, within } from '../fields.ts';
import { done, operation, type VpcOperation } from '../operation.ts';
import { gatewayRecord } from '../records.ts';

const NatGatewayId = idOf('nat');

const wishedAddresses = ({ int, bool }: Scalars) => ({
  AddressCount: int.default(0),
  PublicIpAddresses: listOf(ip).default([]),
  Zone: text.optional(),
  StockPublicIpAddressesBandwidthOut: int.optional(),
  PublicIpAddressesBandwidthOut: int.optional(),
  PublicIpFromSameZone: bool.optional(),
});

const wishOf = (input: {
  readonly AddressCount: number;
  readonly PublicIpAddresses: readonly string[];
  readonly StockPublicIpAddressesBandwidthOut?: number | undefined;
  readonly PublicIpAddressesBandwidthOut?: number | undefined;
}) => ({
  count: input.AddressCount,
  ips: input.PublicIpAddresses,
  stockBandwidth: input.StockPublicIpAddressesBandwidthOut,
  newBandwidth: input.PublicIpAddressesBandwidthOut,
});

const createSchema = (scalars: Scalars) =>
  z
    .strictObject({
      NatGatewayName: gatewayName('InvalidParameterValue.Empty'),
      VpcId: idOf('vpc', 'InvalidVpcId.Malformed'),
      InternetMaxBandwidthOut: scalars.int.optional(),
      MaxConcurrentConnection: scalars.int.optional(),
      ...wishedAddresses(scalars),
      Tags: tags,
      SubnetId: text.default(''),
      NatProductVersion: scalars.int.pipe(z.literal([1, 2])).default(1),
      DeletionProtectionEnabled: scalars.bool.default(false),
      ExclusiveType: z.enum(exclusiveTypes).optional(),
    })
    .refine(
      ({ PublicIpFromSameZone, Zone }) => !PublicIpFromSameZone || Zone !== undefined,
      coded('InvalidParameter', 'PublicIpFromSameZone needs Zone'),
    );

const create = operation(
  createSchema,
  (call, input) => {
    const gateway = createGateway(
      call.state,
      call.region,
      {
        ...wishOf(input),
        name: input.NatGatewayName,
        vpc: input.VpcId,
        version: input.NatProductVersion,
        bandwidth: input.InternetMaxBandwidthOut,
        connections: input.MaxConcurrentConnection,
        zone: input.Zone,
        subnetId: input.SubnetId,
        exclusiveType: input.ExclusiveType,
        protected: input.DeletionProtectionEnabled,
        tags: input.Tags,
      },
      call,
    );
    return { NatGatewaySet: [gatewayRecord(gateway)], TotalCount: 1 };
  },
  {
    'vpc-not-found': 'InvalidVpcId.NotFound',
    'nothing-named': 'InvalidParameterValue.Empty',
    'out-of-range': 'InvalidParameterValue.Range',
    'out-of-stock': 'ResourceInsufficient.Instance',
  },
);

const remove = operation(
  ({ bool }) => z.strictObject({ NatGatewayId, IgnoreOperationRisk: bool.default(false) }),
  (call, input) => {
    const wish = { id: input.NatGatewayId, ignoreRisk: input.IgnoreOperationRisk };
    deleteGateway(call.state, call.region, wish, call);
    return done;
  },
  {
    'gateway-busy': 'UnsupportedOperation.MutexOperationTaskRunning',
    'gateway-task': 'UnsupportedOperation.MutexOperationTaskRunning',
  },
);

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

const zones = operation(
  () => z.strictObject({}),
  ({ region }) => ({ ZoneSet: region.zones.map(({ name, id }) => ({ Zone: name, ZoneId: id })) }),
);

/** Public NAT gateways but for their rules (cloud.tencent.com/document/api/215). */
export const gatewayOperations: Readonly<Record<string, VpcOperation>> = {
  CreateNatGateway: create,
  DeleteNatGateway: remove,
  ModifyNatGatewayAttribute: modify,
  ModifyNatGatewayAdvancedAttribute: modifyAdvanced,
  ResetNatGatewayConnection: reset,
  UpgradeNatGatewayProductVersion: upgrade,
  AssociateNatGatewayAddress: associate,
  DisassociateNatGatewayAddress: disassociate,
  DescribeNatGatewayZones: zones,
};
