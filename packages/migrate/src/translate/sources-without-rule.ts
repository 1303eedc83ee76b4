import { type AddressRange, parseCidr } from '@polynat/core';
import { sourceClaims } from '../claims.ts';
import type { DocumentedNetwork, DocumentedSnat, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy } from '../gap.ts';
import { subtractBlocks } from './subtract-blocks.ts';
import type { Target } from './target.ts';

/**
 * Some clouds forward sources that no SNAT rule covers, others drop them. Example: a gateway of Tencent Cloud VPC with one rule for
 * 10.20.0.0/24 forwards 10.20.1.0/24 too. Nothing differs where the rules cover the whole network.
 */
export function sourcesWithoutRuleGaps({ gateway, snat }: GatewayDocument, target: Target): readonly Gap[] {
  const fact = target.capabilities.features['snat.rules'];
  const after = fact.supported ? fact.sourcesWithoutRule : undefined;
  const before = gateway.sourcesWithoutRule;
  const left = withoutRule(snat, gateway.network);
  if (before === after || left?.length === 0) return [];
  const what = `sources without an SNAT rule${left ? ` (${listed(left)})` : ''}`;
  return [before === undefined ? forwardedGap(what, target) : droppedGap(what, target)];
}

function droppedGap(what: string, { alias }: Target): Gap {
  return blocking('snat-source', 'snat', what, {
    why: `they leave through every public IP once they are routed to the gateway, and ${alias} drops them`,
    remedy:
      'add SNAT rules for those that have to leave to the document; if none has, or their routes do not lead to the gateway, `accept: [snat-source]`',
  });
}

function forwardedGap(what: string, { alias }: Target): Gap {
  return lossy('snat-source', 'snat', what, {
    why: `the source drops them, and ${alias} forwards them through every public IP once they are routed to the gateway`,
    remedy: 'at cut-over, point only the route tables of subnets that may leave at the new gateway',
  });
}

/** Blocks of the network that no rule covers; `undefined` where the cloud does not tell the network's blocks. */
function withoutRule(
  snat: readonly DocumentedSnat[],
  network: DocumentedNetwork,
): readonly string[] | undefined {
  const whole = (network.cidrs ?? []).flatMap((cidr) => parseCidr(cidr) ?? []);
  if (whole.length === 0) return undefined;
  const covered = snat
    .flatMap((rule): readonly AddressRange[] => sourceClaims(rule, rule.source, network))
    .filter(({ last }) => last > 0);
  return whole.flatMap((block) => subtractBlocks(block, covered));
}

const mostShown = 5;

const listed = (blocks: readonly string[]): string =>
  [
    ...blocks.slice(0, mostShown),
    ...(blocks.length > mostShown ? [`${blocks.length - mostShown} more`] : []),
  ].join(', ');
