import { type CallOptions, type Clouds, type GatewayRef, NatError } from '@polynat/core';
import type { DocumentedNetwork, GatewayDocument } from './document.ts';
import { exportGateway } from './export.ts';
import { compareEgress, compareIngress, type Difference } from './reach/compare.ts';
import { type EgressRule, egressOf } from './reach/egress.ts';
import { type IngressRule, ingressOf } from './reach/ingress.ts';

/** What a gateway is expected to do, in its own cloud's addresses. */
export interface ExpectedRules {
  readonly snat: readonly (Omit<EgressRule, 'through'> & { readonly through?: readonly string[] })[];
  readonly dnat: readonly IngressRule[];
}

/** Pure: where two documented gateways treat a packet differently. `renamed` gives the address that stands for another. */
export function compareDocuments(
  before: GatewayDocument,
  after: GatewayDocument,
  renamed: (ip: string) => string = (ip) => ip,
): readonly Difference[] {
  const [left, right] = [before, after].map(({ snat, gateway }) => egressOf(snat, gateway.network));
  if (!left || !right) throw new NatError('internal', 'two documents make two sides');
  return [
    ...compareEgress(left, right, renamed),
    ...compareIngress(ingressOf(before.dnat), ingressOf(after.dnat), renamed),
  ];
}

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
  const network: DocumentedNetwork = actual.gateway.network;
  return [
    ...compareEgress(egressOf(snat, network), egressOf(actual.snat, network), (ip) => ip),
    ...compareIngress(ingressOf(expected.dnat), ingressOf(actual.dnat), (ip) => ip),
  ];
}
