import {
  defined,
  doesNotDraw,
  gone,
  notListedYet,
  pending,
  requireOpenFor,
  retryWhileRefused,
  settledSharedBandwidth,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import { type Call, NatError, type PollResult, type SharedBandwidth } from '@polynat/core';
import * as z from 'zod';
import { defaultBandwidth } from './addresses.ts';
import { encodeMetering } from './codec/address.ts';
import { decodeGroup, membersOf } from './codec/shared-bandwidth.ts';
import { type Context, sharedBandwidth as defineSharedBandwidth, isDenied, work } from './context.ts';
import { ipOf, readEip } from './eips.ts';
import type { EipModel } from './operations/addresses.ts';
import type { GroupModel } from './operations/shared-bandwidth.ts';

const created = work({
  kind: 'shared-bandwidth.created',
  subject: z.object({ id: z.string() }),
  poll: async (context, { id }, call) =>
    settled(await findGroup(context, id, call), () => true, notListedYet),
});

const changed = work({
  kind: 'shared-bandwidth.changed',
  subject: z.object({
    id: z.string(),
    name: z.string().exactOptional(),
    bandwidthMbps: z.number().exactOptional(),
  }),
  poll: async (context, { id, name, bandwidthMbps }, call) =>
    settled(
      await findGroup(context, id, call),
      (group) =>
        (name === undefined || group.name === name) &&
        (bandwidthMbps === undefined || group.bandwidthMbps === bandwidthMbps),
      vanished(`shared bandwidth ${id}`),
    ),
});

const membership = z.object({ id: z.string(), ips: z.array(z.string()) });

const joined = work({
  kind: 'shared-bandwidth.joined',
  subject: membership,
  poll: async (context, { id, ips }, call) =>
    settled(
      await findGroup(context, id, call),
      ({ addresses }) => ips.every((ip) => addresses.some((address) => address.ip === ip)),
      vanished(`shared bandwidth ${id}`),
    ),
});

const left = work({
  kind: 'shared-bandwidth.left',
  subject: membership,
  poll: async (context, { id, ips }, call): Promise<PollResult<void>> => {
    const group = await findGroup(context, id, call);
    if (group === undefined) return gone;
    const isOut = ({ addresses }: SharedBandwidth) => !addresses.some(({ ip }) => ips.includes(ip));
    const result = settled(group, isOut, notListedYet);
    return result.type === 'done' ? gone : result;
  },
});

const deleted = work({
  kind: 'shared-bandwidth.deleted',
  subject: z.object({ id: z.string() }),
  poll: async (context, { id }, call) => {
    const group = await findGroup(context, id, call);
    return group ? pending(group.status ?? 'still listed') : gone;
  },
});

const pageSize = 100;

/** Every write takes a client token, so that one whose answer was lost is sent again under it. */
export const sharedBandwidth = defineSharedBandwidth([created, changed, joined, left, deleted], (context) => {
  const { client } = context;
  return {
    async list(cursor, call) {
      const query = { maxKeys: pageSize, ...(cursor && { marker: cursor }) };
      const { eipgroups, isTruncated, nextMarker } = await client.call('ListEipGroup', query, call);
      return { items: eipgroups.map(decodeGroup), ...(isTruncated && nextMarker && { next: nextMarker }) };
    },

    get: async (id, call) => decodeGroup(await client.call('GetEipGroup', { id }, call)),

    async create({ name, bandwidthMbps, meteredBy = 'bandwidth' }, call) {
      const order = {
        ...defined({ name }),
        eipCount: 0,
        bandwidthInMbps: bandwidthMbps,
        billing: { paymentTiming: 'Postpaid', billingMethod: encodeMetering[meteredBy] },
      } as const;
      const answer = await client.call('CreateEipGroup', order, call);
      return created.receipt({ id: answer.id }, answer);
    },

    async change(id, { name = '' }, call) {
      const answer = await whenIdle(context, id, call, (attempt) =>
        client.call('UpdateEipGroup', { id, name }, attempt),
      );
      return changed.receipt({ id, name }, answer);
    },

    async resize(id, bandwidthMbps, call) {
      const answer = await whenIdle(context, id, call, (attempt) =>
        client.call('ResizeEipGroup', { id, bandwidthInMbps: bandwidthMbps }, attempt),
      );
      return changed.receipt({ id, bandwidthMbps }, answer);
    },

    async join(id, addresses, call) {
      const eips = await Promise.all(addresses.map((address) => getEip(context, address, call)));
      for (const { eip, shareGroupId } of eips) requireOpenFor(id, eip, shareGroupId);
      const ips = eips.map(({ eip }) => eip);
      const joining = eips.filter(({ shareGroupId }) => shareGroupId !== id).map(({ eip }) => eip);
      if (joining.length === 0) return joined.receipt({ id, ips });
      const answer = await whenIdle(context, id, call, (attempt) =>
        client.call('EipGroupMoveIn', { id, eips: joining }, attempt),
      );
      return joined.receipt({ id, ips }, answer);
    },

    async leave(id, addresses, call) {
      const ips = await Promise.all(addresses.map((address) => ipOf(context, address, call)));
      const members = membersOf(await client.call('GetEipGroup', { id }, call));
      const moveOutEips = ips.map((ip) => encodeLeaving(memberWith(ip, members, id)));
      const answer = await whenIdle(context, id, call, (attempt) =>
        client.call('EipGroupMoveOut', { id, moveOutEips }, attempt),
      );
      return left.receipt({ id, ips }, answer);
    },

    async delete(id, call) {
      const answer = await whenIdle(context, id, call, (attempt) =>
        client.call('ReleaseEipGroup', { id }, attempt),
      );
      return deleted.receipt({ id }, answer);
    },
  };
});

/** What was bought with the shared bandwidth never had a billing of its own: it gets that of an address allocated without wishes. */
const encodeLeaving = ({ eip, nativeGroup }: EipModel) => ({
  eip,
  ...(nativeGroup === true && {
    bandwidthInMbps: defaultBandwidth,
    billing: { paymentTiming: 'Postpaid', billingMethod: encodeMetering.traffic } as const,
  }),
});

/** Milliseconds; a change takes seconds. */
const pause = 3_000;

/** One at work refuses changes with the same code as one that never allows them; its state tells which. */
const whenIdle = <Answer>(
  context: Context,
  id: string,
  call: Call,
  write: (call: Call) => Promise<Answer>,
): Promise<Answer> =>
  retryWhileRefused({
    clock: context.clock,
    call,
    pause,
    write,
    passes: async (refusal) => {
      if (!isDenied(refusal)) return false;
      const group = await findGroup(context, id, call);
      return group !== undefined && decodeGroup(group).state === 'pending';
    },
  });

const findGroup = ({ client }: Context, id: string, call: Call): Promise<GroupModel | undefined> =>
  undefinedIfNotFound(() => client.call('GetEipGroup', { id }, call));

async function getEip(context: Context, address: string, call: Call): Promise<EipModel> {
  const ip = await ipOf(context, address, call);
  const eip = await readEip(context, ip, call);
  if (eip) return eip;
  throw new NatError('not-found', `there is no public address ${ip}`, { field: 'addresses' });
}

function settled(
  group: GroupModel | undefined,
  isDone: (bandwidth: SharedBandwidth) => boolean,
  missing: PollResult<never>,
): PollResult<SharedBandwidth> {
  if (group === undefined) return missing;
  return settledSharedBandwidth(decodeGroup(group), isDone);
}

function memberWith(ip: string, members: readonly EipModel[], id: string): EipModel {
  const member = members.find(({ eip }) => eip === ip);
  if (member) return member;
  throw doesNotDraw(ip, id);
}
