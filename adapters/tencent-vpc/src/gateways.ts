import { keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type Call,
  describeSize,
  type GatewayKey,
  type GatewayOrder,
  type GatewayRecord,
  NatError,
  sameSize,
} from '@polynat/core';
import { type CheckResult, decodeOffset, isGone, nothingToDo, notYet, pageOf, shows } from '@polynat/tencent';
import * as z from 'zod';
import {
  connectionsIn,
  decodeGateway,
  decodeSize,
  encodeOrder,
  encodeQuery,
  generationOf,
  orderedSize,
} from './codec/gateway.ts';
import {
  type Context,
  gateways as defineGateways,
  gatewayTask,
  noTask,
  retryWhileLeaving,
  send,
  taskWork,
} from './context.ts';
import { holderOf } from './eips.ts';
import { findNat, ipsOf, readNat } from './find-gateways.ts';
import type { NatModel } from './operations/gateways.ts';

/** A new gateway is the one that has the public IPs of its order, unless the answer named it. */
const created = taskWork({
  kind: 'gateway.created',
  subject: z.object({ id: z.string().exactOptional(), addresses: z.array(z.string()) }),
  verdictOf: noTask,
  check: async (context, { id: named, addresses }, call): Promise<CheckResult<GatewayRecord>> => {
    const id = named ?? (await holderOf(context, addresses, call));
    const nat = id === undefined ? undefined : await findNat(context, id, call);
    if (nat === undefined) return notYet('not listed yet');
    const missing = addresses.filter((ip) => !ipsOf(nat).includes(ip));
    if (nat.State === 'AVAILABLE' && missing.length > 0) return notYet(`without ${missing.join(', ')} yet`);
    return settled(nat, context, true);
  },
});

const changed = taskWork({
  kind: 'gateway.changed',
  subject: z.object({
    key: keySchema,
    name: z.string().exactOptional(),
    outboundMbps: z.number().exactOptional(),
    connections: z.number().exactOptional(),
    generation: z.enum(['standard']).exactOptional(),
    protected: z.boolean().exactOptional(),
    tags: z.record(z.string(), z.string()).exactOptional(),
    withoutTags: z.array(z.string()).exactOptional(),
    affinity: z.boolean().exactOptional(),
  }),
  verdictOf: gatewayTask,
  check: async (context, { key, ...wanted }, call) => {
    const nat = await readNat(context, key, call);
    return settled(nat, context, looksLike(nat, wanted));
  },
});

const deleted = taskWork({
  kind: 'gateway.deleted',
  subject: z.object({ key: keySchema }),
  verdictOf: noTask,
  check: async (context, { key }, call): Promise<CheckResult<void>> => {
    const nat = await findNat(context, key.id, call);
    if (nat === undefined) return isGone;
    return notYet(`gateway ${key.id} is ${nat.State}`, nat.State === 'DELETEFAILURE');
  },
});

const limit = 100;

export const gateways = defineGateways([created, changed, deleted], (context) => {
  const { client, clock, region } = context;

  /** A write that the gateway itself shows when it has happened. */
  const change = async (
    key: GatewayKey,
    wanted: Looks,
    call: Call,
    write: () => Promise<{ readonly RequestId: string | undefined }>,
  ) => {
    const sent = await send(context, call, write, async () =>
      looksLike(await readNat(context, key, call), wanted),
    );
    return changed.receipt({ key: plainKey(key), ...wanted }, sent);
  };

  return {
    async list(query, cursor, call) {
      const offset = decodeOffset(cursor);
      const input = { ...encodeQuery(query), Offset: offset, Limit: limit };
      const { NatGatewaySet, TotalCount } = await client.call('DescribeNatGateways', input, call);
      const page = pageOf(NatGatewaySet, { offset, limit, total: TotalCount });
      return { ...page, items: page.items.map((nat) => decodeGateway(nat, region)) };
    },

    get: async (key, call) => decodeGateway(await readNat(context, key, call), region),

    async create(order, call) {
      const addresses = [...(order.addresses ?? [])];
      return retryWhileLeaving(context, 'address-ip', addresses, call, async () => {
        const adopted = await adopt(context, order, call);
        if (adopted !== undefined) return created.receipt({ id: adopted, addresses }, nothingToDo(clock));
        let id: string | undefined;
        const sent = await send(
          context,
          call,
          async () => {
            const answer = await client.call('CreateNatGateway', encodeOrder(order), call);
            id = answer.NatGatewaySet[0]?.NatGatewayId;
            return answer;
          },
          async () => (await holderOf(context, addresses, call)) !== undefined,
        );
        return created.receipt({ ...(id !== undefined && { id }), addresses }, sent);
      });
    },

    change: (key, { name, outboundMbps, protected: on, options: { affinity } = {} }, call) => {
      const wanted = {
        ...(affinity !== undefined && { affinity }),
        ...(name !== undefined && { name }),
        ...(outboundMbps !== undefined && { outboundMbps }),
        ...(on !== undefined && { protected: on }),
      };
      const attributes = {
        ...(affinity !== undefined && { PublicAddressAffinity: affinity }),
        ...(name !== undefined && { NatGatewayName: name }),
        ...(outboundMbps !== undefined && { InternetMaxBandwidthOut: outboundMbps }),
        ...(on !== undefined && { DeletionProtectionEnabled: on }),
      };
      return change(key, wanted, call, () =>
        client.call('ModifyNatGatewayAttribute', { NatGatewayId: key.id, ...attributes }, call),
      );
    },

    async resize(key, size, call) {
      const nat = await readNat(context, key, call);
      if (sameSize(decodeSize(nat), size)) return changed.receipt({ key: plainKey(key) }, nothingToDo(clock));
      requireTraditional(nat, 'metered' in size);
      const connections = connectionsIn(size);
      return change(key, { connections }, call, () =>
        client.call(
          'ResetNatGatewayConnection',
          { NatGatewayId: key.id, MaxConcurrentConnection: connections },
          call,
        ),
      );
    },

    async convert(key, _subnet, call) {
      const nat = await readNat(context, key, call);
      if (generationOf(nat) === 'standard')
        return changed.receipt({ key: plainKey(key) }, nothingToDo(clock));
      const upgrade = { VpcId: nat.VpcId ?? '', NatGatewayId: key.id, Force: 0 };
      return change(key, { generation: 'standard' }, call, () =>
        client.call('UpgradeNatGatewayProductVersion', upgrade, call),
      );
    },

    protect: (key, on, call) =>
      change(key, { protected: on }, call, () =>
        client.call(
          'ModifyNatGatewayAttribute',
          { NatGatewayId: key.id, DeletionProtectionEnabled: on },
          call,
        ),
      ),

    async tag(key, { set = {}, remove = [] }, call) {
      const ReplaceTags = Object.entries(set).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
      const DeleteTags = remove.map((TagKey) => ({ TagKey }));
      const input = {
        Resource: `qcs::vpc:${region}:uin/:nat/${key.id}`,
        ...(ReplaceTags.length > 0 && { ReplaceTags }),
        ...(DeleteTags.length > 0 && { DeleteTags }),
      };
      if (ReplaceTags.length + DeleteTags.length === 0)
        return changed.receipt({ key: plainKey(key) }, nothingToDo(clock));
      const wanted = { tags: { ...set }, ...(remove.length > 0 && { withoutTags: [...remove] }) };
      return change(key, wanted, call, () => client.call('ModifyResourceTags', input, call));
    },

    async delete(key, cascade, call) {
      const sent = await undefinedIfNotFound(() =>
        send(
          context,
          call,
          () => client.call('DeleteNatGateway', { NatGatewayId: key.id, IgnoreOperationRisk: cascade }, call),
          async () => {
            const nat = await findNat(context, key.id, call);
            return nat === undefined || nat.State === 'DELETING';
          },
        ),
      );
      return deleted.receipt({ key: plainKey(key) }, sent ?? nothingToDo(clock));
    },
  };
});

/** What a change was to bring about. */
interface Looks {
  readonly name?: string;
  readonly outboundMbps?: number;
  readonly connections?: number;
  readonly generation?: 'standard';
  readonly protected?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly withoutTags?: string[];
  readonly affinity?: boolean;
}

function looksLike(
  nat: NatModel,
  {
    name,
    outboundMbps,
    connections,
    generation,
    protected: on,
    affinity,
    tags = {},
    withoutTags = [],
  }: Looks,
): boolean {
  const has = new Map(nat.TagSet.map(({ Key, Value = '' }) => [Key, Value]));
  return (
    (name ?? nat.NatGatewayName) === nat.NatGatewayName &&
    (outboundMbps ?? nat.InternetMaxBandwidthOut) === nat.InternetMaxBandwidthOut &&
    (connections ?? nat.MaxConcurrentConnection) === nat.MaxConcurrentConnection &&
    (generation ?? generationOf(nat)) === generationOf(nat) &&
    (affinity ?? nat.PublicAddressAffinity) === nat.PublicAddressAffinity &&
    (on ?? nat.DeletionProtectionEnabled) === nat.DeletionProtectionEnabled &&
    Object.entries(tags).every(([key, value]) => has.get(key) === value) &&
    !withoutTags.some((key) => has.has(key))
  );
}

/** A gateway that has come to rest, and shows what was asked for. */
function settled(nat: NatModel, { region }: Context, asWanted: boolean): CheckResult<GatewayRecord> {
  const gateway = decodeGateway(nat, region);
  const { state, providerState } = gateway;
  if (state === 'available' && asWanted) return shows(gateway);
  const seen = `gateway ${nat.NatGatewayId} is ${providerState}${asWanted ? '' : ', not changed yet'}`;
  return notYet(seen, state === 'failed' || state === 'suspended' || state === 'deleting');
}

/**
 * Orders carry no token, but each names public IPs, and a public IP has one gateway: they are the mark by which a gateway is found,
 * whatever others are called. An order met again after a crash finds the gateway it made; one for public IPs of a gateway with another
 * name is refused.
 */
async function adopt(context: Context, order: GatewayOrder, call: Call): Promise<string | undefined> {
  const { name, network, size, outboundMbps, addresses = [] } = order;
  const id = await holderOf(context, addresses, call);
  const nat = id === undefined ? undefined : await findNat(context, id, call);
  if (nat === undefined) return undefined;
  const isOrdered =
    nat.NatGatewayName === name &&
    nat.VpcId === network.vpc &&
    sameSize(decodeSize(nat), orderedSize(size)) &&
    (outboundMbps ?? nat.InternetMaxBandwidthOut) === nat.InternetMaxBandwidthOut;
  if (isOrdered) return nat.NatGatewayId;
  throw new NatError(
    'conflict',
    `${addresses.join(', ')} serve gateway ${nat.NatGatewayId} (${nat.NatGatewayName}, ${describeSize(decodeSize(nat))})`,
    {
      field: 'addresses',
      remedy: 'order with free public IPs: addresses.list({ free: true }) lists them',
    },
  );
}

function requireTraditional(nat: NatModel, toMetered: boolean): void {
  const standard = generationOf(nat) === 'standard';
  if (!standard && !toMetered) return;
  throw new NatError(
    'unsupported',
    `gateway ${nat.NatGatewayId} is ${standard ? 'standard and scales by itself' : describeSize(decodeSize(nat))}`,
    {
      field: 'size',
      remedy: standard
        ? 'no action needed: a standard gateway has one size'
        : 'convert it to a standard gateway: gateways.convert',
    },
  );
}
