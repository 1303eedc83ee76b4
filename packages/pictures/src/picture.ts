import type { DocumentedDnat, DocumentedSnat, GatewayDocument } from '@polynat/migrate';

/** What a picture needs of a gateway; every gateway document has it. */
export interface Drawable extends Pick<GatewayDocument, 'snat' | 'dnat'> {
  readonly gateway: Pick<GatewayDocument['gateway'], 'name' | 'network'>;
  readonly addresses: readonly { readonly ip: string; readonly bandwidthMbps?: number }[];
}

/** A rule as a line between the private and the public side. */
export interface Flow {
  readonly kind: 'SNAT' | 'DNAT';
  /** The private side: a CIDR block, hosts, or a host and its ports. */
  readonly inside: string;
  /** The public side: a protocol and ports; empty for SNAT rules. */
  readonly outside: string;
  readonly name: string;
}

/** The rules of one public IP, or of several that rules use together. */
export interface FlowGroup {
  readonly ips: readonly string[];
  readonly note: string;
  readonly flows: readonly Flow[];
}

export interface Picture {
  readonly title: string;
  readonly network: string;
  readonly groups: readonly FlowGroup[];
}

/** Rules in the order of the public IPs they use: first the IPs alone, then those that are used together. */
export function pictureOf({ gateway, addresses, snat, dnat }: Drawable, wholeVpc = 'whole VPC'): Picture {
  const groups = new Map<string, { readonly ips: readonly string[]; readonly flows: Flow[] }>();
  const groupFor = (ips: readonly string[]) => {
    const key = ips.join(' ');
    const group = groups.get(key) ?? { ips, flows: [] };
    groups.set(key, group);
    return group.flows;
  };
  for (const { ip } of addresses) groupFor([ip]);
  const every = addresses.map(({ ip }) => ip);
  for (const rule of snat)
    groupFor(rule.through.length > 0 ? rule.through : every).push(outbound(rule, wholeVpc));
  for (const rule of dnat) groupFor([rule.public.address]).push(inbound(rule));
  const bandwidth = new Map(addresses.map(({ ip, bandwidthMbps }) => [ip, bandwidthMbps]));
  const { vpc, cidrs = [] } = gateway.network;
  return {
    title: gateway.name,
    network: [vpc, ...cidrs].join(' '),
    groups: [...groups.values()]
      .filter(isShown(groups))
      .map(({ ips, flows }) => ({ ips, flows, note: noteOn(ips, bandwidth) })),
  };
}

/** A public IP without rules of its own is shown where it is used together with others, if it is. */
const isShown =
  (groups: ReadonlyMap<string, Pick<FlowGroup, 'ips' | 'flows'>>) =>
  ({ ips, flows }: Pick<FlowGroup, 'ips' | 'flows'>): boolean =>
    flows.length > 0 ||
    ![...groups.values()].some((other) => other.ips.length > 1 && ips.every((ip) => other.ips.includes(ip)));

function noteOn(ips: readonly string[], bandwidth: ReadonlyMap<string, number | undefined>): string {
  const [only = ''] = ips;
  const mbps = ips.length === 1 ? bandwidth.get(only) : undefined;
  return mbps === undefined ? '' : `${mbps} Mbit/s`;
}

const outbound = ({ name = '', source }: DocumentedSnat, wholeVpc: string): Flow => ({
  kind: 'SNAT',
  inside: sourceWords(source, wholeVpc),
  outside: '',
  name,
});

const inbound = ({ name = '', protocol, public: outside, private: inside }: DocumentedDnat): Flow => ({
  kind: 'DNAT',
  inside: `${inside.address}${portWords(inside.ports, ':')}`,
  outside: `${protocol}${portWords(outside.ports, ' ')}`,
  name,
});

function sourceWords(source: DocumentedSnat['source'], wholeVpc: string): string {
  if ('network' in source) return wholeVpc;
  if ('hosts' in source) return source.hosts.join(', ');
  if ('subnet' in source) return [source.subnet, source.cidr].filter((word) => word !== undefined).join(' ');
  return source.cidr;
}

function portWords(ports: DocumentedDnat['public']['ports'], before: string): string {
  if (ports === 'any') return '';
  return `${before}${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}

/** So many of a list, and how many are left. */
export function firstOf<T>(
  list: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly more: number } {
  const shown = list.length > most ? list.slice(0, most - 1) : list;
  return { shown, more: list.length - shown.length };
}

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
