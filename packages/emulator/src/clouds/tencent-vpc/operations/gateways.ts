import * as z from 'zod';
import { createGateway } from '../../../world/tencent-vpc/creation.ts';
import { deleteGateway } from '../../../world/tencent-vpc/deletion.ts';
import { exclusiveTypes } from '../../../world/tencent-vpc/model.ts';
import { coded, type Scalars, text } from '../../tencent/operation.ts';
import { gatewayName, idOf, tags } from '../fields.ts';
import { gatewayRecord } from '../gateway-records.ts';
import { done, operation, type VpcOperation } from '../operation.ts';
import { wishedAddresses, wishOf } from '../wished-addresses.ts';

const NatGatewayId = idOf('nat');

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

const zones = operation(
  () => z.strictObject({}),
  ({ region }) => ({ ZoneSet: region.zones.map(({ name, id }) => ({ Zone: name, ZoneId: id })) }),
);

/** A gateway comes and goes (cloud.tencent.com/document/api/215). */
export const gatewayOperations: Readonly<Record<string, VpcOperation>> = {
  CreateNatGateway: create,
  DeleteNatGateway: remove,
  DescribeNatGatewayZones: zones,
};
