import type { Address, BandwidthPackage } from '../../world/tencent-vpc/model.ts';
import type { State } from '../../world/tencent-vpc/state.ts';
import { tagSet } from './tag-set.ts';

export function addressRecord({ settings }: State, address: Address) {
  const legacy = settings.accountType === 'LEGACY';
  return {
    AddressId: address.id,
    AddressName: address.name,
    AddressStatus: address.state,
    AddressIp: address.ip,
    InstanceId: instanceOf(address),
    InstanceType: instanceType(address),
    NetworkInterfaceId: address.host?.networkInterface.id ?? null,
    PrivateAddressIp: address.host?.ip ?? null,
    CreatedTime: utcTime(address.createdAt),
    IsArrears: address.conditions.has('arrears'),
    IsBlocked: address.conditions.has('blocked'),
    IsEipDirectConnection: false,
    AddressType: 'EIP',
    CascadeRelease: false,
    EipAlgType: { Ftp: false, Sip: false },
    InternetServiceProvider: address.carrier,
    LocalBgp: false,
    Bandwidth: legacy ? null : address.bandwidth,
    InternetChargeType: legacy ? null : address.chargeType,
    TagSet: tagSet(address.tags),
    DeadlineDate: null,
    Egress: null,
    BandwidthPackageId: address.bandwidthPackage?.id ?? null,
    UnVpcId: address.gateway?.vpc.id ?? address.host?.networkInterface.subnet.vpc.id ?? '',
  };
}

export function instanceOf({ gateway, host }: Address): string | null {
  return gateway?.id ?? host?.networkInterface.instanceId ?? null;
}

export function instanceType({ gateway, host }: Address): string | null {
  if (gateway !== undefined) return 'NAT';
  if (host === undefined) return null;
  return host.networkInterface.instanceId === undefined ? 'ENI' : 'CVM';
}

export function packageRecord(each: BandwidthPackage) {
  return {
    BandwidthPackageId: each.id,
    BandwidthPackageName: each.name,
    NetworkType: each.networkType,
    ChargeType: each.chargeType,
    Status: 'CREATED',
    Bandwidth: each.bandwidth,
    Egress: 'center_egress1',
    CreatedTime: utcTime(each.createdAt),
    Deadline: null,
    ResourceSet: [...each.addresses].map(memberRecord),
  };
}

export const memberRecord = ({ id, ip }: Address) => ({
  ResourceType: 'Address',
  ResourceId: id,
  AddressIp: ip,
});

/** Times of EIPs and packages: ISO 8601 in UTC, without fractions. */
function utcTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
