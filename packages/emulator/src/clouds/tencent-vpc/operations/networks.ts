import * as z from 'zod';
import type { NetworkInterface, RouteTable, Subnet, Vpc } from '../../../world/tencent-vpc/model.ts';
import type { State } from '../../../world/tencent-vpc/state.ts';
import { coded, text } from '../../tencent/operation.ts';
import { idOf, listOf } from '../fields.ts';
import { Listing, listFields, tagFilters, textListFields } from '../listing.ts';
import { interfaceRecord, routeTableRecord, subnetRecord, vpcRecord } from '../network-records.ts';
import { operation, type VpcOperation } from '../operation.ts';

const flag = (value: boolean) => [value ? 'TRUE' : 'FALSE'];

interface Identified {
  readonly id: string;
}

const named = <Item extends Identified>(items: readonly Item[], ids: readonly string[] | undefined) =>
  ids === undefined ? items : items.filter(({ id }) => ids.includes(id));

const vpcs = new Listing<Vpc>({
  filters: {
    'vpc-id': ({ id }) => [id],
    'vpc-name': ({ name }) => [name],
    'is-default': () => flag(false),
    'cidr-block': ({ cidrBlock }) => [cidrBlock],
    'tag-key': tagFilters['tag-key'],
    'tag:': tagFilters['tag:'],
  },
});

const describeVpcs = operation(
  () => z.strictObject({ VpcIds: listOf(idOf('vpc')).optional(), ...textListFields }),
  ({ state, region }, input) => {
    const filters = vpcs.filters(input.Filters, input.VpcIds);
    const found = vpcs.page(named(state.vpcs.in(region), input.VpcIds), filters, input);
    return { VpcSet: found.items.map(vpcRecord), TotalCount: found.total };
  },
);

const subnets = new Listing<Subnet>({
  filters: {
    'subnet-id': ({ id }) => [id],
    'vpc-id': ({ vpc }) => [vpc.id],
    'cidr-block': ({ cidrBlock }) => [cidrBlock],
    'is-default': () => flag(false),
    'is-remote-vpc-snat': () => flag(false),
    'subnet-name': ({ name }) => [name],
    zone: (subnet) => [subnet.zone.name],
    'tag-key': tagFilters['tag-key'],
    'tag:': tagFilters['tag:'],
  },
});

const describeSubnets = operation(
  () => z.strictObject({ SubnetIds: listOf(idOf('subnet')).optional(), ...textListFields }),
  ({ state, region }, input) => {
    const filters = subnets.filters(input.Filters, input.SubnetIds);
    const found = subnets.page(named(state.subnets.in(region), input.SubnetIds), filters, input);
    return { SubnetSet: found.items.map(subnetRecord), TotalCount: found.total };
  },
);

const routeTables = new Listing<RouteTable>({
  filters: {
    'route-table-id': ({ id }) => [id],
    'route-table-name': ({ name }) => [name],
    'vpc-id': ({ vpc }) => [vpc.id],
    'association.main': ({ main }) => [String(main)],
    'tag-key': () => [],
    'tag:': () => [],
    visible: () => flag(true),
    'next-hop-type': ({ routes }) => [...routes].map(({ gatewayType }) => gatewayType),
  },
  codes: { valuesNotList: 'InvalidParameter.FilterNotDict' },
});

const describeRouteTables = operation(
  ({ bool }) =>
    z
      .strictObject({
        RouteTableIds: listOf(idOf('rtb')).optional(),
        ...textListFields,
        NeedRouterInfo: bool.default(true),
      })
      .refine(
        ({ Filters }) => !names(Filters, 'next-hop-type') || namesTable(Filters),
        coded('InvalidParameter.FilterMissParameter', 'next-hop-type needs route-table-id and vpc-id'),
      ),
  ({ state, region }, input) => {
    const filters = routeTables.filters(input.Filters, input.RouteTableIds);
    const found = routeTables.page(named(state.routeTables.in(region), input.RouteTableIds), filters, input);
    return {
      RouteTableSet: found.items.map((table) => routeTableRecord(table, input.NeedRouterInfo)),
      TotalCount: found.total,
    };
  },
);

const names = (filters: unknown, name: string) =>
  Array.isArray(filters) && filters.some((each) => each?.Name === name);
const namesTable = (filters: unknown) => names(filters, 'route-table-id') && names(filters, 'vpc-id');

const interfaces = new Listing<NetworkInterface>({
  filters: {
    'vpc-id': ({ subnet }) => [subnet.vpc.id],
    'subnet-id': ({ subnet }) => [subnet.id],
    'network-interface-id': ({ id }) => [id],
    'network-interface-name': ({ name }) => [name],
    'attachment.instance-id': ({ instanceId }) => (instanceId === undefined ? [] : [instanceId]),
    'address-ip': ({ ips }) => ips,
    'is-primary': ({ instanceId }) => flag(instanceId !== undefined),
  },
});

const describeInterfaces = operation(
  (scalars) =>
    z.strictObject({ NetworkInterfaceIds: listOf(idOf('eni')).optional(), ...listFields(scalars) }),
  ({ state, region }, input) => {
    const filters = interfaces.filters(input.Filters, input.NetworkInterfaceIds);
    const all = named(state.interfaces.in(region), input.NetworkInterfaceIds);
    const found = interfaces.page(all, filters, input);
    const addresses = state.addresses.in(region).filter(({ host }) => host !== undefined);
    return {
      NetworkInterfaceSet: found.items.map((each) => interfaceRecord(each, addresses)),
      TotalCount: found.total,
    };
  },
);

const limits: Readonly<Record<string, (state: State) => number>> = {
  'vpc-max-nat-gateways': ({ settings }) => settings.gatewaysPerVpc,
  'nat-gateway-max-eips': ({ settings }) => settings.addressesPerGateway,
  'nat-gateway-max-dnapts': ({ settings }) => settings.dnatPerGateway,
};

const describeLimits = operation(
  () =>
    z.strictObject({
      LimitTypes: z.array(
        text.refine(
          (type) => limits[type] !== undefined,
          coded('InvalidParameterValue', 'it is not known here'),
        ),
      ),
    }),
  ({ state }, input) => ({
    VpcLimitSet: input.LimitTypes.map((type) => ({ LimitType: type, LimitValue: limits[type]?.(state) })),
  }),
);

/** Networks around a gateway, which only a seed makes. */
export const networkOperations: Readonly<Record<string, VpcOperation>> = {
  DescribeVpcs: describeVpcs,
  DescribeSubnets: describeSubnets,
  DescribeRouteTables: describeRouteTables,
  DescribeNetworkInterfaces: describeInterfaces,
  DescribeVpcLimits: describeLimits,
};
