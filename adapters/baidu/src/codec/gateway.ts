import { providerSettings } from '@polynat/adapter-kit';
import type { GatewayOrder, GatewayRecord, Size } from '@polynat/core';
import type { NatModel } from '../operations/gateways.ts';
import type { OperationInput } from '../operations/index.ts';
import { decodeBound } from './address.ts';
import { decodeBilling, encodeBilling } from './billing.ts';
import { decodeSize, encodeSize, generationOf } from './size.ts';
import { decodeState } from './state.ts';
import { decodeInstant } from './time.ts';

export function decodeGateway(nat: NatModel, region: string): GatewayRecord {
  const created = decodeInstant(nat.createTime);
  return {
    key: { region, id: nat.id },
    name: nat.name ?? '',
    state: decodeState(nat.status),
    providerState: nat.status ?? '',
    placement: { vpc: nat.vpcId ?? '' },
    size: decodeSize(nat),
    generation: generationOf(nat),
    addresses: decodeBound(nat),
    billing: decodeBilling(nat),
    ...(nat.deleteProtect !== undefined && { protected: nat.deleteProtect }),
    tags: decodeTags(nat.tags),
    ...(created !== undefined && { created }),
    ...providerSettings(nat, { ipVersion: 'v4', sessionConfig: undefined, resourceGroupId: undefined }),
    native: nat,
  };
}

export function encodeOrder(order: GatewayOrder, size: Size): OperationInput<'CreateNat'> {
  const { name = '', network, addresses, billing, tags, protected: deleteProtect } = order;
  return {
    name,
    vpcId: network.vpc,
    ...encodeSize(size),
    ...(addresses && ('units' in size ? { bindEips: [...addresses] } : { eips: [...addresses] })),
    billing: encodeBilling(billing),
    ...(tags && { tags: Object.entries(tags).map(([tagKey, tagValue]) => ({ tagKey, tagValue })) }),
    ...(deleteProtect !== undefined && { deleteProtect }),
  };
}

const decodeTags = (tags: NatModel['tags']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tags.flatMap(({ tagKey, tagValue }) => (tagKey === undefined ? [] : [[tagKey, tagValue ?? '']])),
  );
