import type { Capabilities, Feature, Subnet } from '@polynat/core';
import type { Gap, GapKind } from '../gap.ts';

/** What is known of the cloud a gateway moves to: facts and its networks, nothing else, so that translation stays pure. */
export interface Target {
  readonly alias: string;
  readonly capabilities: Capabilities;
  /** Blocks of the network the gateway will stand in, where the cloud tells. */
  readonly cidrs: readonly string[];
  readonly subnets: readonly Pick<Subnet, 'id' | 'cidr'>[];
}

/** The reason and remedy of an unsupported feature, as the start of a gap. */
export function lacking(
  target: Target,
  feature: Feature,
): { readonly why: string; readonly remedy: string } | undefined {
  const fact = target.capabilities.features[feature];
  return fact.supported ? undefined : { why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy };
}

export function gap(
  kind: GapKind,
  severity: Gap['severity'],
  where: string,
  what: string,
  reason: { readonly why: string; readonly remedy: string },
): Gap {
  return { kind, severity, where, what, ...reason };
}
