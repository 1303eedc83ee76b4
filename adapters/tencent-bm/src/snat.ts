import { keySchema, undefinedIfNotFound } from '@polynat/adapter-kit';
import { type Call, type GatewayRecord, NatError, type SnatRule, type SnatSource } from '@polynat/core';
import {
  type Accepted,
  type CheckResult,
  isGone,
  nothingToDo,
  notYet,
  sendOnce,
  shows,
} from '@polynat/tencent';
import * as z from 'zod';
import type { BmApi, FullKey } from './api.ts';
import { modeOf } from './codec/gateway.ts';
import {
  absent,
  encodeSource,
  type Join,
  type Membership,
  parseRuleId,
  present,
  ruleFor,
  rulesOf,
} from './codec/snat.ts';
import { snat as defineSnat, gatewayTask, taskWork } from './context.ts';
import { fullKeyOf, ipsOf, locate, readGateway } from './find-gateways.ts';

/** `network` is always there: joins are read by both. */
const fullKey = keySchema.extend({ network: z.string() });
const membership = { subnet: z.string(), hosts: z.array(z.string()).nullable() };

const added = taskWork({
  kind: 'snat.added',
  subject: z.object({ key: fullKey, ...membership }),
  verdictOf: gatewayTask,
  check: async (context, { key, ...subject }, call): Promise<CheckResult<SnatRule>> => {
    const wanted = membershipOf(subject);
    const gateway = await readGateway(context, key, call);
    const joins = await context.api.joins(key, call);
    const join = joins.find(({ subnet }) => subnet === wanted.subnet);
    if (join === undefined || absent(joins, wanted))
      return notYet(`${wanted.subnet} has not joined gateway ${key.id}`);
    return shows(ruleFor(wanted, join, ipsOf(gateway)));
  },
});

const removed = taskWork({
  kind: 'snat.removed',
  subject: z.object({ key: fullKey.nullable(), ...membership }),
  verdictOf: gatewayTask,
  check: async ({ api }, { key, ...subject }, call): Promise<CheckResult<void>> => {
    const joins = key && (await undefinedIfNotFound(() => api.joins(key, call)));
    if (!key || !joins || !present(joins, membershipOf(subject))) return isGone;
    return notYet(`${subject.subnet} has not left gateway ${key.id}`);
  },
});

interface StoredMembership {
  readonly subnet: string;
  readonly hosts: readonly string[] | null;
}

const membershipOf = ({ subnet, hosts }: StoredMembership): Membership => ({
  subnet,
  hosts: hosts ?? undefined,
});

export const snat = defineSnat([added, removed], (context) => {
  const { api, clock } = context;
  return {
    async list(key, _cursor, call) {
      const gateway = await readGateway(context, key, call);
      const joins = await api.joins(fullKeyOf(gateway), call);
      return { items: rulesOf(joins, ipsOf(gateway)) };
    },

    async add(key, { source }, call) {
      const membership = encodeSource(source);
      if (membership.hosts) requireNamedHosts(api);
      const gateway = await readGateway(context, key, call);
      const full = fullKeyOf(gateway);
      requireFit(gateway, source);
      const joins = await api.joins(full, call);
      requireOneWay(joins, membership);
      const rest = absent(joins, membership);
      const sent = rest
        ? await sendOnce({
            clock,
            call,
            write: () => join(api, full, rest, call),
            happened: async () => absent(await api.joins(full, call), rest) === undefined,
          })
        : nothingToDo(clock);
      return added.receipt({ key: full, ...plain(membership) }, sent);
    },

    async remove(key, id, call) {
      const membership = parseRuleId(id);
      const full = await locate(context, key, call);
      const joined = membership && present(await api.joins(full, call), membership);
      if (joined?.hosts?.length) requireNamedHosts(api);
      if (joined === undefined)
        throw new NatError('not-found', `gateway ${key.id} has no SNAT rule ${id}`, { field: 'id' });
      const sent = await undefinedIfNotFound(() =>
        sendOnce({
          clock,
          call,
          write: () => leave(api, full, joined, call),
          happened: async () => present(await api.joins(full, call), joined) === undefined,
        }),
      );
      return removed.receipt({ key: full, ...plain(joined) }, sent ?? nothingToDo(clock));
    },
  };
});

const plain = ({ subnet, hosts }: Membership) => ({ subnet, hosts: hosts ? [...hosts] : null });

const join = (api: BmApi, key: FullKey, { subnet, hosts }: Membership, call: Call): Promise<Accepted> =>
  hosts && api.joinHosts ? api.joinHosts(key, subnet, hosts, call) : api.joinSubnet(key, subnet, call);

/** Servers that are not named leave with their subnet. */
const leave = (
  api: BmApi,
  key: FullKey,
  { subnet, hosts = [] }: Membership,
  call: Call,
): Promise<Accepted> =>
  hosts.length > 0 && api.leaveHosts
    ? api.leaveHosts(key, subnet, hosts, call)
    : api.leaveSubnet(key, subnet, call);

/** What cannot be read back is not written: nobody could tell whether it happened. */
function requireNamedHosts({ joinHosts }: BmApi): void {
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

/** What the gateway says about a source before it is sent. */
function requireFit(gateway: GatewayRecord, source: SnatSource): void {
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
