import type { PublicAddress } from '@polynat/core';
import * as z from 'zod';
import { nativeNumber, nativeText } from '../native.ts';
import { reference } from '../syntax/expression.ts';
import type { Entry, Unsaid } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';

export const addressType = 'tencentcloud_eip';

const nativeSchema = z.object({
  AddressName: nativeText,
  AddressType: nativeText,
  Bandwidth: nativeNumber,
  InternetChargeType: nativeText,
  BandwidthPackageId: nativeText,
  TagSet: z.array(z.object({ Key: z.string(), Value: z.string().optional() })).catch([]),
});

/**
 * `internet_service_provider` and `anycast_zone` are never written: an import does not fill them, so they would replace the public
 * IP.
 */
export function addressEntry(address: PublicAddress, scope: Scope): Entry | Unsaid {
  const { ip, id } = address;
  const says = scope.says(`public IP ${ip}`);
  if (id === undefined) return { what: says, why: 'its eip- id is unknown' };
  const native = nativeSchema.parse(address.native ?? {});
  const label = scope.label(addressType, ip);
  scope.manages(ip, reference(addressType, label, 'public_ip'), []);
  return {
    type: addressType,
    label,
    says,
    arguments: {
      name: native.AddressName,
      type: native.AddressType === 'EIP' ? undefined : native.AddressType,
      internet_charge_type: native.InternetChargeType,
      internet_max_bandwidth_out: native.Bandwidth,
      bandwidth_package_id: native.BandwidthPackageId,
      tags: tagsOf(native),
    },
    importId: id,
    preventDestroy: true,
  };
}

function tagsOf({ TagSet }: z.output<typeof nativeSchema>) {
  if (TagSet.length === 0) return undefined;
  return { map: Object.fromEntries(TagSet.map(({ Key, Value = '' }) => [Key, Value])) };
}
