import { describePorts, describeSource, type Json } from '@polynat/core';
import type { GatewayDocument, SettingsByProvider } from './document.ts';
import { type Gap, lossy } from './gap.ts';

/** Something of a document, with the settings its provider has for it and portable fields have not. */
interface Holder {
  readonly where: string;
  readonly kind: string;
  /** The same in two documents that speak of the same thing. */
  readonly key: string;
  readonly settings: SettingsByProvider;
}

/** A gateway elsewhere has none of the settings that only its first provider knows. */
export const lostSettings = (document: GatewayDocument, alias: string): readonly Gap[] =>
  grouped(holdersIn(document), {
    why: 'only its provider has this setting, so it is not part of the plan',
    remedy: `set the like of it on ${alias} in the console or with the native API; no action needed if nothing depends on it`,
  });

/**
 * Settings a document asks for and the gateway does not have: no plan changes them. Those of addresses are left alone, since an
 * address keeps its own wherever it is attached.
 */
export function differingSettings(now: GatewayDocument, wanted: GatewayDocument): readonly Gap[] {
  const existing = new Set(holdersIn(now).map(identityOf));
  return grouped(
    holdersIn({ ...wanted, addresses: [] }).filter((holder) => !existing.has(identityOf(holder))),
    {
      why: 'only its provider has this setting, so a plan does not change it',
      remedy: 'set it with the native API of the cloud, or take it as it is into the document',
    },
  );
}

const identityOf = ({ key, settings }: Holder): string => `${key} ${textOf(settings)}`;

function holdersIn({ gateway, addresses, snat, dnat }: GatewayDocument): readonly Holder[] {
  const holder = (
    where: string,
    kind: string,
    key: string,
    { providerSettings }: { readonly providerSettings?: SettingsByProvider },
  ): readonly Holder[] =>
    providerSettings === undefined ? [] : [{ where, kind, key, settings: providerSettings }];
  return [
    ...holder('gateway', 'the gateway', 'gateway', gateway),
    ...addresses.flatMap((address, index) =>
      holder(`addresses.${index}`, 'public IP', `address ${address.ip}`, address),
    ),
    ...snat.flatMap((rule, index) =>
      holder(`snat.${index}`, 'SNAT rule', `snat ${describeSource(rule.source)}`, rule),
    ),
    ...dnat.flatMap((rule, index) =>
      holder(`dnat.${index}`, 'DNAT rule', `dnat ${rule.protocol} ${endpoint(rule.public)}`, rule),
    ),
  ];
}

const endpoint = ({ address, ports }: GatewayDocument['dnat'][number]['public']): string =>
  `${address}:${describePorts(ports)}`;

/** A thousand rules with one setting are one gap. */
function grouped(holders: readonly Holder[], reason: Pick<Gap, 'why' | 'remedy'>): readonly Gap[] {
  const groups = new Map<string, Holder[]>();
  for (const holder of holders) {
    const name = `${holder.kind} ${textOf(holder.settings)}`;
    const group = groups.get(name);
    if (group) group.push(holder);
    else groups.set(name, [holder]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const [section = ''] = first.where.split('.');
    const of = group.length === 1 ? first.kind : `${group.length} ${first.kind}s: ${placesOf(group)}`;
    const where = group.length === 1 ? first.where : section;
    return [lossy('provider-settings', where, `${textOf(first.settings)} of ${of}`, reason)];
  });
}

const mostShown = 5;

function placesOf(group: readonly Holder[]): string {
  const shown = group.slice(0, mostShown).map(({ where }) => where);
  return [...shown, ...(group.length > mostShown ? [`${group.length - mostShown} more`] : [])].join(', ');
}

/** `alibaba EnableSessionLog: true, AvailabilityMode: Zone` */
const textOf = (settings: SettingsByProvider): string =>
  Object.entries(settings)
    .map(([provider, fields]) => `${provider} ${Object.entries(fields).map(fieldOf).join(', ')}`)
    .join('; ');

const fieldOf = ([name, value]: readonly [string, Json]): string =>
  `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
