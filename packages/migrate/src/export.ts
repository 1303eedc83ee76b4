import {
  type BandwidthPackage,
  type CallOptions,
  type Clock,
  type Cloud,
  type Clouds,
  connectionsOf,
  type DnatRule,
  type Gateway,
  type GatewayHandle,
  type GatewayRef,
  type ItemState,
  type Listing,
  NatError,
  type PublicAddress,
  type SnatRule,
} from '@polynat/core';
import type {
  DocumentedAddress,
  DocumentedDnat,
  DocumentedGateway,
  DocumentedNetwork,
  DocumentedSnat,
  GatewayDocument,
  SettingsByProvider,
} from './document.ts';
import { readDocument } from './document-text.ts';

export interface ExportOptions extends CallOptions {
  readonly clock?: Pick<Clock, 'now'>;
}

/** A gateway with everything that belongs to it, as its cloud tells it. */
export interface GatewaySnapshots {
  readonly gateway: Gateway;
  readonly addresses: readonly PublicAddress[];
  readonly snat: readonly SnatRule[];
  readonly dnat: readonly DnatRule[];
  readonly bandwidth: readonly BandwidthPackage[];
}

/**
 * Reads a gateway with everything that belongs to it. Only reads; safe on production. One on which something is under way is
 * refused as `busy`: half of a change would pass for what the gateway does.
 */
export async function readSnapshots(
  nat: Clouds,
  ref: GatewayRef | string,
  options: CallOptions = {},
): Promise<GatewaySnapshots> {
  const handle = nat.gateway(ref);
  const gateway = await handle.get(options);
  requireSettled(gateway);
  const tables = await readTables(nat, handle, options);
  for (const item of Object.values(tables).flat()) requireFinished(item, handle.ref);
  return { gateway, ...tables };
}

/** The same as a document. */
export async function exportGateway(
  nat: Clouds,
  ref: GatewayRef | string,
  { clock = Date, ...options }: ExportOptions = {},
): Promise<GatewayDocument> {
  const { gateway, addresses, snat, dnat, bandwidth } = await readSnapshots(nat, ref, options);
  const network = await documentNetwork(nat, gateway, options);
  const { kind } = nat.cloud(gateway.ref.cloud);
  return readDocument({
    polynat: 1,
    gateway: { ...documentGateway(nat, gateway, clock.now()), network },
    addresses: addresses.map((address) => documentAddress(address, kind)),
    snat: snat.map((rule) => documentSnat(rule, kind)),
    dnat: dnat.map((rule) => documentDnat(rule, kind)),
    bandwidth: bandwidth.map(documentBandwidth),
  });
}

async function readTables(nat: Clouds, handle: GatewayHandle, options: CallOptions) {
  const cloud = nat.cloud(handle.ref.cloud);
  const [addresses, snat, dnat, bandwidth] = await Promise.all([
    handle.addresses.list({}, options).toArray(),
    listWhere(cloud.can('snat.rules'), () => handle.snat.list({}, options)),
    listWhere(cloud.can('dnat.rules'), () => handle.dnat.list({}, options)),
    listWhere(cloud.can('bandwidth.packages'), () => handle.bandwidth.list(options)),
  ]);
  return { addresses, snat, dnat, bandwidth };
}

const listWhere = async <T>(present: boolean, list: () => Listing<T>): Promise<T[]> =>
  present ? list().toArray() : [];

const passing: readonly Gateway['state'][] = ['creating', 'updating', 'deleting'];

function requireSettled({ ref, state, providerState }: Gateway): void {
  if (passing.includes(state)) throw busy(`${ref} is ${state} (${providerState})`);
}

function requireFinished({ state }: { readonly state: ItemState }, ref: GatewayRef): void {
  if (state === 'pending' || state === 'deleting')
    throw busy(`a rule, an address or a package of ${ref} is ${state}`);
}

const busy = (message: string): NatError =>
  new NatError('busy', message, {
    retryable: true,
    remedy: 'wait until nothing is under way on it, and try again',
  });

function documentGateway(nat: Clouds, gateway: Gateway, now: number) {
  const { name, description, size, generation, billing, tags, ref } = gateway;
  const cloud = nat.cloud(ref.cloud);
  const connections = connectionsOf(size, cloud.capabilities.sizes);
  return {
    name,
    ...(description && { description }),
    origin: { ref: `${ref}`, cloud: cloud.kind, read: new Date(now).toISOString() },
    size,
    ...(connections !== undefined && { connections }),
    ...(gateway.outboundMbps !== undefined &&
      gateway.outboundMbps > 0 && { outboundMbps: gateway.outboundMbps }),
    ...optionsOf(gateway),
    ...(generation !== undefined && { generation }),
    billing,
    ...(gateway.protected !== undefined && { protected: gateway.protected }),
    ...sourcesWithoutRule(cloud),
    tags,
    ...settingsOf(gateway, cloud.kind),
  };
}

function sourcesWithoutRule({ capabilities }: Cloud): Pick<DocumentedGateway, 'sourcesWithoutRule'> {
  const fact = capabilities.features['snat.rules'];
  return fact.supported && fact.sourcesWithoutRule ? { sourcesWithoutRule: fact.sourcesWithoutRule } : {};
}

/** What differs from how clouds set gateways up by themselves. */
function optionsOf({ options }: Gateway): Pick<DocumentedGateway, 'options'> {
  const { icmpReply, affinity, bindMode } = options ?? {};
  const chosen = {
    ...(icmpReply === false && { icmpReply }),
    ...(affinity === false && { affinity }),
    ...(bindMode === 'nat' && { bindMode }),
  };
  return Object.keys(chosen).length > 0 ? { options: chosen } : {};
}

/** Nothing is dropped in silence: what the document has no words for is kept under the name of its provider. */
const settingsOf = (
  { providerSettings }: Pick<Gateway, 'providerSettings'>,
  kind: string,
): { readonly providerSettings?: SettingsByProvider } =>
  providerSettings === undefined ? {} : { providerSettings: { [kind]: providerSettings } };

async function documentNetwork(
  nat: Clouds,
  { ref, placement }: Gateway,
  options: CallOptions,
): Promise<DocumentedNetwork> {
  const cloud = nat.cloud(ref.cloud);
  if (!cloud.can('networks.list')) return placement;
  const [networks, subnets] = await Promise.all([
    cloud.networks.list(options).toArray(),
    cloud.networks.subnets(placement.vpc, options).toArray(),
  ]);
  const cidrs = networks.find(({ id }) => id === placement.vpc)?.cidrs;
  return {
    ...placement,
    ...(cidrs && cidrs.length > 0 && { cidrs }),
    subnets: Object.fromEntries(subnets.map(({ id, cidr }) => [id, cidr])),
  };
}

const documentAddress = (address: PublicAddress, kind: string): DocumentedAddress => {
  const { ip, bandwidthMbps, meteredBy, sharedBandwidth } = address;
  return {
    ip,
    ...(bandwidthMbps !== undefined && bandwidthMbps > 0 && { bandwidthMbps }),
    ...(meteredBy !== undefined && { meteredBy }),
    ...(sharedBandwidth !== undefined && { sharedBandwidth }),
    ...settingsOf(address, kind),
  };
};

const documentSnat = (rule: SnatRule, kind: string): DocumentedSnat => ({
  ...(rule.name && { name: rule.name }),
  source: rule.source,
  through: rule.through,
  ...(rule.affinity && { affinity: true }),
  ...settingsOf(rule, kind),
});

const documentDnat = (rule: DnatRule, kind: string): DocumentedDnat => ({
  ...(rule.name && { name: rule.name }),
  protocol: rule.protocol,
  public: rule.public,
  private: rule.private,
  ...settingsOf(rule, kind),
});

const documentBandwidth = ({ name, bandwidthMbps, meteredBy, addresses }: BandwidthPackage) => ({
  name,
  bandwidthMbps,
  meteredBy,
  addresses: addresses.map(({ ip }) => ip),
});
