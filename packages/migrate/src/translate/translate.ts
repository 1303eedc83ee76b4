import type { DnatSpec, SnatSpec } from '@polynat/core';
import type { GatewayDocument } from '../document.ts';
import { accept, type Gap } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { lostSettings } from '../provider-settings.ts';
import type { AddressSlot } from './address-slot.ts';
import { translateAddresses } from './addresses.ts';
import { checkMapping } from './check-mapping.ts';
import { translateDnat } from './dnat.ts';
import { type SizedSpec, translateGateway } from './gateway.ts';
import { outsideGaps } from './outside.ts';
import { translateSnat } from './snat.ts';
import { sourcesWithoutRuleGaps } from './sources-without-rule.ts';
import type { Target } from './target.ts';

/** What the target should be. Rules name source addresses; a slot tells which public IP of the target replaces each. */
export interface DesiredGateway {
  readonly gateway: SizedSpec;
  readonly addresses: readonly AddressSlot[];
  readonly snat: readonly SnatSpec[];
  readonly dnat: readonly DnatSpec[];
}

export interface Translation {
  readonly desired: DesiredGateway;
  readonly gaps: readonly Gap[];
}

/**
 * Pure: a document in the terms of another cloud, with everything that cannot be carried named as a gap. A mapping that contradicts
 * the document or the target is refused with the field that is wrong.
 */
export function translate(document: GatewayDocument, mapping: Mapping, target: Target): Translation {
  checkMapping(document, mapping, target);
  const gateway = translateGateway(document, mapping, target);
  const addresses = translateAddresses(document, mapping, target, gateway.value.size);
  const snat = translateSnat(document, mapping, target);
  const dnat = translateDnat(document, mapping, target);
  const outside = outsideGaps(document, mapping, target);
  const gaps = [
    ...gateway.gaps,
    ...addresses.gaps,
    ...outside,
    ...snat.gaps,
    ...sourcesWithoutRuleGaps(document, target),
    ...dnat.gaps,
    ...lostSettings(document, target.alias),
  ];
  return {
    desired: { gateway: gateway.value, addresses: addresses.value, snat: snat.value, dnat: dnat.value },
    gaps: accept(gaps, mapping.accept),
  };
}
