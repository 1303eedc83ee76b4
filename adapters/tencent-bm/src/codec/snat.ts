import { describeSource, NatError, type SnatRule, type SnatSource } from '@polynat/core';
import type { JoinedPartModel, JoinedSubnetModel as V2Joined } from '../operations/v2/snat.ts';
import type { JoinedSubnetModel as V3Joined } from '../operations/v3/snat.ts';

/** A subnet that leaves through a gateway: whole, or single servers of it, as far as the API names them. */
export interface Join {
  readonly subnet: string;
  readonly hosts: 'all' | 'unnamed' | readonly string[];
  readonly providerState: string;
  readonly native: unknown;
}

/** What shall leave through a gateway, or no longer: a whole subnet, or some of its servers. */
export interface Membership {
  readonly subnet: string;
  readonly hosts: readonly string[] | undefined;
}

/** https://cloud.tencent.com/document/api/386/13871: 0 some servers, 1 all, 2 the subnet as a block. */
const natTypes: Readonly<Record<number, string>> = {
  0: '0 some addresses',
  1: '1 all addresses',
  2: '2 as a block',
};
const wordOf = (natType: number | undefined): string =>
  natType === undefined ? 'no type' : (natTypes[natType] ?? `${natType} unknown`);

export function joinOfV2(joined: V2Joined, parts: readonly JoinedPartModel[]): Join {
  const { unSubnetId: subnet, subnetNatType } = joined;
  const part = parts.find(({ unSubnetId }) => unSubnetId === subnet);
  return {
    subnet,
    hosts: subnetNatType === 0 ? (part?.natIpList ?? []) : 'all',
    providerState: wordOf(subnetNatType),
    native: part ? { ...joined, ...part } : joined,
  };
}

export const joinOfV3 = (joined: V3Joined): Join => ({
  subnet: joined.SubnetId,
  hosts: joined.SubnetNatType === 0 ? 'unnamed' : 'all',
  providerState: wordOf(joined.SubnetNatType),
  native: joined,
});

/** Stands for servers of a subnet that the API does not name. */
const unnamed = 'hosts';

/**
 * Membership has no rules with ids of their own, so what a rule covers is its id: `subnet-8pca7qqf`, or `subnet-8pca7qqf/10.11.1.14`
 * for one server. Servers that joined together are told one by one.
 */
export const rulesOf = (joins: readonly Join[], through: readonly string[]): readonly SnatRule[] =>
  joins.flatMap((join) => sourcesOf(join).map((source) => ruleOf(source, join, through)));

function sourcesOf({ subnet, hosts }: Join): readonly SnatSource[] {
  if (hosts === 'all') return [{ subnet }];
  if (hosts === 'unnamed') return [{ hosts: [], subnet }];
  return hosts.map((ip) => ({ hosts: [ip], subnet }));
}

const ruleOf = (
  source: SnatSource,
  { providerState, native }: Join,
  through: readonly string[],
): SnatRule => ({
  id: idOf(source),
  source,
  through,
  state: 'available',
  providerState,
  native,
});

function idOf(source: SnatSource): string {
  if ('hosts' in source) return `${source.subnet}/${source.hosts.join() || unnamed}`;
  return 'subnet' in source ? source.subnet : describeSource(source);
}

/** The rule that came of adding a membership. */
export function ruleFor({ subnet, hosts }: Membership, join: Join, through: readonly string[]): SnatRule {
  return ruleOf(hosts ? { hosts, subnet } : { subnet }, join, through);
}

/** What a rule id covers; `undefined` for one no rule can have. */
export function parseRuleId(id: string): Membership | undefined {
  const [subnet = '', hosts, ...rest] = id.split('/');
  if (subnet === '' || rest.length > 0) return undefined;
  if (hosts === undefined) return { subnet, hosts: undefined };
  return { subnet, hosts: hosts === unnamed ? [] : hosts.split(',') };
}

/** Never guesses: a source of another kind, which the facts declare unsupported, must not become a wider one. */
export function encodeSource(source: SnatSource): Membership {
  if ('hosts' in source && source.subnet !== undefined) {
    return { subnet: source.subnet, hosts: [...new Set(source.hosts)] };
  }
  if ('subnet' in source && !('hosts' in source)) return { subnet: source.subnet, hosts: undefined };
  throw new NatError(
    'unsupported',
    `SNAT on Tencent BM takes subnets and servers, not ${describeSource(source)}`,
    {
      field: 'source',
      remedy: 'give { subnet }, or { hosts, subnet }',
    },
  );
}

/** The part of a membership that leaves through the gateway already, joined in the same way; all of it where nobody can tell. */
export function present(joins: readonly Join[], { subnet, hosts }: Membership): Membership | undefined {
  const joined = joins.find((candidate) => candidate.subnet === subnet)?.hosts;
  if (joined === undefined || (hosts === undefined) !== (joined === 'all')) return undefined;
  if (hosts === undefined || hosts.length === 0 || typeof joined === 'string') return { subnet, hosts };
  const both = hosts.filter((ip) => joined.includes(ip));
  return both.length > 0 ? { subnet, hosts: both } : undefined;
}

/** The rest of it. */
export function absent(joins: readonly Join[], membership: Membership): Membership | undefined {
  const { subnet, hosts } = membership;
  const there = present(joins, membership);
  if (there === undefined) return membership;
  const rest = hosts?.filter((ip) => !there.hosts?.includes(ip)) ?? [];
  return rest.length > 0 ? { subnet, hosts: rest } : undefined;
}
