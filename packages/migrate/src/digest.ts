import { createHash } from 'node:crypto';
import { canonical } from '@polynat/engine';
import type { DocumentedNetwork, DocumentedSnat, GatewayDocument, SettingsByProvider } from './document.ts';
import { withFormerSwitches } from './former-names.ts';

/** The same for equal data, whatever the order of members. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/**
 * Identifies what a gateway does. Where and when it was read, what passes by itself, the order of rules, and subnets that no rule
 * names do not count.
 */
export function meaningDigest({ gateway, addresses, snat, dnat, bandwidth }: GatewayDocument): string {
  const { origin, billing, network, connections, ...facts } = gateway;
  return digestOf({
    gateway: { ...facts, mode: billing.mode, network: meantBy(network, snat) },
    addresses: byText(addresses),
    snat: byText(snat.map((rule) => ({ ...rule, through: [...rule.through].sort() }))),
    dnat: byText(dnat),
    bandwidth: byText(bandwidth.map((bought) => ({ ...bought, addresses: [...bought.addresses].sort() }))),
  });
}

/**
 * Whether a digest was taken of a document like this one. Those of version 0.1 know neither metering nor provider settings; later ones
 * have switches under the names of the provider.
 */
export const hasDigest = (document: GatewayDocument, digest: string): boolean =>
  [document, withFormerSwitches(document), asBefore(withFormerSwitches(document))].some(
    (form) => meaningDigest(form) === digest,
  );

const asBefore = ({ gateway, addresses, snat, dnat, bandwidth, ...document }: GatewayDocument) => ({
  ...document,
  gateway: without(gateway),
  addresses: addresses.map(({ meteredBy, ...address }) => without(address)),
  snat: snat.map(without),
  dnat: dnat.map(without),
  bandwidth: bandwidth.map(({ meteredBy, ...bought }) => bought),
});

const without = <T extends { readonly providerSettings?: SettingsByProvider }>({
  providerSettings,
  ...rest
}: T): Omit<T, 'providerSettings'> => rest;

const byText = (list: readonly unknown[]): readonly string[] => list.map(canonical).sort();

/** The network as far as rules speak of it: others may add subnets to it while a plan waits. */
function meantBy({ cidrs, subnets = {}, ...placement }: DocumentedNetwork, snat: readonly DocumentedSnat[]) {
  const sources = snat.map(({ source }) => source);
  const named = sources.flatMap((source) => ('subnet' in source && source.subnet ? [source.subnet] : []));
  const isWhole = sources.some((source) => 'network' in source);
  return {
    ...placement,
    blocks: Object.fromEntries(named.map((id) => [id, subnets[id]])),
    ...(isWhole && { cidrs }),
  };
}
