import { doesNotDraw, requireOpenFor, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type Call,
  derivedCall,
  exactlyOnce,
  ipv4Schema,
  NatError,
  type SharedBandwidth,
} from '@polynat/core';
import { type CheckResult, decodeOffset, isGone, nothingToDo, notYet, pageOf, shows } from '@polynat/tencent';
import * as z from 'zod';
import { decodePackage, encodeSpec } from './codec/shared-bandwidth.ts';
import {
  accepted,
  type Context,
  sharedBandwidth as defineSharedBandwidth,
  noTask,
  send,
  taskWork,
} from './context.ts';
import { findEips } from './eips.ts';
import type { EipModel } from './operations/addresses.ts';
import type { PackageModel } from './operations/shared-bandwidth.ts';

const created = taskWork({
  kind: 'shared-bandwidth.created',
  subject: z.object({ id: z.string() }),
  verdictOf: noTask,
  check: async (context, { id }, call) => settled(await findPackage(context, id, call), () => true),
});

const changed = taskWork({
  kind: 'shared-bandwidth.changed',
  subject: z.object({
    id: z.string(),
    name: z.string().exactOptional(),
    bandwidthMbps: z.number().exactOptional(),
  }),
  verdictOf: noTask,
  check: async (context, { id, ...asked }, call) =>
    settled(await findPackage(context, id, call), (bandwidth) => isAsAsked(bandwidth, asked)),
});

const membership = z.object({ id: z.string(), members: z.array(z.string()) });

const joined = taskWork({
  kind: 'shared-bandwidth.joined',
  subject: membership,
  verdictOf: noTask,
  check: async (context, { id, members }, call) =>
    settled(await findPackage(context, id, call), (bandwidth) => holdsAll(bandwidth, members)),
});

const left = taskWork({
  kind: 'shared-bandwidth.left',
  subject: membership,
  verdictOf: noTask,
  check: async (context, { id, members }, call): Promise<CheckResult<void>> => {
    const native = await findPackage(context, id, call);
    return native === undefined || holdsNone(decodePackage(native), members)
      ? isGone
      : notYet(`${members.join(', ')} still draw from it`);
  },
});

const deleted = taskWork({
  kind: 'shared-bandwidth.deleted',
  subject: z.object({ id: z.string() }),
  verdictOf: noTask,
  check: async (context, { id }, call): Promise<CheckResult<void>> => {
    const native = await findPackage(context, id, call);
    return native === undefined || native.Status === 'DELETED'
      ? isGone
      : notYet(`shared bandwidth ${id} is ${native.Status}`);
  },
});

const limit = 100;

export const sharedBandwidth = defineSharedBandwidth([created, changed, joined, left, deleted], (context) => {
  const { client, clock } = context;
  return {
    async list(cursor, call) {
      const offset = decodeOffset(cursor);
      const query = { Offset: offset, Limit: limit };
      const { BandwidthPackageSet, TotalCount } = await client.call('DescribeBandwidthPackages', query, call);
      return pageOf(BandwidthPackageSet.map(decodePackage), { offset, limit, total: TotalCount });
    },

    get: async (id, call) => decodePackage(await getPackage(context, id, call)),

    async create(spec, call) {
      const mark = markOf(call);
      const earlier = call.repeated ? await findMarked(context, mark, call) : undefined;
      if (earlier?.BandwidthPackageId)
        return created.receipt({ id: earlier.BandwidthPackageId }, nothingToDo(clock));
      const order = { ...encodeSpec(spec), Tags: [mark] };
      const answer = await exactlyOnce<OrderAnswer>({
        clock,
        call,
        write: () => client.call('CreateBandwidthPackage', order, call),
        find: () => findMarked(context, mark, call),
        settle: markShows,
      });
      const id = answer.BandwidthPackageId;
      if (!id)
        throw new NatError('protocol', 'CreateBandwidthPackage answered no id', { outcome: 'unknown' });
      return created.receipt({ id }, { ...accepted(answer), asked: clock.now() });
    },

    change: (id, { name = '' }, call) =>
      change(context, { id, name }, call, () =>
        client.call(
          'ModifyBandwidthPackageAttribute',
          { BandwidthPackageId: id, BandwidthPackageName: name },
          call,
        ),
      ),

    resize: (id, bandwidthMbps, call) =>
      change(context, { id, bandwidthMbps }, call, () =>
        client.call(
          'ModifyBandwidthPackageBandwidth',
          { BandwidthPackageId: id, InternetMaxBandwidth: bandwidthMbps },
          call,
        ),
      ),

    async join(id, addresses, call) {
      const native = await getPackage(context, id, call);
      const bandwidth = decodePackage(native);
      const eips = await readEips(context, addresses, call);
      for (const eip of eips) requireOpenFor(id, eip.AddressIp ?? eip.AddressId, eip.BandwidthPackageId);
      const members = eips.map(({ AddressId }) => AddressId);
      const ResourceIds = members.filter((member) => !holdsAll(bandwidth, [member]));
      if (ResourceIds.length === 0) return joined.receipt({ id, members }, nothingToDo(clock));
      const input = {
        BandwidthPackageId: id,
        ResourceType: 'Address',
        ResourceIds,
        ...(native.NetworkType && { NetworkType: native.NetworkType }),
      };
      const sent = await send(
        context,
        call,
        () => client.call('AddBandwidthPackageResources', input, call),
        async () => holdsAll(decodePackage(await getPackage(context, id, call)), members),
      );
      return joined.receipt({ id, members }, sent);
    },

    async leave(id, addresses, call) {
      const bandwidth = decodePackage(await getPackage(context, id, call));
      const members = addresses.map((address) => memberWith(address, bandwidth));
      const input = { BandwidthPackageId: id, ResourceType: 'Address', ResourceIds: members };
      const sent = await send(
        context,
        call,
        () => client.call('RemoveBandwidthPackageResources', input, call),
        async () => {
          const native = await findPackage(context, id, call);
          return native === undefined || holdsNone(decodePackage(native), members);
        },
      );
      return left.receipt({ id, members }, sent);
    },

    async delete(id, call) {
      const sent = await send(
        context,
        call,
        () => client.call('DeleteBandwidthPackage', { BandwidthPackageId: id }, call),
        async () => ((await findPackage(context, id, call))?.Status ?? 'DELETED').startsWith('DELET'),
      );
      return deleted.receipt({ id }, sent);
    },
  };
});

interface OrderAnswer {
  readonly BandwidthPackageId: string | undefined;
  readonly RequestId: string | undefined;
}

/** Milliseconds in which the tag of a new one can be filtered by. */
const markShows = 10_000;

/** An order takes no token, so it carries a tag that only this order can have left: a second one is never bought. */
const markOf = (call: Call) => ({ Key: 'polynat-order', Value: derivedCall(call, 'mark').token });

async function findMarked(
  { client }: Context,
  { Key, Value }: ReturnType<typeof markOf>,
  call: Call,
): Promise<OrderAnswer | undefined> {
  const query = { Filters: [{ Name: `tag:${Key}`, Values: [Value] }], Limit: 1 };
  const { BandwidthPackageSet } = await client.call('DescribeBandwidthPackages', query, call);
  const [found] = BandwidthPackageSet;
  return found && { BandwidthPackageId: found.BandwidthPackageId, RequestId: undefined };
}

interface Asked {
  readonly id: string;
  readonly name?: string;
  readonly bandwidthMbps?: number;
}

async function change(
  context: Context,
  asked: Asked,
  call: Call,
  write: () => Promise<{ readonly RequestId: string | undefined }>,
) {
  const sent = await send(context, call, write, async () =>
    isAsAsked(decodePackage(await getPackage(context, asked.id, call)), asked),
  );
  return changed.receipt({ ...asked }, sent);
}

const isAsAsked = (
  bandwidth: SharedBandwidth,
  { name = bandwidth.name, bandwidthMbps = bandwidth.bandwidthMbps }: Omit<Asked, 'id'>,
): boolean => bandwidth.name === name && bandwidth.bandwidthMbps === bandwidthMbps;

const holdsAll = ({ addresses }: SharedBandwidth, members: readonly string[]): boolean =>
  members.every((member) => addresses.some(({ id }) => id === member));

const holdsNone = ({ addresses }: SharedBandwidth, members: readonly string[]): boolean =>
  !addresses.some(({ id }) => id !== undefined && members.includes(id));

const findPackage = ({ client }: Context, id: string, call: Call): Promise<PackageModel | undefined> =>
  undefinedIfNotFound(async () => {
    const { BandwidthPackageSet } = await client.call(
      'DescribeBandwidthPackages',
      { BandwidthPackageIds: [id] },
      call,
    );
    return BandwidthPackageSet.find(({ BandwidthPackageId }) => BandwidthPackageId === id);
  });

async function getPackage(context: Context, id: string, call: Call): Promise<PackageModel> {
  const native = await findPackage(context, id, call);
  if (native) return native;
  throw new NatError('not-found', `there is no shared bandwidth ${id} in ${context.region}`, { field: 'id' });
}

async function readEips(
  context: Context,
  addresses: readonly string[],
  call: Call,
): Promise<readonly EipModel[]> {
  const isIp = (address: string) => ipv4Schema.safeParse(address).success;
  const eips = [
    ...(await findEips(context, 'address-ip', addresses.filter(isIp), call)),
    ...(await findEips(
      context,
      'address-id',
      addresses.filter((address) => !isIp(address)),
      call,
    )),
  ];
  return addresses.map(
    (address) =>
      eips.find((eip) => eip.AddressIp === address || eip.AddressId === address) ?? unknownAddress(address),
  );
}

function unknownAddress(address: string): never {
  throw new NatError('not-found', `there is no public address ${address}`, { field: 'addresses' });
}

function settled(
  native: PackageModel | undefined,
  isDone: (bandwidth: SharedBandwidth) => boolean,
): CheckResult<SharedBandwidth> {
  if (native === undefined) return notYet('not listed yet');
  const bandwidth = decodePackage(native);
  return bandwidth.state === 'available' && isDone(bandwidth)
    ? shows(bandwidth)
    : notYet(`${bandwidth.providerState}, not yet as asked`);
}

function memberWith(address: string, { id, addresses }: SharedBandwidth): string {
  const member = addresses.find((one) => one.ip === address || one.id === address);
  if (member?.id !== undefined) return member.id;
  throw doesNotDraw(address, id);
}
