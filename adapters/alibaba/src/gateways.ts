import {
  type Call,
  type GatewayFilter,
  type GatewayRecord,
  type GatewayResource,
  NatError,
} from '@polynat/core';
import { pageNumber, pageOf, pageSize } from './codec/cursor.ts';
import { decodeGateway, encodeOrder, encodeTags } from './codec/gateway.ts';
import { optional } from './codec/optional.ts';
import { decodeSize, encodeTier } from './codec/size.ts';
import type { Context } from './lookup/context.ts';
import { findGateway, getGateway } from './lookup/records.ts';
import { gatewayLooksLike } from './settling/looks.ts';
import { type GatewayLooks, given, receipt } from './settling/receipts.ts';
import { deleteGateway } from './writes/gateway-deletion.ts';
import { once } from './writes/repeat.ts';

export function gatewayFacet(context: Context): GatewayResource {
  const { client, generation } = context;
  return {
    list: async (filter, cursor, call) => {
      const page = await client.call('DescribeNatGateways', encodeFilter(filter, cursor), call);
      const gateways = page.NatGateways.map((gateway) => decodeGateway(gateway, client.region));
      return pageOf(gateways.filter(matching(filter)), page, gateways.length, cursor);
    },

    get: async ({ id }, call) => decodeGateway(await getGateway(client, id, call), client.region),

    create: async (order, call) => {
      const created = await client.call('CreateNatGateway', encodeOrder(order, generation), call);
      const gateway = given(created.NatGatewayId, 'NatGatewayId', 'CreateNatGateway');
      return receipt('gateway-created', { gateway, protect: order.protected ?? false }, created);
    },

    change: async ({ id }, { name, description }, call) => {
      const input = { NatGatewayId: id, ...optional('Name', name), ...optional('Description', description) };
      const looks = { ...optional('name', name), ...optional('description', description) };
      const write = () => client.call('ModifyNatGatewayAttribute', input, call);
      const answered = await once(context, call, write, () => looksAlready(context, id, looks, call));
      return receipt('gateway-settled', { gateway: id, looks }, answered);
    },

    resize: async ({ id }, size, call) => {
      const current = decodeSize(await getGateway(client, id, call));
      if (!('tier' in size)) {
        if ('metered' in current) return receipt('gateway-settled', { gateway: id, looks: {} });
        throw notToMetered();
      }
      const looks = { tier: size.tier };
      if ('tier' in current && current.tier === size.tier)
        return receipt('gateway-settled', { gateway: id, looks });
      const input = { NatGatewayId: id, Spec: encodeTier(size.tier) };
      const resized = await client.call('ModifyNatGatewaySpec', input, call);
      return receipt('gateway-settled', { gateway: id, looks }, resized);
    },

    convert: async ({ id }, subnet, call) => {
      const { NatType } = await getGateway(client, id, call);
      if (NatType === 'Enhanced') return receipt('gateway-converted', { gateway: id });
      if (subnet === undefined) throw withoutSubnet();
      const input = { NatGatewayId: id, NatType: 'Enhanced', VSwitchId: subnet } as const;
      const converting = await client.call('UpdateNatGatewayNatType', input, call);
      return receipt('gateway-converted', { gateway: id }, converting);
    },

    protect: async ({ id }, on, call) => {
      const input = { InstanceId: id, ProtectionEnable: on, Type: 'NATGW' } as const;
      const answered = await client.call('DeletionProtection', input, call);
      return receipt('gateway-settled', { gateway: id, looks: { protected: on } }, answered);
    },

    tag: async ({ id }, tags, call) => {
      const looks = { tags };
      if (Object.keys(tags).length === 0) return receipt('gateway-settled', { gateway: id, looks });
      const input = { ResourceType: 'NATGATEWAY', ResourceId: [id], Tag: encodeTags(tags) };
      const write = () => client.call('TagResources', input, call);
      const answered = await once(context, call, write, () => looksAlready(context, id, looks, call));
      return receipt('gateway-settled', { gateway: id, looks }, answered);
    },

    delete: async ({ id }, force, call) =>
      receipt('gateway-deleted', { gateway: id }, await deleteGateway(context, id, force, call)),
  };
}

const encodeFilter = ({ network, name }: GatewayFilter, cursor: string | undefined) => ({
  ...optional('VpcId', network),
  ...optional('Name', name),
  PageNumber: pageNumber(cursor),
  PageSize: pageSize,
});

/** The service may match names by their beginning and knows no neutral states. */
const matching =
  ({ state, name, network }: GatewayFilter) =>
  (gateway: GatewayRecord): boolean =>
    (state === undefined || gateway.state === state) &&
    (name === undefined || gateway.name === name) &&
    (network === undefined || gateway.placement.vpc === network);

async function looksAlready(
  { client }: Context,
  id: string,
  looks: GatewayLooks,
  call: Call,
): Promise<boolean> {
  const gateway = await findGateway(client, id, call);
  return gateway !== undefined && gatewayLooksLike(gateway, looks);
}

const notToMetered = (): NatError =>
  new NatError('unsupported', 'a gateway of fixed size cannot be changed to one paid by usage', {
    field: 'size',
    remedy: 'create a new gateway without a size and move the rules to it',
  });

const withoutSubnet = (): NatError =>
  new NatError('invalid-argument', 'is needed: an Enhanced gateway stands in a vSwitch', {
    field: 'subnet',
    remedy: 'name a vSwitch of the VPC in a zone that ListEnhancedNatGatewayAvailableZones lists',
  });
