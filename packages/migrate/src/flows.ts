import type { DnatSpec, SnatSpec } from '@polynat/core';
import type { DocumentedNetwork, GatewayDocument } from './document.ts';
import type { Difference } from './reach/compare.ts';
import { compareDocuments } from './verify.ts';

interface Planned {
  readonly network: DocumentedNetwork;
  /** Under the public IPs of the document. */
  readonly addresses: readonly string[];
  readonly snat: readonly SnatSpec[];
  readonly dnat: readonly DnatSpec[];
}

/** What a packet will meet that differs from what a document says. Pure. */
export function flowsOf(document: GatewayDocument, planned: Planned): readonly Difference[] {
  const { network, addresses, snat, dnat } = planned;
  return compareDocuments(document, {
    gateway: { network },
    snat: snat.map(({ source, through = addresses }) => ({ source, through })),
    dnat,
  });
}
