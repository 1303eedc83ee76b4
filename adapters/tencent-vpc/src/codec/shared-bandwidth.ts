import type { ItemState, Metering, SharedBandwidth, SharedBandwidthSpec } from '@polynat/core';
import type { PackageModel } from '../operations/shared-bandwidth.ts';

/** https://cloud.tencent.com/document/api/215/15824#BandwidthPackage */
const states: Readonly<Record<string, ItemState>> = {
  CREATING: 'pending',
  CREATED: 'available',
  DELETING: 'deleting',
  DELETED: 'deleting',
};

const chargeTypes: Readonly<Record<Metering, string>> = {
  traffic: 'PRIMARY_TRAFFIC_POSTPAID_BY_HOUR',
  bandwidth: 'BANDWIDTH_POSTPAID_BY_DAY',
};

/** Others are billed by peaks. */
const meterings: Readonly<Record<string, Metering>> = {
  PRIMARY_TRAFFIC_POSTPAID_BY_HOUR: 'traffic',
  BANDWIDTH_POSTPAID_BY_DAY: 'bandwidth',
  FIXED_PREPAID_BY_MONTH: 'bandwidth',
};

const unlimited = -1;

export function decodePackage(native: PackageModel): SharedBandwidth {
  const { Status = 'no status', Bandwidth = unlimited, CreatedTime } = native;
  const meteredBy = meterings[native.ChargeType ?? ''];
  return {
    id: native.BandwidthPackageId,
    name: native.BandwidthPackageName ?? '',
    ...(Bandwidth !== unlimited && { bandwidthMbps: Bandwidth }),
    ...(meteredBy !== undefined && { meteredBy }),
    addresses: membersOf(native),
    status: 'good',
    ...(CreatedTime && { created: CreatedTime }),
    state: states[Status] ?? 'unknown',
    providerState: Status,
    native,
  };
}

/** Load balancers, which may draw from it too, are no addresses. */
const membersOf = ({ ResourceSet }: PackageModel): SharedBandwidth['addresses'] =>
  ResourceSet.filter(({ ResourceType = 'Address' }) => ResourceType === 'Address').map(
    ({ AddressIp: ip = '', ResourceId: id }) => ({ ip, id }),
  );

/** What is left out is for the cloud to choose: it bills by the peaks of a month (https://cloud.tencent.com/document/api/215/19212). */
export const encodeSpec = ({ name, bandwidthMbps, meteredBy }: SharedBandwidthSpec) => ({
  InternetMaxBandwidth: bandwidthMbps,
  ...(name !== undefined && { BandwidthPackageName: name }),
  ...(meteredBy !== undefined && { ChargeType: chargeTypes[meteredBy] }),
});
