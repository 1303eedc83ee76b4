import { type BillingChoice, onDemand } from '@polynat/core';
import type { DocumentedGateway } from '../document.ts';
import { blocking, type Gap, lossy, type Translated } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import type { Target } from './target.ts';

/** How the new gateway is paid: as the mapping says, or on demand. Nobody pays ahead without having said so. */
export function translateBilling(
  { billing }: DocumentedGateway,
  mapping: Mapping,
  { alias }: Target,
): Translated<BillingChoice> {
  if (billing.mode !== 'prepaid') return { value: mapping.billing ?? onDemand(), gaps: [] };
  const until = billing.expires ?? 'an unknown date';
  const retiring = mapping.retireSource && billing.status !== 'expired' ? [retirementGap(until)] : [];
  const what = `what is paid ahead until ${until}`;
  const why = 'paid time cannot be moved between clouds';
  if (mapping.billing) {
    const remedy = 'retire the source when its time is over, or ask its provider for a refund';
    const lost = lossy('prepaid', 'gateway.billing', what, { why, remedy });
    return { value: mapping.billing, gaps: [lost, ...retiring] };
  }
  const remedy = `say in the mapping how the gateway on ${alias} is paid: \`billing: { mode: on-demand }\` or prepaid with a term`;
  const open = blocking('prepaid', 'gateway.billing', what, { why, remedy });
  return { value: onDemand(), gaps: [open, ...retiring] };
}

function retirementGap(until: string): Gap {
  const why = 'a gateway whose time is paid is not deleted';
  const remedy =
    'leave `retireSource` out of the mapping; let the source expire, or ask its provider for a refund';
  return blocking('prepaid', 'gateway.billing', `retiring the source, paid until ${until}`, { why, remedy });
}
