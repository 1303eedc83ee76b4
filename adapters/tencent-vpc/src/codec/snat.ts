import { describeSource, NatError, type SnatRule, type SnatSource } from '@polynat/core';
import { type SnatModel, sourceTypes } from '../operations/snat.ts';

/** What an SNAT rule is for, as the API names it: no two rules of a gateway have the same. */
export interface Source {
  readonly ResourceType: (typeof sourceTypes)[number];
  /** Subnet, network interface or server; empty for a block of the user's own. */
  readonly ResourceId: string;
  /** An IP, or a CIDR block. */
  readonly PrivateIpAddress: string;
}

export const isFor =
  (source: Pick<Source, 'ResourceId' | 'PrivateIpAddress'>) =>
  ({ ResourceId = '', PrivateIpAddress }: SnatModel): boolean =>
    ResourceId === source.ResourceId && PrivateIpAddress === source.PrivateIpAddress;

export function decodeSnat(rule: SnatModel): SnatRule {
  const { NatGatewaySnatId: id, Description } = rule;
  if (id === undefined) throw new NatError('protocol', 'an SNAT rule has no NatGatewaySnatId');
  return {
    id,
    ...(Description && { name: Description }),
    source: sourceOf(rule),
    through: rule.PublicIpAddresses,
    /** Rules have no state of their own. */
    state: 'available',
    providerState: 'listed',
    native: rule,
  };
}

/** The source of a rule as the API has it. */
export const encodedSource = ({
  ResourceType,
  ResourceId = '',
  PrivateIpAddress = '',
}: SnatModel): Source => ({
  ResourceType: sourceTypes.find((known) => known === ResourceType) ?? 'USERDEFINED',
  ResourceId,
  PrivateIpAddress,
});

/** Whether a rule is for a source. One for a host may leave out which network interface has it. */
export function hasSource(rule: SnatModel, source: SnatSource): boolean {
  const own = sourceOf(rule);
  if ('hosts' in own || 'hosts' in source) {
    if (!('hosts' in own && 'hosts' in source)) return false;
    return own.hosts.join() === source.hosts.join() && (source.interface ?? own.interface) === own.interface;
  }
  return describeSource(own) === describeSource(source);
}

function sourceOf({ ResourceType, ResourceId = '', PrivateIpAddress = '' }: SnatModel): SnatSource {
  if (ResourceType === 'SUBNET') return { subnet: ResourceId };
  if (PrivateIpAddress.includes('/')) return { cidr: PrivateIpAddress };
  return { hosts: [PrivateIpAddress], ...(ResourceId !== '' && { interface: ResourceId }) };
}
