import type { CallOptions, Clouds, GatewayRef } from '@polynat/core';
import type { GatewayDocument } from './document.ts';
import { exportGateway } from './export.ts';
import { compareEgress, compareIngress, type Difference } from './reach/compare.ts';
import { type Egress, type EgressRule, egressOf } from './reach/egress.ts';
import { type IngressRule, ingressOf } from './reach/ingress.ts';
import { sourceKey } from './rule-keys.ts';

/** What a gateway is expected to do, in its own cloud's addresses. */
export interface ExpectedRules {
  readonly snat: readonly (Omit<EgressRule, 'through'> & { readonly through?: readonly string[] })[];
  readonly dnat: readonly IngressRule[];
}

/** What is compared of a document. */
export interface ComparedDocument extends Pick<GatewayDocument, 'snat' | 'dnat'> {
  readonly gateway: Pick<GatewayDocument['gateway'], 'network'>;
}

/** Pure: where two documented gateways treat a packet differently. `renamed` gives the public IP that replaces another. */
export function compareDocuments(
  before: ComparedDocument,
  after: ComparedDocument,
  renamed: (ip: string) => string = (ip) => ip,
): readonly Difference[] {
  const [left, right] = [egressOfDocument(before), egressOfDocument(after)];
  return [
    ...compareEgress(left, right, renamed),
    ...compareIngress(ingressOf(before.dnat), ingressOf(after.dnat), renamed),
  ];
}

const egressOfDocument = ({ snat, gateway }: ComparedDocument): Egress => egressOf(snat, gateway.network);

/** Reads both gateways and compares what they do. */
export async function verifyGateways(
  nat: Clouds,
  source: GatewayRef | string,
  target: GatewayRef | string,
  options: CallOptions & { readonly addresses?: Readonly<Record<string, string>> } = {},
): Promise<readonly Difference[]> {
  const { addresses = {}, ...call } = options;
  const [before, after] = await Promise.all([
    exportGateway(nat, source, call),
    exportGateway(nat, target, call),
  ]);
  return compareDocuments(before, after, (ip) => addresses[ip] ?? ip);
}

/** Reads a gateway and compares it with the rules it should have. */
export async function compareWithRules(
  nat: Clouds,
  ref: GatewayRef | string,
  expected: ExpectedRules,
  options: CallOptions = {},
): Promise<readonly Difference[]> {
  const actual = await exportGateway(nat, ref, options);
  const every = actual.addresses.map(({ ip }) => ip);
  const snat = expected.snat.map((rule) => ({ ...rule, through: rule.through ?? every }));
  const { network } = actual.gateway;
  const [left, right] = withoutEqual(egressOf(snat, network), egressOf(actual.snat, network));
  return [
    ...compareEgress(left, right, (ip) => ip),
    ...compareIngress(ingressOf(expected.dnat), ingressOf(actual.dnat), (ip) => ip),
  ];
}

/** On one cloud, a source whose CIDR block is not known is the same source under the same name. */
function withoutEqual(left: Egress, right: Egress): readonly [Egress, Egress] {
  const keyOf = ({ source, through }: EgressRule) => `${sourceKey(source)} ${[...through].sort().join()}`;
  const without = (side: Egress, other: Egress): Egress => {
    const known = new Set(other.unknown.map(keyOf));
    return { ...side, unknown: side.unknown.filter((rule) => !known.has(keyOf(rule))) };
  };
  return [without(left, right), without(right, left)];
}
