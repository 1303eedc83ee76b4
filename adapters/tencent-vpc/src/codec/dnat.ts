import { type DnatRule, type DnatSpec, NatError, type Ports } from '@polynat/core';
import type { DnatModel } from '../operations/dnat.ts';

/** A rule as the API takes it. */
export interface Forwarding {
  readonly IpProtocol: 'TCP' | 'UDP';
  readonly PublicIpAddress: string;
  readonly PublicPort: number;
  readonly PrivateIpAddress: string;
  readonly PrivatePort: number;
  readonly Description: string;
}

/** Rules have no ids: protocol, public IP and public port tell them apart. */
export type RuleKey = Pick<Forwarding, 'IpProtocol' | 'PublicIpAddress' | 'PublicPort'>;

export const idOf = ({ IpProtocol, PublicIpAddress, PublicPort }: RuleKey): string =>
  `${IpProtocol.toLowerCase()}:${PublicIpAddress}:${PublicPort}`;

/** `tcp:203.0.113.5:443`; `undefined` for what is no id of this cloud, so that no such rule is there. */
export function parseId(id: string): RuleKey | undefined {
  const [, protocol, ip, port] = /^(tcp|udp):([\d.]+):(\d{1,5})$/.exec(id) ?? [];
  if (ip === undefined || port === undefined) return undefined;
  return { IpProtocol: protocol === 'udp' ? 'UDP' : 'TCP', PublicIpAddress: ip, PublicPort: Number(port) };
}

export const hasKey =
  (key: RuleKey) =>
  (rule: DnatModel): boolean =>
    rule.IpProtocol === key.IpProtocol &&
    rule.PublicIpAddress === key.PublicIpAddress &&
    rule.PublicPort === key.PublicPort;

export const sameForwarding = (rule: DnatModel, wanted: Forwarding): boolean =>
  hasKey(wanted)(rule) &&
  rule.PrivateIpAddress === wanted.PrivateIpAddress &&
  rule.PrivatePort === wanted.PrivatePort &&
  (rule.Description ?? '') === wanted.Description;

/** The facts of this cloud have let through tcp and udp with single ports only. */
export const encodeDnat = ({
  name = '',
  protocol,
  public: outside,
  private: inside,
}: DnatSpec): Forwarding => ({
  IpProtocol: protocol === 'udp' ? 'UDP' : 'TCP',
  PublicIpAddress: outside.address,
  PublicPort: firstOf(outside.ports),
  PrivateIpAddress: inside.address,
  PrivatePort: firstOf(inside.ports),
  Description: name,
});

const firstOf = (ports: Ports): number => (ports === 'any' ? 0 : ports.from);

/** A rule read from the cloud, as the API wants it back when the rule is removed or changed. */
export function asForwarding(rule: DnatModel): Forwarding {
  const { PublicIpAddress, PublicPort, PrivateIpAddress, PrivatePort, Description = '' } = rule;
  const IpProtocol = rule.IpProtocol === 'UDP' ? 'UDP' : 'TCP';
  if (
    PublicIpAddress === undefined ||
    PublicPort === undefined ||
    PrivateIpAddress === undefined ||
    PrivatePort === undefined
  )
    throw new NatError('protocol', 'a DNAT rule lacks an IP or a port');
  return { IpProtocol, PublicIpAddress, PublicPort, PrivateIpAddress, PrivatePort, Description };
}

export function decodeDnat(rule: DnatModel): DnatRule {
  const forwarding = asForwarding(rule);
  const { PublicPort, PrivatePort, Description } = forwarding;
  return {
    id: idOf(forwarding),
    ...(Description && { name: Description }),
    protocol: forwarding.IpProtocol === 'UDP' ? 'udp' : 'tcp',
    public: { address: forwarding.PublicIpAddress, ports: { from: PublicPort, to: PublicPort } },
    private: { address: forwarding.PrivateIpAddress, ports: { from: PrivatePort, to: PrivatePort } },
    /** Rules have no state of their own. */
    state: 'available',
    providerState: 'listed',
    native: rule,
  };
}
