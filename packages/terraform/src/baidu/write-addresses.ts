import type { PublicAddress } from '@polynat/core';
import * as z from 'zod';
import { nativeNumber, nativeText, nativeWord } from '../native.ts';
import { reference } from '../syntax/expression.ts';
import type { Entry, Unsaid } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';
import { gatewayType } from './write-gateway.ts';

export const addressType = 'baiducloud_eip';
export const associationType = 'baiducloud_eip_association';

const nativeSchema = z.object({
  name: nativeText,
  bandwidthInMbps: nativeNumber,
  billingMethod: nativeWord('ByTraffic', 'ByBandwidth'),
  paymentTiming: nativeWord('Prepaid', 'Postpaid'),
  shareGroupId: nativeText,
  tags: z.array(z.object({ tagKey: z.string(), tagValue: z.string().optional() })).catch([]),
});

/** Name, tags and billing replace the public IP when they change. */
export function addressEntries(
  address: PublicAddress,
  gateway: { readonly id: string; readonly label: string },
  scope: Scope,
): readonly (Entry | Unsaid)[] {
  const { ip } = address;
  const says = scope.says(`public IP ${ip}`);
  const native = nativeSchema.parse(address.native ?? {});
  const { bandwidthInMbps, billingMethod, paymentTiming, shareGroupId } = native;
  if (bandwidthInMbps === undefined || billingMethod === undefined || paymentTiming === undefined)
    return [
      {
        what: says,
        why: 'the provider requires its bandwidth and billing, and the cloud does not tell them',
      },
    ];
  const label = scope.label(addressType, ip);
  const own = reference(addressType, label, 'eip');
  scope.manages(ip, own, [reference(associationType, label)]);
  return [
    {
      type: addressType,
      label,
      says,
      notes: shareGroupId === undefined ? [] : [sharedNote(shareGroupId)],
      arguments: {
        name: native.name,
        bandwidth_in_mbps: bandwidthInMbps,
        billing_method: billingMethod,
        payment_timing: paymentTiming,
        tags: tagsOf(native),
      },
      importId: ip,
      preventDestroy: true,
    },
    {
      type: associationType,
      label,
      says: scope.says(`attaches public IP ${ip}`),
      arguments: { eip: own, instance_id: reference(gatewayType, gateway.label, 'id'), instance_type: 'NAT' },
      importId: ip,
    },
  ];
}

const sharedNote = (group: string): string =>
  `In shared bandwidth ${group}: its membership has no import, and baiducloud_eipgroup buys IPs of its own.`;

function tagsOf({ tags }: z.output<typeof nativeSchema>) {
  if (tags.length === 0) return undefined;
  return { map: Object.fromEntries(tags.map(({ tagKey, tagValue = '' }) => [tagKey, tagValue])) };
}
