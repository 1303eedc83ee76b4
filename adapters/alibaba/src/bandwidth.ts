import {
  type Answered,
  defined,
  done,
  gone,
  id,
  matches,
  notListedYet,
  pending,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import { type BandwidthPackage, type Call, NatError, type PollResult } from '@polynat/core';
import * as z from 'zod';
import { decodePackage, encodePackage, type NativePackage } from './codec/bandwidth.ts';
import { pageOf, paging } from './codec/cursor.ts';
import {
  type Context,
  bandwidth as defineBandwidth,
  once,
  removeOnce,
  requireId,
  withFormerName,
  work,
} from './context.ts';

/** What a package shows in the end; what was not asked for is not compared. */
const expectation = z.object({
  name: z.string().exactOptional(),
  description: z.string().exactOptional(),
  bandwidthMbps: z.number().exactOptional(),
  /** At least so many. */
  addresses: z.number().exactOptional(),
  without: z.array(z.string()).exactOptional(),
});
type Expectation = z.output<typeof expectation>;

/**
 * Milliseconds in which a listing shows added addresses at the latest. Those that were added under the same token before are counted
 * already when it is sent again, and no answer tells the difference: after this time there are no more to wait for.
 */
const lag = 60_000;

const created = work({
  kind: 'package.created',
  subject: z.object({ package: id }),
  poll: async (context, { package: packageId }, call) =>
    settled(await findPackage(context, packageId, call), {}, notListedYet),
});

const changed = work({
  kind: 'package.changed',
  formerly: ['package-settled'],
  /** Milliseconds since 1970 in `accepted`. Version 0.1 stored `fresh` with a package that was created. */
  subject: withFormerName(
    z.object({
      package: id,
      expected: expectation,
      accepted: z.number().exactOptional(),
      fresh: z.boolean().exactOptional(),
    }),
  ),
  poll: async (context, { package: packageId, expected, accepted = Infinity, fresh }, call) => {
    const missing = fresh ? notListedYet : vanished(`NAT bandwidth package ${packageId}`);
    const { addresses, ...others } = expected;
    const known = context.clock.now() < accepted + lag ? expected : others;
    return settled(await findPackage(context, packageId, call), known, missing);
  },
});

const deleted = work({
  kind: 'package.deleted',
  formerly: ['package-removed'],
  subject: z.object({ package: id }),
  poll: async (context, { package: packageId }, call) => {
    const native = await findPackage(context, packageId, call);
    return native ? pending(native.Status ?? 'still listed') : gone;
  },
});

export const bandwidth = defineBandwidth([created, changed, deleted], (context) => {
  const { client } = context;

  /** A change that the API has no token for. */
  const change = async (
    packageId: string,
    expected: Expectation,
    call: Call,
    write: () => Promise<Answered>,
  ) => {
    const answer = await once(context, call, write, async () => {
      const seen = await findPackage(context, packageId, call);
      return seen !== undefined && isAsAsked(seen, expected);
    });
    return changed.receipt({ package: packageId, expected }, answer);
  };

  return {
    async list({ id: gateway }, cursor, call) {
      const input = { NatGatewayId: gateway, ...paging(cursor) };
      const page = await client.call('DescribeBandwidthPackages', input, call);
      return pageOf(page.BandwidthPackages.map(decodePackage), page, cursor);
    },

    async create({ id: gateway }, spec, call) {
      const input = { NatGatewayId: gateway, ...encodePackage(spec) };
      const answer = await client.call('CreateBandwidthPackage', input, call);
      const made = requireId(answer.BandwidthPackageId, 'BandwidthPackageId', 'CreateBandwidthPackage');
      return created.receipt({ package: made }, answer);
    },

    change(_key, packageId, { name, description }, call) {
      const input = { BandwidthPackageId: packageId, ...defined({ Name: name, Description: description }) };
      return change(packageId, defined({ name, description }), call, () =>
        client.call('ModifyBandwidthPackageAttribute', input, call),
      );
    },

    resize(_key, packageId, bandwidthMbps, call) {
      const input = { BandwidthPackageId: packageId, Bandwidth: bandwidthMbps };
      return change(packageId, { bandwidthMbps }, call, () =>
        client.call('ModifyBandwidthPackageSpec', input, call),
      );
    },

    async addAddresses(_key, packageId, count, call) {
      const { PublicIpAddresses } = await getPackage(context, packageId, call);
      const input = { BandwidthPackageId: packageId, IpCount: count };
      const answer = await client.call('AddBandwidthPackageIps', input, call);
      const expected = { addresses: PublicIpAddresses.length + count };
      return changed.receipt({ package: packageId, expected, accepted: context.clock.now() }, answer);
    },

    async removeAddresses(_key, packageId, ips, call) {
      const subject = { package: packageId, expected: { without: [...ips] } };
      const held = addressesOf(await getPackage(context, packageId, call));
      const RemovedIpAddresses = ips.filter((ip) => held.includes(ip));
      const missing = ips.filter((ip) => !held.includes(ip));
      if (missing.length > 0 && !call.repeated) throw notInPackage(packageId, missing);
      if (RemovedIpAddresses.length === 0) return changed.receipt(subject);
      const input = { BandwidthPackageId: packageId, RemovedIpAddresses };
      return changed.receipt(subject, await client.call('RemoveBandwidthPackageIps', input, call));
    },

    async convert(_key, packageId, call) {
      const input = { BandwidthPackageId: packageId };
      const answer = await client.call('ConvertBandwidthPackage', input, call);
      return deleted.receipt({ package: packageId }, answer);
    },

    async delete(_key, packageId, force, call) {
      const input = { BandwidthPackageId: packageId, Force: force };
      const answer = await removeOnce(
        context,
        call,
        () => client.call('DeleteBandwidthPackage', input, call),
        () => findPackage(context, packageId, call),
      );
      return deleted.receipt({ package: packageId }, answer);
    },
  };
});

const notInPackage = (packageId: string, ips: readonly string[]): NatError =>
  new NatError('not-found', `package ${packageId} has no ${ips.join(', ')}`, { field: 'addresses' });

const findPackage = (
  { client }: Context,
  packageId: string,
  call: Call,
): Promise<NativePackage | undefined> =>
  undefinedIfNotFound(async () => {
    const input = { BandwidthPackageId: packageId };
    const { BandwidthPackages } = await client.call('DescribeBandwidthPackages', input, call);
    return BandwidthPackages.find(({ BandwidthPackageId }) => BandwidthPackageId === packageId);
  });

async function getPackage(context: Context, packageId: string, call: Call): Promise<NativePackage> {
  const native = await findPackage(context, packageId, call);
  if (native) return native;
  throw new NatError('not-found', `NAT bandwidth package ${packageId} does not exist`);
}

function settled(
  native: NativePackage | undefined,
  expected: Expectation,
  missing: PollResult<never>,
): PollResult<BandwidthPackage> {
  if (!native) return missing;
  const record = decodePackage(native);
  if (record.state === 'pending' || record.state === 'deleting') return pending(record.providerState);
  return isAsAsked(native, expected) ? done(record) : pending(`${record.providerState}, not yet as asked`);
}

function isAsAsked(native: NativePackage, expected: Expectation): boolean {
  const { addresses = 0, without = [], ...others } = expected;
  const ips = addressesOf(native);
  const { Name: name, Description: description, Bandwidth: bandwidthMbps } = native;
  const complete = ips.length >= addresses && !without.some((ip) => ips.includes(ip));
  return complete && matches(others, { name, description, bandwidthMbps });
}

const addressesOf = ({ PublicIpAddresses }: NativePackage): readonly string[] =>
  PublicIpAddresses.map(({ IpAddress }) => IpAddress);
