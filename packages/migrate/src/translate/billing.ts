import { type BillingChoice, onDemand } from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { blocking, type Gap, lossy, type Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

/** How the new gateway is billed: as the mapping says, or on demand. Prepaid only where the mapping says so. */
export function translateBilling(
  { billing }: DocumentedGateway,
  mapping: Mapping,
  { alias }: Target,
): Translated<BillingChoice> {
  if (billing.mode !== 'prepaid') return { value: mapping.billing ?? onDemand(), gaps: [] };
  const until = billing.expires ?? 'an unknown date';
  const deleting = mapping.deleteSource && billing.status !== 'expired' ? [deletionGap(until)] : [];
  const what = `the prepaid term until ${until}`;
  const why = 'a prepaid term cannot be transferred';
  if (mapping.billing) {
    const remedy = 'delete the source when its term is over, or ask its provider for a refund';
    const lost = lossy('prepaid', 'gateway.billing', what, { why, remedy });
    return { value: mapping.billing, gaps: [lost, ...deleting] };
  }
  const remedy = `set \`billing: { mode: on-demand }\`, or prepaid with a term, for ${alias} in the mapping`;
  const open = blocking('prepaid', 'gateway.billing', what, { why, remedy });
  return { value: onDemand(), gaps: [open, ...deleting] };
}

function deletionGap(until: string): Gap {
  const why = 'a prepaid gateway is not deleted before its term is over';
  const remedy =
    'leave `deleteSource` out of the mapping; let the source expire, or ask its provider for a refund';
  return blocking('prepaid', 'gateway.billing', `deleting the source, prepaid until ${until}`, {
    why,
    remedy,
  });
}
