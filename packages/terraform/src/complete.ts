import { describeDnat, describeSnat, dnatKey, NatError, type SnatSource } from '@polynat/core';
import {
  type DocumentedAddress,
  type DocumentedGateway,
  type GatewayDocument,
  readDocument,
} from '@polynat/migrate';
import type { FoundGateway } from './read-state.ts';

interface Completed {
  readonly document: GatewayDocument;
  readonly unmanaged: readonly string[];
}

/**
 * What Terraform says of a gateway, and for everything that it does not say, what the cloud says: the two then differ only where
 * Terraform says otherwise.
 */
export function completed(found: FoundGateway, live: GatewayDocument): Completed {
  refuseUnknown(found);
  const { addresses: ips, snat: outbound, dnat: inbound } = found.parts;
  const stated = readDocument({
    polynat: 1,
    gateway: completedGateway(found, live.gateway),
    addresses: ips,
    snat: outbound,
    dnat: inbound,
    bandwidth: live.bandwidth,
  });
  const snat = missingFrom(stated.snat, live.snat, ({ source }) => sourceKey(source));
  const dnat = missingFrom(stated.dnat, live.dnat, dnatKey);
  const used = new Set([
    ...snat.flatMap(({ through }) => through),
    ...dnat.map((rule) => rule.public.address),
  ]);
  const addresses = missingFrom(stated.addresses, live.addresses, ({ ip }) => ip).filter(
    ({ ip }) => !found.complete.includes('addresses') || used.has(ip),
  );
  return {
    document: {
      ...stated,
      addresses: [...stated.addresses.map((address) => knownOf(address, live)), ...addresses],
      snat: [...stated.snat, ...snat],
      dnat: [...stated.dnat, ...dnat],
    },
    unmanaged: [
      ...addresses.map(({ ip }) => `public IP ${ip}`),
      ...snat.map((rule) => `SNAT ${describeSnat(rule)}`),
      ...dnat.map((rule) => `DNAT ${describeDnat(rule)}`),
    ],
  };
}

/** A state may have the attachment of a public IP and not the public IP itself. */
const knownOf = (address: DocumentedAddress, { addresses }: GatewayDocument): DocumentedAddress => ({
  ...addresses.find(({ ip }) => ip === address.ip),
  ...address,
});

/** The size is known from the cloud; nothing else can stand in for what is missing. */
function refuseUnknown({ address, missing }: FoundGateway): void {
  const [first] = missing.filter(({ where }) => where !== 'gateway.size');
  if (!first) return;
  throw new NatError('failed-precondition', `${address} cannot be compared: ${first.why}`, {
    field: first.where,
    remedy: 'apply the configuration first',
  });
}

function completedGateway({ parts, untold }: FoundGateway, live: DocumentedGateway): object {
  const { gateway } = parts;
  const { providerSettings, ...portable } = live;
  const others = Object.entries(portable).filter(([name]) => !parts.told.includes(name));
  const unsaid = others.filter(([name]) => untold.some(({ where }) => where === `gateway.${name}`));
  return {
    ...Object.fromEntries(others),
    ...gateway,
    ...Object.fromEntries(unsaid),
    ...(live.description !== undefined && { description: gateway.description ?? '' }),
    size: gateway.size ?? live.size,
    network: { ...live.network, ...Object(gateway.network) },
    billing: sameMode(gateway.billing, live.billing) ? live.billing : gateway.billing,
    ...settingsOf(gateway.providerSettings, live, parts.settings),
  };
}

/** Expiry and status are the cloud's to tell. */
const sameMode = (stated: unknown, { mode }: DocumentedGateway['billing']): boolean =>
  Object(stated).mode === mode;

/** Of the settings that only the provider knows, those that have an argument are as Terraform says. */
function settingsOf(
  stated: unknown,
  { providerSettings = {} }: DocumentedGateway,
  expressible: readonly string[],
): object {
  const merged = Object.entries(providerSettings).map(([kind, settings]) => {
    const others = Object.entries(settings).filter(([name]) => !expressible.includes(name));
    return [kind, { ...Object.fromEntries(others), ...Object(Object(stated)[kind]) }] as const;
  });
  const all = { ...Object(stated), ...Object.fromEntries(merged) };
  const given = Object.entries(all).filter(([, settings]) => Object.keys(Object(settings)).length > 0);
  return given.length === 0 ? {} : { providerSettings: Object.fromEntries(given) };
}

function missingFrom<T>(stated: readonly T[], live: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const keys = new Set(stated.map(keyOf));
  return live.filter((item) => !keys.has(keyOf(item)));
}

/** A rule of a subnet may come with the block of the subnet. */
function sourceKey(source: SnatSource): string {
  if ('hosts' in source) return `hosts ${source.hosts.join()} ${source.interface ?? ''}`;
  if ('subnet' in source) return `subnet ${source.subnet}`;
  return 'network' in source ? 'network' : `cidr ${source.cidr}`;
}
