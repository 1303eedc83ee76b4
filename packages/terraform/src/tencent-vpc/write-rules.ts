import type { DnatRule, Ports, SnatRule } from '@polynat/core';
import * as z from 'zod';
import { nativeText } from '../native.ts';
import { reference } from '../syntax/expression.ts';
import type { Arguments, Entry, Unsaid } from '../write/entry.ts';
import type { Scope } from '../write/scope.ts';
import { gatewayType } from './write-gateway.ts';

export const snatType = 'tencentcloud_nat_gateway_snat';
export const dnatType = 'tencentcloud_dnat';

export interface Owner {
  readonly id: string;
  readonly vpc: string;
  /** The name of the gateway's resource. */
  readonly label: string;
}

const nativeSnat = z.object({
  ResourceType: nativeText,
  ResourceId: nativeText,
  PrivateIpAddress: nativeText,
});

/** The provider knows an SNAT rule by its subnet or instance, and of several for one it reads the last. */
export function snatEntries(
  rules: readonly SnatRule[],
  owner: Owner,
  scope: Scope,
): readonly (Entry | Unsaid)[] {
  const resources = rules.map(({ native }) => nativeSnat.parse(native ?? {}).ResourceId);
  return rules.map((rule) => {
    const native = nativeSnat.parse(rule.native ?? {});
    const { ResourceId } = native;
    const source = sourceOf(native);
    const says = scope.saysSnat(rule);
    if (ResourceId === undefined || source === undefined)
      return {
        what: says,
        why: 'the provider has rules for subnets and instances, none for a block of your own',
      };
    if (resources.filter((id) => id === ResourceId).length > 1)
      return { what: says, why: `the provider tells one rule of ${ResourceId} from another only by its id` };
    return {
      type: snatType,
      label: scope.label(snatType, ...(rule.name ? [rule.name] : []), ResourceId),
      says,
      arguments: {
        nat_gateway_id: reference(gatewayType, owner.label, 'id'),
        ...source,
        public_ip_addr: rule.through.map((ip) => scope.address(ip)),
        description: rule.name ?? '',
      },
      importId: `${owner.id}#${ResourceId}`,
    };
  });
}

function sourceOf({
  ResourceType,
  ResourceId,
  PrivateIpAddress,
}: z.output<typeof nativeSnat>): Arguments | undefined {
  if (ResourceType === 'SUBNET')
    return { resource_type: ResourceType, subnet_id: ResourceId, subnet_cidr_block: PrivateIpAddress };
  if (ResourceType === 'NETWORKINTERFACE')
    return {
      resource_type: ResourceType,
      instance_id: ResourceId,
      instance_private_ip_addr: PrivateIpAddress,
    };
  return undefined;
}

export function dnatEntries(
  rules: readonly DnatRule[],
  owner: Owner,
  scope: Scope,
): readonly (Entry | Unsaid)[] {
  return rules.map((rule) => {
    const { protocol, public: outside, private: inside } = rule;
    const word = protocol.toUpperCase();
    const port = portOf(outside.ports);
    return {
      type: dnatType,
      label: scope.label(
        dnatType,
        ...(rule.name ? [rule.name] : []),
        `${protocol}_${outside.address}_${port}`,
      ),
      says: scope.saysDnat(rule),
      notes: isAmbiguous(rule, rules)
        ? [
            'The provider does not look at the protocol: it may take the other rule of this IP and port for this one.',
          ]
        : [],
      arguments: {
        vpc_id: reference(gatewayType, owner.label, 'vpc_id'),
        nat_id: reference(gatewayType, owner.label, 'id'),
        protocol: word,
        elastic_ip: scope.address(outside.address),
        elastic_port: port,
        private_ip: inside.address,
        private_port: portOf(inside.ports),
        description: rule.name || undefined,
      },
      importId: `${word}://${owner.vpc}:${owner.id}@${outside.address}:${port}`,
    };
  });
}

/** Rules of this cloud have one port. */
const portOf = (ports: Ports): string => (ports === 'any' ? 'any' : `${ports.from}`);

const isAmbiguous = ({ public: outside }: DnatRule, rules: readonly DnatRule[]): boolean =>
  rules.filter(
    ({ public: other }) => other.address === outside.address && portOf(other.ports) === portOf(outside.ports),
  ).length > 1;
