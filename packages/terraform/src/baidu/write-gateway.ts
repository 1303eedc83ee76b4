import { describeSize, type Gateway } from '@polynat/core';
import * as z from 'zod';
import { nativeWord } from '../native.ts';
import type { Entry } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';

export const gatewayType = 'baiducloud_nat_gateway';

const nativeSchema = z.object({ spec: nativeWord('small', 'medium', 'large') });

/** `cu_num` and `dnat_eips` are left out: an import does not fill them, so the first plan would change something. */
export function gatewayEntry(gateway: Gateway, label: string, scope: Scope): Entry {
  const { name, placement, size, billing, ref } = gateway;
  const { spec } = nativeSchema.parse(gateway.native ?? {});
  return {
    type: gatewayType,
    label,
    says: scope.ref,
    notes: notesOf(gateway, `${'units' in size ? size.units : ''}`, describeSize(size)),
    arguments: {
      name,
      vpc_id: placement.vpc,
      spec,
      billing: { map: { payment_timing: billing.mode === 'prepaid' ? 'Prepaid' : 'Postpaid' } },
    },
    importId: ref.id,
  };
}

function notesOf(
  { size, billing, tags, protected: isProtected }: Gateway,
  units: string,
  words: string,
): readonly string[] {
  const unsaid = [
    ...(isProtected ? ['deletion protection (on)'] : []),
    ...Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`),
  ];
  return [
    ...('units' in size
      ? [`Size: ${words}. An import does not read cu_num; add cu_num = "${units}" before you create it anew.`]
      : []),
    ...(billing.mode === 'prepaid' ? ['Prepaid: the provider cannot order a term.'] : []),
    ...(unsaid.length === 0 ? [] : [`No argument has ${unsaid.join(', ')}.`]),
  ];
}
