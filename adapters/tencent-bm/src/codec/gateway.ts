import { providerSettings, type UsualSettings } from '@polynat/adapter-kit';
import type { GatewayRecord } from '@polynat/core';
import { decodeInstant } from '@polynat/tencent';
import type { NatModel as V2Nat } from '../operations/v2/gateways.ts';
import type { NatModel as V3Nat } from '../operations/v3/gateways.ts';
import { decodeBound } from './address.ts';
import { decodeSize } from './size.ts';
import { decodeGatewayState } from './state.ts';

/** A gateway forwards for single servers and subnets, or for subnets as blocks only. */
export type Mode = 'by-address' | 'by-block';

export const modeOf = ({ generation }: GatewayRecord): Mode =>
  generation === 'by-block' ? 'by-block' : 'by-address';

/** What both generations of the API tell of a gateway, under names of their own. */
interface Told {
  readonly id: string;
  readonly name: string | undefined;
  readonly network: string | undefined;
  readonly zone?: string | undefined;
  readonly status: number | undefined;
  readonly connections: number | undefined;
  readonly forwardMode: number | undefined;
  readonly ips: readonly string[];
  readonly created: string | undefined;
  readonly native: V2Nat | V3Nat;
}

export const gatewayOfV2 = (nat: V2Nat, region: string): GatewayRecord =>
  decodeGateway(
    {
      id: nat.natId,
      name: nat.natName,
      network: nat.unVpcId ?? nat.vpcId,
      status: nat.productionStatus,
      connections: nat.maxConcurrent,
      forwardMode: nat.forwardMode,
      ips: nat.eipSet,
      created: nat.createTime,

      native: nat,
    },
    region,
  );

export const gatewayOfV3 = (nat: V3Nat, region: string): GatewayRecord =>
  decodeGateway(
    {
      id: nat.NatId,
      name: nat.NatName,
      network: nat.VpcId,
      zone: nat.Zone,
      status: nat.ProductionStatus,
      connections: nat.MaxConcurrent,
      forwardMode: nat.ForwardMode,
      ips: nat.Eips,
      created: nat.CreateTime,

      native: nat,
    },
    region,
  );

function decodeGateway(nat: Told, region: string): GatewayRecord {
  const { id, network = '', zone } = nat;
  const created = decodeInstant(nat.created);
  const mode: Mode = nat.forwardMode === 1 ? 'by-block' : 'by-address';
  return {
    key: { region, network, id },
    name: nat.name ?? '',
    ...decodeGatewayState(nat.status),
    placement: { vpc: network, ...(zone && { zone }) },
    size: decodeSize(nat.connections),
    generation: mode,
    addresses: nat.ips.map((ip) => decodeBound(ip, id)),
    /** Rent by the hour, by size (https://cloud.tencent.com/document/product/386/9270). */
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
    ...(created !== undefined && { created }),
    ...providerSettings(nat.native, usualSettings),
    native: nat.native,
  };
}

/** A gateway on machines of its own, in the words of both generations (https://cloud.tencent.com/document/api/386/9348). */
const usualSettings: UsualSettings = { exclusive: 0, Exclusive: 0 };
