import {
  defined,
  doesNotDraw,
  gone,
  id,
  matches,
  notListedYet,
  pending,
  requireOpenFor,
  settledSharedBandwidth,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import { type Call, NatError, type PollResult, type SharedBandwidth } from '@polynat/core';
import * as z from 'zod';
import { pageOf, paging } from './codec/cursor.ts';
import { type CommonPackage, decodeShared, encodeShared } from './codec/shared-bandwidth.ts';
import {
  type Context,
  sharedBandwidth as defineSharedBandwidth,
  once,
  removeOnce,
  requireId,
  work,
} from './context.ts';
import { getElasticIp } from './eips.ts';

/** What it shows in the end; what was not asked for is not compared. */
const expectation = z.object({
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  bandwidthMbps: z.number().exactOptional(),
});
type Expectation = z.output<typeof expectation>;

const created = work({
  kind: 'shared-bandwidth.created',
  subject: z.object({ bandwidth: id }),
  poll: async (context, { bandwidth }, call) =>
    settled(await findShared(context, bandwidth, call), () => true, notListedYet),
});

const changed = work({
  kind: 'shared-bandwidth.changed',
  subject: z.object({ bandwidth: id, expected: expectation }),
  poll: async (context, { bandwidth, expected }, call) =>
    settled(
      await findShared(context, bandwidth, call),
      (native) => isAsAsked(native, expected),
      vanished(`shared bandwidth ${bandwidth}`),
    ),
});

const membership = z.object({ bandwidth: id, allocations: z.array(id) });

const joined = work({
  kind: 'shared-bandwidth.joined',
  subject: membership,
  poll: async (context, { bandwidth, allocations }, call) =>
    settled(
      await findShared(context, bandwidth, call),
      (native) => allocations.every((allocation) => relationOf(native, allocation) === 'BINDED'),
      vanished(`shared bandwidth ${bandwidth}`),
    ),
});

const left = work({
  kind: 'shared-bandwidth.left',
  subject: membership,
  poll: async (context, { bandwidth, allocations }, call) => {
    const native = await findShared(context, bandwidth, call);
    const staying = native && allocations.find((allocation) => relationOf(native, allocation) !== undefined);
    return staying === undefined ? gone : pending(`${staying} still draws from it`);
  },
});

const deleted = work({
  kind: 'shared-bandwidth.deleted',
  subject: z.object({ bandwidth: id }),
  poll: async (context, { bandwidth }, call) => {
    const native = await findShared(context, bandwidth, call);
    return native ? pending(native.Status ?? 'still listed') : gone;
  },
});

export const sharedBandwidth = defineSharedBandwidth([created, changed, joined, left, deleted], (context) => {
  const { client } = context;

  return {
    async list(cursor, call) {
      const page = await client.call('DescribeCommonBandwidthPackages', paging(cursor), call);
      return pageOf(page.CommonBandwidthPackages.map(decodeShared), page, cursor);
    },

    get: async (bandwidth, call) => decodeShared(await getShared(context, bandwidth, call)),

    async create(spec, call) {
      const answer = await client.call('CreateCommonBandwidthPackage', encodeShared(spec), call);
      const made = requireId(answer.BandwidthPackageId, 'BandwidthPackageId', 'CreateCommonBandwidthPackage');
      return created.receipt({ bandwidth: made }, answer);
    },

    change: (bandwidth, { name, description }, call) => {
      const input = { BandwidthPackageId: bandwidth, ...defined({ Name: name, Description: description }) };
      const write = () => client.call('ModifyCommonBandwidthPackageAttribute', input, call);
      return change(context, bandwidth, defined({ name, description }), write, call);
    },

    resize: (bandwidth, bandwidthMbps, call) => {
      const input = { BandwidthPackageId: bandwidth, Bandwidth: bandwidthMbps };
      const write = () => client.call('ModifyCommonBandwidthPackageSpec', input, call);
      return change(context, bandwidth, { bandwidthMbps }, write, call);
    },

    async join(bandwidth, addresses, call) {
      const eips = await Promise.all(addresses.map((address) => getElasticIp(context, address, call)));
      for (const eip of eips) requireOpenFor(bandwidth, eip.IpAddress, eip.BandwidthPackageId);
      const allocations = eips.map(({ AllocationId }) => AllocationId);
      const joining = eips.filter(({ BandwidthPackageId }) => BandwidthPackageId !== bandwidth);
      if (joining.length === 0) return joined.receipt({ bandwidth, allocations });
      const IpInstanceIds = joining.map(({ AllocationId }) => AllocationId);
      const input = { BandwidthPackageId: bandwidth, IpInstanceIds };
      const answer = await client.call('AddCommonBandwidthPackageIps', input, call);
      return joined.receipt({ bandwidth, allocations }, answer);
    },

    async leave(bandwidth, [address = ''], call) {
      const eip = await getElasticIp(context, address, call);
      if (eip.BandwidthPackageId !== bandwidth) throw doesNotDraw(eip.IpAddress, bandwidth);
      const allocation = eip.AllocationId;
      const input = { BandwidthPackageId: bandwidth, IpInstanceId: allocation };
      const answer = await client.call('RemoveCommonBandwidthPackageIp', input, call);
      return left.receipt({ bandwidth, allocations: [allocation] }, answer);
    },

    /** Never with Force, which would take out addresses that joined meanwhile. */
    async delete(bandwidth, call) {
      const answer = await removeOnce(
        context,
        call,
        () => client.call('DeleteCommonBandwidthPackage', { BandwidthPackageId: bandwidth }, call),
        () => findShared(context, bandwidth, call),
      );
      return deleted.receipt({ bandwidth }, answer);
    },
  };
});

/** A change that the API has no token for. */
async function change(
  context: Context,
  bandwidth: string,
  expected: Expectation,
  write: () => Promise<{ readonly RequestId?: string | undefined }>,
  call: Call,
) {
  const answer = await once(context, call, write, async () => {
    const seen = await findShared(context, bandwidth, call);
    return seen !== undefined && isAsAsked(seen, expected);
  });
  return changed.receipt({ bandwidth, expected }, answer);
}

const findShared = ({ client }: Context, bandwidth: string, call: Call): Promise<CommonPackage | undefined> =>
  undefinedIfNotFound(async () => {
    const input = { BandwidthPackageId: bandwidth };
    const { CommonBandwidthPackages } = await client.call('DescribeCommonBandwidthPackages', input, call);
    return CommonBandwidthPackages.find(({ BandwidthPackageId }) => BandwidthPackageId === bandwidth);
  });

async function getShared(context: Context, bandwidth: string, call: Call): Promise<CommonPackage> {
  const native = await findShared(context, bandwidth, call);
  if (native) return native;
  throw new NatError('not-found', `shared bandwidth ${bandwidth} does not exist in ${context.region}`, {
    field: 'id',
    provider: { cloud: 'alibaba', operation: 'DescribeCommonBandwidthPackages' },
  });
}

function settled(
  native: CommonPackage | undefined,
  isDone: (native: CommonPackage) => boolean,
  missing: PollResult<never>,
): PollResult<SharedBandwidth> {
  if (!native) return missing;
  return settledSharedBandwidth(decodeShared(native), () => isDone(native));
}

const isAsAsked = (
  { Name: name, Description: description, Bandwidth: bandwidthMbps }: CommonPackage,
  expected: Expectation,
): boolean => matches(expected, { name, description, bandwidthMbps });

/** `undefined` where the address does not draw from it. */
const relationOf = ({ PublicIpAddresses }: CommonPackage, allocation: string): string | undefined => {
  const member = PublicIpAddresses.find(({ AllocationId }) => AllocationId === allocation);
  return member && (member.BandwidthPackageIpRelationStatus ?? 'BINDED');
};
