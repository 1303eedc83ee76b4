import { defined, providerSettings, type UsualSettings } from '@polynat/adapter-kit';
import {
  bindModes,
  type GatewayOptions,
  type GatewayOrder,
  type GatewayQuery,
  type GatewayRecord,
  type GatewayState,
  type Size,
} from '@polynat/core';
import type { OperationInput, OperationOutput } from '../operations/index.ts';
import { decodeBoundIp } from './address.ts';
import { decodeBilling, encodeBilling } from './billing.ts';
import { decodeSize, encodeTier } from './size.ts';
import { gatewayState } from './state.ts';
import { decodeTime } from './time.ts';

export type NatGateway = OperationOutput<'DescribeNatGateways'>['NatGateways'][number];
export type Generation = 'normal' | 'enhanced';

export function decodeGateway(gateway: NatGateway, region: string): GatewayRecord {
  const { NatGatewayId, Name, Description, NatType, DeletionProtection } = gateway;
  const billing = decodeBilling(gateway);
  const created = decodeTime(gateway.CreationTime);
  return {
    key: { region: gateway.RegionId || region, id: NatGatewayId },
    name: Name ?? '',
    ...(Description && { description: Description }),
    state: gatewayState(gateway.Status, billing.status),
    providerState: gateway.Status ?? '',
    placement: decodePlacement(gateway),
    ...decodeReach(gateway),
    size: decodeSize(gateway),
    ...decodeOptions(gateway),
    ...(NatType && { generation: NatType.toLowerCase() }),
    addresses: gateway.IpLists.map((bound) => decodeBoundIp(bound, NatGatewayId)),
    billing,
    ...(DeletionProtection !== undefined && { protected: DeletionProtection }),
    tags: Object.fromEntries(gateway.Tags.map(({ TagKey, TagValue = '' }) => [TagKey, TagValue])),
    ...(created !== undefined && { created }),
    ...providerSettings(
      { ...gateway, PrivateIpAddress: gateway.NatGatewayPrivateInfo?.PrivateIpAddress },
      usualSettings,
    ),
    native: gateway,
  };
}

/** Defaults of CreateNatGateway (https://www.alibabacloud.com/help/en/nat-gateway/developer-reference/api-vpc-2016-04-28-createnatgateway-natgws). */
const usualSettings: UsualSettings = {
  NetworkType: 'internet',
  PrivateLinkEnabled: false,
  PrivateLinkMode: undefined,
  AccessMode: undefined,
  AvailabilityMode: 'CrossAZ',
  EcsMetricEnabled: false,
  EnableSessionLog: false,
  SecurityProtectionEnabled: false,
  IpPrefixList: undefined,
  ResourceGroupId: undefined,
  PrivateIpAddress: undefined,
};

export type Reach = NonNullable<GatewayRecord['reach']>;

/** A record of before 2021 says nothing of it: then there were no others. */
export const reachOf = ({ NetworkType }: NatGateway): Reach =>
  NetworkType === 'intranet' ? 'intranet' : 'internet';

/** Only what the service says. */
const decodeReach = (gateway: NatGateway): Pick<GatewayRecord, 'reach'> =>
  gateway.NetworkType === undefined ? {} : { reach: reachOf(gateway) };

export const encodeBindMode = { multi: 'MULTI_BINDED', nat: 'NAT' } as const;

export function decodeOptions({
  IcmpReplyEnabled: icmpReply,
  EipBindMode,
}: NatGateway): Pick<GatewayRecord, 'options'> {
  const bindMode = bindModes.find((mode) => encodeBindMode[mode] === EipBindMode);
  const options = defined({ icmpReply, bindMode });
  return Object.keys(options).length > 0 ? { options } : {};
}

/** A Normal gateway stands in no vSwitch: its private record is missing, empty or full of empty texts. */
function decodePlacement({
  VpcId = '',
  NatGatewayPrivateInfo: inside,
}: NatGateway): GatewayRecord['placement'] {
  return {
    vpc: VpcId,
    ...(inside?.VswitchId && { subnet: inside.VswitchId }),
    ...(inside?.IzNo && { zone: inside.IzNo }),
  };
}

/**
 * A size by tier is what Normal gateways had, metering by usage is how Enhanced ones are sold today; `generation` overrules. The
 * kind is always said, since the service refuses to choose.
 */
export function encodeOrder(
  order: GatewayOrder,
  generation: Generation | undefined,
): Omit<OperationInput<'CreateNatGateway'>, 'RegionId'> {
  const { name, description, network, tags, options } = order;
  const kind = generation ?? (tierOf(order.size) ? 'normal' : 'enhanced');
  return {
    VpcId: network.vpc,
    ...defined({ Name: name, Description: description }),
    ...encodeKind(kind, network.subnet),
    ...encodeSize(order.size),
    ...(options && encodeOptions(options)),
    ...encodeBilling(order.billing),
    ...(tags && Object.keys(tags).length > 0 && { Tag: encodeTags(tags) }),
  };
}

const encodeOptions = ({ icmpReply, bindMode }: GatewayOptions) =>
  defined({ IcmpReplyEnabled: icmpReply, EipBindMode: bindMode && encodeBindMode[bindMode] });

function encodeKind(kind: Generation, subnet: string | undefined) {
  if (kind === 'normal') return { NatType: 'Normal' } as const;
  return { NatType: 'Enhanced', ...(subnet !== undefined && { VSwitchId: subnet }) } as const;
}

/** Without a size the service meters as it does by default: by size in the document of 2020, by usage today. */
function encodeSize(size: Size | undefined) {
  if (size === undefined) return {};
  const tier = tierOf(size);
  if (tier === undefined) return { InternetChargeType: 'PayByLcu' } as const;
  return { InternetChargeType: 'PayBySpec', Spec: encodeTier(tier) } as const;
}

const tierOf = (size: Size | undefined) => (size && 'tier' in size ? size.tier : undefined);

export const encodeTags = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The words of the API for the states it is asked by. */
const statusOf: Partial<Record<GatewayState, string>> = { available: 'Available', deleting: 'Deleting' };

export const encodeQuery = ({ ids, name, network, state, tags }: GatewayQuery) => ({
  ...defined({ NatGatewayId: ids?.[0], VpcId: network, Name: name, Status: state && statusOf[state] }),
  ...(tags && { Tag: tags.map(({ key, value }) => ({ Key: key, ...defined({ Value: value }) })) }),
});
