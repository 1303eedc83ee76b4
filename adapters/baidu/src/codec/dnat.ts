import { type DnatRule, type DnatSpec, describePorts, type Ports, type Protocol } from '@polynat/core';
import type { DnatRuleModel } from '../operations/dnat.ts';
import { decodeRuleState } from './state.ts';

const protocols = { tcp: 'TCP', udp: 'UDP', any: 'all' } as const;
const portableProtocols: Readonly<Record<string, Protocol>> = { tcp: 'tcp', udp: 'udp', all: 'any' };

type EncodedPorts =
  | { readonly publicPort: number; readonly privatePort: number }
  | { readonly publicPortRange: string; readonly privatePortRange: string };

export type EncodedDnat = {
  readonly ruleName?: string;
  readonly publicIpAddress: string;
  readonly privateIpAddress: string;
  readonly protocol: 'TCP' | 'UDP' | 'all';
} & Partial<EncodedPorts>;

export function encodeDnat({ name, protocol, public: outside, private: inside }: DnatSpec): EncodedDnat {
  return {
    ...(name !== undefined && { ruleName: name }),
    publicIpAddress: outside.address,
    privateIpAddress: inside.address,
    protocol: protocols[protocol],
    ...encodePorts(outside.ports, inside.ports),
  };
}

/** One port is a number, several are a range in text; both sides are spelled alike, and `all` goes without. */
function encodePorts(outside: Ports, inside: Ports): EncodedPorts | undefined {
  if (outside === 'any' || inside === 'any') return undefined;
  if (outside.from === outside.to && inside.from === inside.to)
    return { publicPort: outside.from, privatePort: inside.from };
  return {
    publicPortRange: `${outside.from}-${outside.to}`,
    privatePortRange: `${inside.from}-${inside.to}`,
  };
}

export function decodeDnat(rule: DnatRuleModel): DnatRule {
  return {
    id: rule.ruleId,
    ...(rule.ruleName && { name: rule.ruleName }),
    protocol: portableProtocols[rule.protocol?.toLowerCase() ?? ''] ?? 'any',
    public: {
      address: rule.publicIpAddress ?? '',
      ports: decodePorts(rule.publicPort, rule.publicPortRange),
    },
    private: {
      address: rule.privateIpAddress ?? '',
      ports: decodePorts(rule.privatePort, rule.privatePortRange),
    },
    state: decodeRuleState(rule.status),
    providerState: rule.status ?? '',
    native: rule,
  };
}

/** Rules for `all` come without ports, or with the port 0 of clients that know no missing numbers. */
function decodePorts(port: number | undefined, range: string | undefined): Ports {
  const [from, to] = (range ?? '').split('-').map(Number);
  if (from && to) return { from, to };
  return port ? { from: port, to: port } : 'any';
}

/** What a rule does, as one text: two rules that do the same have the same. */
export const describeDnat = ({
  protocol,
  public: outside,
  private: inside,
}: Omit<DnatSpec, 'name'>): string =>
  `${protocol} ${outside.address}:${describePorts(outside.ports)} to ${inside.address}:${describePorts(inside.ports)}`;

/** Whether two rules would take the same public port; `any` takes every port of every protocol. */
export function sharesPort(
  left: Pick<DnatSpec, 'protocol' | 'public'>,
  right: Pick<DnatSpec, 'protocol' | 'public'>,
): boolean {
  if (left.public.address !== right.public.address) return false;
  const protocols = new Set([left.protocol, right.protocol]);
  if (protocols.has('any')) return true;
  const [ports, others] = [left.public.ports, right.public.ports];
  if (protocols.size > 1) return false;
  return ports === 'any' || others === 'any' || (ports.from <= others.to && others.from <= ports.to);
}
