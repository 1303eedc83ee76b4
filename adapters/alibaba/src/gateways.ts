import { type Answered, defined, id, notListedYet, pending, vanished } from '@polynat/adapter-kit';
import { bindModes, type Call, derivedCall, NatError, tiers } from '@polynat/core';
import * as z from 'zod';
import { pageOf, paging } from './codec/cursor.ts';
import { decodeGateway, encodeBindMode, encodeOrder, encodeQuery, encodeTags } from './codec/gateway.ts';
import { decodeSize, encodeTier } from './codec/size.ts';
import {
  type Context,
  gateways as defineGateways,
  findGateway,
  getGateway,
  once,
  refuseIntranet,
  rememberReach,
  requireId,
  withFormerName,
  work,
} from './context.ts';
import { convert, converted } from './conversion.ts';
import { deleted, deleteGateway } from './deletion.ts';
import { isAsAsked, settledGateway } from './gateway-state.ts';

/** What a gateway shows in the end; what was not asked for is not compared. */
const expectation = z.object({
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  tier: z.enum(tiers).exactOptional(),
  protected: z.boolean().exactOptional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
  withoutTags: z.array(z.string()).exactOptional(),
  icmpReply: z.boolean().exactOptional(),
  bindMode: z.enum(bindModes).exactOptional(),
});

const created = work({
  kind: 'gateway.created',
  formerly: ['gateway-created'],
  subject: z.object({ gateway: id, protect: z.boolean() }),
  poll: async (context, { gateway: natId, protect }, call) => {
    const gateway = await findGateway(context, natId, call);
    if (!gateway) return notListedYet;
    /** Not before the gateway is available, and from here, so that a process that takes over does it too. */
    if (protect && gateway.Status === 'Available' && !gateway.DeletionProtection) {
      await protectGateway(context, natId, true, derivedCall(call, 'protection'));
      return pending('to be protected');
    }
    return settledGateway(gateway, context.region);
  },
});

const changed = work({
  kind: 'gateway.changed',
  formerly: ['gateway-settled'],
  subject: withFormerName(
    z.object({
      gateway: id,
      expected: expectation,
    }),
  ),
  poll: async (context, { gateway: natId, expected }, call) => {
    const gateway = await findGateway(context, natId, call);
    return gateway ? settledGateway(gateway, context.region, expected) : vanished(`gateway ${natId}`);
  },
});

export const gateways = defineGateways([created, changed, converted, deleted], (context) => {
  const { client, region, generation } = context;

  /** A change that the API has no token for. */
  const change = async (
    gateway: string,
    expected: z.output<typeof expectation>,
    call: Call,
    write: () => Promise<Answered>,
  ) => {
    await refuseIntranet(context, gateway, 'gateway', call);
    const answer = await once(context, call, write, async () => {
      const seen = await findGateway(context, gateway, call);
      return seen !== undefined && isAsAsked(seen, expected);
    });
    return changed.receipt({ gateway, expected }, answer);
  };

  return {
    async list(query, cursor, call) {
      const input = { ...encodeQuery(query), ...paging(cursor) };
      const page = await client.call('DescribeNatGateways', input, call);
      rememberReach(context, page.NatGateways);
      const items = page.NatGateways.map((gateway) => decodeGateway(gateway, region));
      return pageOf(items, page, cursor);
    },

    get: async ({ id: gateway }, call) => decodeGateway(await getGateway(context, gateway, call), region),

    async create(order, call) {
      const answer = await client.call('CreateNatGateway', encodeOrder(order, generation), call);
      const gateway = requireId(answer.NatGatewayId, 'NatGatewayId', 'CreateNatGateway');
      return created.receipt({ gateway, protect: order.protected ?? false }, answer);
    },

    change({ id: gateway }, { name, description, options = {} }, call) {
      const { icmpReply, bindMode } = options;
      const input = {
        NatGatewayId: gateway,
        ...defined({ Name: name, Description: description, IcmpReplyEnabled: icmpReply }),
        ...(bindMode === 'nat' && { EipBindMode: encodeBindMode.nat }),
      };
      return change(gateway, defined({ name, description, icmpReply, bindMode }), call, () =>
        client.call('ModifyNatGatewayAttribute', input, call),
      );
    },

    async resize({ id: gateway }, size, call) {
      const current = decodeSize(await getGateway(context, gateway, call));
      await refuseIntranet(context, gateway, 'gateway', call);
      if (!('tier' in size)) {
        if ('metered' in current) return changed.receipt({ gateway, expected: {} });
        throw notToMetered();
      }
      const { tier } = size;
      if (!('tier' in current)) throw notToTier();
      const subject = { gateway, expected: { tier } };
      if (current.tier === tier) return changed.receipt(subject);
      const input = { NatGatewayId: gateway, Spec: encodeTier(tier) };
      return changed.receipt(subject, await client.call('ModifyNatGatewaySpec', input, call));
    },

    convert: ({ id: gateway }, subnet, call) => convert(context, gateway, subnet, call),

    async protect({ id: gateway }, on, call) {
      await refuseIntranet(context, gateway, 'gateway', call);
      const answer = await protectGateway(context, gateway, on, call);
      return changed.receipt({ gateway, expected: { protected: on } }, answer);
    },

    async tag({ id: gateway }, { set = {}, remove = [] }, call) {
      const resource = { ResourceType: 'NATGATEWAY', ResourceId: [gateway] };
      if (remove.length > 0) {
        const input = { ...resource, TagKey: [...remove] };
        const withoutTags = [...remove];
        return change(gateway, { withoutTags }, call, () => client.call('UnTagResources', input, call));
      }
      if (Object.keys(set).length === 0) return changed.receipt({ gateway, expected: { tags: {} } });
      const input = { ...resource, Tag: encodeTags(set) };
      return change(gateway, { tags: { ...set } }, call, () => client.call('TagResources', input, call));
    },

    async delete({ id: gateway }, cascade, call) {
      await refuseIntranet(context, gateway, 'gateway', call);
      return deleteGateway(context, gateway, cascade, call);
    },
  };
});

const protectGateway = ({ client }: Context, gateway: string, on: boolean, call: Call) =>
  client.call('DeletionProtection', { InstanceId: gateway, ProtectionEnable: on, Type: 'NATGW' }, call);

const notToTier = (): NatError =>
  new NatError('unsupported', 'a gateway paid by usage has no size that could be changed', {
    field: 'size',
    remedy: 'no action needed: it grows by itself',
  });

const notToMetered = (): NatError =>
  new NatError('unsupported', 'a gateway of fixed size cannot be changed to one paid by usage', {
    field: 'size',
    remedy: 'create a new gateway without a size and move the rules to it',
  });
