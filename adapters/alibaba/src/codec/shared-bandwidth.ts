import { defined } from '@polynat/adapter-kit';
import { type Metering, meterings, type SharedBandwidth, type SharedBandwidthSpec } from '@polynat/core';
import type { OperationOutput } from '../operations/index.ts';
import { encodeMetering } from './address.ts';
import { decodeStanding } from './billing.ts';
import { packageState } from './state.ts';
import { decodeTime } from './time.ts';

export type CommonPackage =
  OperationOutput<'DescribeCommonBandwidthPackages'>['CommonBandwidthPackages'][number];

export function decodeShared(native: CommonPackage): SharedBandwidth {
  const created = decodeTime(native.CreationTime);
  return {
    id: native.BandwidthPackageId,
    name: native.Name ?? '',
    ...(native.Description && { description: native.Description }),
    ...(native.Bandwidth !== undefined && { bandwidthMbps: native.Bandwidth }),
    ...decodeMetering(native.InternetChargeType),
    addresses: native.PublicIpAddresses.map(({ IpAddress: ip = '', AllocationId: id }) => ({ ip, id })),
    status: decodeStanding(native),
    ...(created !== undefined && { created }),
    state: packageState(native.Status),
    providerState: native.Status ?? '',
    native,
  };
}

/** Paying by peaks is known to this cloud only. */
function decodeMetering(word: string | undefined): { readonly meteredBy?: Metering } {
  const meteredBy = meterings.find((way) => encodeMetering[way] === word);
  return meteredBy === undefined ? {} : { meteredBy };
}

export const encodeShared = ({ bandwidthMbps, name, description, meteredBy }: SharedBandwidthSpec) => ({
  Bandwidth: bandwidthMbps,
  ...defined({
    Name: name,
    Description: description,
    InternetChargeType: meteredBy && encodeMetering[meteredBy],
  }),
});
