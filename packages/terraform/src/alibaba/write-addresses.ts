import type { PublicAddress } from '@polynat/core';
import * as z from 'zod';
import { nativeFlag, nativeNumber, nativeText, nativeTexts, nativeWord } from '../native.ts';
import { type Reference, reference } from '../syntax/expression.ts';
import type { Entry, Unsaid } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';
import { paymentTypes } from './write-gateway.ts';

export const addressType = 'alicloud_eip_address';
export const associationType = 'alicloud_eip_association';
export const attachmentType = 'alicloud_common_bandwidth_package_attachment';

const nativeSchema = z.object({
  Name: nativeText,
  Description: nativeText,
  EipBandwidth: nativeNumber,
  Bandwidth: nativeNumber,
  InternetChargeType: nativeWord('PayByBandwidth', 'PayByTraffic'),
  ChargeType: nativeText,
  ISP: nativeText,
  PrivateIpAddress: nativeText,
  PublicIpAddressPoolId: nativeText,
  VpcId: nativeText,
  BandwidthPackageId: nativeText,
  DeletionProtection: nativeFlag,
  SecurityProtectionTypes: nativeTexts,
  Tags: z.array(z.object({ Key: z.string(), Value: z.string().optional() })).catch([]),
});

/** A public IP, its association with the gateway, and its place in a shared bandwidth. */
export function addressEntries(
  address: PublicAddress,
  gateway: { readonly id: string; readonly label: string; readonly type: string },
  scope: Scope,
): readonly (Entry | Unsaid)[] {
  const { ip, id } = address;
  if (id === undefined) {
    return [
      {
        what: scope.says(`public IP ${ip}`),
        why: 'it has no allocation id: it belongs to a bandwidth package',
      },
    ];
  }
  const native = nativeSchema.parse(address.native ?? {});
  const label = scope.label(addressType, ip);
  const own = reference(addressType, label, 'id');
  const association: Entry = {
    type: associationType,
    label,
    says: scope.says(`attaches public IP ${ip}`),
    arguments: {
      allocation_id: own,
      instance_id: reference(gateway.type, gateway.label, 'id'),
      instance_type: 'Nat',
      private_ip_address: native.PrivateIpAddress,
      vpc_id: native.VpcId,
    },
    importId: `${id}:${gateway.id}`,
  };
  const shared = sharedEntries(address, id, label, native.BandwidthPackageId, own, scope);
  scope.manages(ip, reference(addressType, label, 'ip_address'), [association, ...shared].map(referenceTo));
  return [addressEntry(address, id, label, native, scope), association, ...shared];
}

const referenceTo = ({ type, label }: Entry): Reference => reference(type, label);

const addressEntry = (
  { ip }: PublicAddress,
  id: string,
  label: string,
  native: z.output<typeof nativeSchema>,
  scope: Scope,
): Entry => ({
  type: addressType,
  label,
  says: scope.says(`public IP ${ip}`),
  arguments: {
    address_name: native.Name,
    description: native.Description,
    bandwidth: bandwidthOf(native),
    internet_charge_type: native.InternetChargeType,
    payment_type: paymentTypes[native.ChargeType ?? ''],
    isp: native.ISP,
    public_ip_address_pool_id: native.PublicIpAddressPoolId,
    security_protection_types:
      native.SecurityProtectionTypes.length === 0 ? undefined : native.SecurityProtectionTypes,
    deletion_protection: native.DeletionProtection || undefined,
    tags: tagsOf(native),
  },
  importId: id,
  preventDestroy: true,
});

/** The provider reads its own bandwidth before that of a shared package. */
function bandwidthOf({ EipBandwidth, Bandwidth }: z.output<typeof nativeSchema>): string | undefined {
  const bandwidth = EipBandwidth ?? Bandwidth;
  return bandwidth === undefined ? undefined : `${bandwidth}`;
}

function tagsOf({ Tags }: z.output<typeof nativeSchema>) {
  if (Tags.length === 0) return undefined;
  return { map: Object.fromEntries(Tags.map(({ Key, Value = '' }) => [Key, Value])) };
}

function sharedEntries(
  { ip }: PublicAddress,
  id: string,
  label: string,
  shared: string | undefined,
  own: Reference,
  scope: Scope,
): readonly Entry[] {
  if (shared === undefined) return [];
  return [
    {
      type: attachmentType,
      label,
      says: scope.says(`public IP ${ip} in shared bandwidth ${shared}`),
      notes: ['The shared bandwidth itself serves other public IPs too; manage it where it belongs.'],
      arguments: { bandwidth_package_id: shared, instance_id: own },
      importId: `${shared}:${id}`,
    },
  ];
}
