import { type Call, type GatewayRecord, NatError, type SnatResource, type SnatSource } from '@polynat/core';
import { modeOf } from './codec/gateway.ts';
import {
  absent,
  encodeSource,
  type Join,
  type Membership,
  parseRuleId,
  present,
  rulesOf,
} from './codec/snat.ts';
import { type Facets, unlessGone } from './lookup/facets.ts';
import { fullKeyOf, ipsOf, locate, readGateway } from './lookup/gateways.ts';
import { requireWholeSubnet } from './lookup/networks.ts';
import { nothingToDo, sendOnce } from './settling/once.ts';
import { receipt } from './settling/receipts.ts';
import type { Accepted, FullKey, Wire } from './wires/wire.ts';

export function snatFacet(facets: Facets): SnatResource {
  const { wire, clock } = facets;
  return {
    async list(key, _cursor, call) {
      const gateway = await readGateway(facets, key, call);
      const joins = await wire.joins(fullKeyOf(gateway), call);
      return { items: rulesOf(joins, ipsOf(gateway)) };
    },

    async add(key, { source }, call) {
      const membership = encodeSource(source);
      if (membership.hosts) requireNamedHosts(wire);
      const gateway = await readGateway(facets, key, call);
      const full = fullKeyOf(gateway);
      await requireFit(facets, gateway, source, call);
      const joins = await wire.joins(full, call);
      requireOneWay(joins, membership);
      const rest = absent(joins, membership);
      const sent = rest
        ? await sendOnce({
            clock,
            call,
            write: () => join(wire, full, rest, call),
            happened: async () => absent(await wire.joins(full, call), rest) === undefined,
          })
        : nothingToDo(clock);
      return receipt('snat.added', { key: full, ...plain(membership) }, sent);
    },

    async remove(key, id, call) {
      const membership = parseRuleId(id);
      const full = membership && (await unlessGone(() => locate(facets, key, call)));
      const joins = full && (await unlessGone(() => wire.joins(full, call)));
      const joined = membership && present(joins ?? [], membership);
      if (joined?.hosts?.length) requireNamedHosts(wire);
      if (full === undefined || joined === undefined)
        return receipt('snat.removed', { key: null, subnet: id, hosts: null }, nothingToDo(clock));
      const sent = await unlessGone(() =>
        sendOnce({
          clock,
          call,
          write: () => leave(wire, full, joined, call),
          happened: async () => present(await wire.joins(full, call), joined) === undefined,
        }),
      );
      return receipt('snat.removed', { key: full, ...plain(joined) }, sent ?? nothingToDo(clock));
    },
  };
}

const plain = ({ subnet, hosts }: Membership) => ({ subnet, hosts: hosts ? [...hosts] : null });

const join = (wire: Wire, key: FullKey, { subnet, hosts }: Membership, call: Call): Promise<Accepted> =>
  hosts && wire.joinHosts ? wire.joinHosts(key, subnet, hosts, call) : wire.joinSubnet(key, subnet, call);

/** Servers that are not named leave with their subnet. */
const leave = (
  wire: Wire,
  key: FullKey,
  { subnet, hosts = [] }: Membership,
  call: Call,
): Promise<Accepted> =>
  hosts.length > 0 && wire.leaveHosts
    ? wire.leaveHosts(key, subnet, hosts, call)
    : wire.leaveSubnet(key, subnet, call);

/** What cannot be read back is not written: nobody could tell whether it happened. */
function requireNamedHosts({ joinHosts }: Wire): void {
  if (joinHosts) return;
  throw new NatError(
    'unsupported',
    'this version of the API does not tell which servers of a subnet have joined',
    {
      field: 'source.hosts',
      remedy: "give the driver the option api: 'v2', or lead the whole subnet outside",
    },
  );
}

/** What the gateway and its network say about a source before it is sent. */
async function requireFit(
  facets: Facets,
  gateway: GatewayRecord,
  source: SnatSource,
  call: Call,
): Promise<void> {
  if ('hosts' in source && modeOf(gateway) === 'by-block') {
    throw new NatError(
      'failed-precondition',
      `gateway ${gateway.key.id} forwards whole blocks, not single servers`,
      {
        field: 'source.hosts',
        remedy: 'lead the whole subnet outside, or use a gateway that forwards by address',
      },
    );
  }
  if ('subnet' in source && 'cidr' in source && source.subnet !== undefined && source.cidr !== undefined) {
    const { subnet, cidr } = source;
    await requireWholeSubnet(facets, gateway.placement.vpc, { subnet, cidr }, call);
  }
}

/** A subnet joins a gateway as a whole or by servers, never both. */
function requireOneWay(joins: readonly Join[], { subnet, hosts }: Membership): void {
  const standing = joins.find((candidate) => candidate.subnet === subnet);
  if (standing === undefined || (standing.hosts === 'all') === (hosts === undefined)) return;
  const [stands, wanted] = hosts
    ? ['as a whole', 'single servers']
    : ['by single servers', 'the whole subnet'];
  throw new NatError('already-exists', `subnet ${subnet} has joined ${stands}`, {
    field: 'source',
    remedy: `remove what stands before you add ${wanted}`,
  });
}
