import { defined } from '@polynat/adapter-kit';
import type { BandwidthPackage, BandwidthSpec } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';
import { decodeUse, encodeMetering } from './address.ts';
import { decodeStanding } from './billing.ts';
import { packageState } from './state.ts';
import { decodeTime } from './time.ts';

export type NativePackage = OperationOutput<'DescribeBandwidthPackages'>['BandwidthPackages'][number];

export function decodePackage(native: NativePackage): BandwidthPackage {
  const created = decodeTime(native.CreationTime);
  return {
    id: native.BandwidthPackageId,
    name: native.Name ?? '',
    ...(native.Description && { description: native.Description }),
    gateway: native.NatGatewayId ?? '',
    bandwidthMbps: native.Bandwidth ?? 0,
    meteredBy: native.InternetChargeType === 'PayByTraffic' ? 'traffic' : 'bandwidth',
    addresses: native.PublicIpAddresses.map(({ IpAddress, UsingStatus }) => ({
      ip: IpAddress,
      use: decodeUse(UsingStatus),
    })),
    ...(native.ZoneId && { zone: native.ZoneId }),
    status: decodeStanding(native),
    ...(created !== undefined && { created }),
    state: packageState(native.Status),
    providerState: native.Status ?? '',
    native,
  };
}

export const encodePackage = ({
  bandwidthMbps,
  addresses,
  name,
  description,
  zone,
  meteredBy,
}: BandwidthSpec) => ({
  Bandwidth: bandwidthMbps,
  IpCount: addresses,
  ...defined({
    Name: name,
    Description: description,
    Zone: zone,
    InternetChargeType: meteredBy && encodeMetering[meteredBy],
  }),
});
