import { type BandwidthResource, type Call, NatError } from '@polynat/core';
import { decodePackage, encodePackage, type NativePackage } from './codec/bandwidth.ts';
import { pageNumber, pageOf, pageSize } from './codec/cursor.ts';
import { optional } from './codec/optional.ts';
import type { Context } from './lookup/context.ts';
import { findPackage } from './lookup/records.ts';
import { packageLooksLike } from './settling/looks.ts';
import { given, type PackageLooks, receipt } from './settling/receipts.ts';
import { goneIsDone, once } from './writes/repeat.ts';

export function bandwidthFacet(context: Context): BandwidthResource {
  const { client } = context;
  return {
    list: async ({ id }, cursor, call) => {
      const input = { NatGatewayId: id, PageNumber: pageNumber(cursor), PageSize: pageSize };
      const page = await client.call('DescribeBandwidthPackages', input, call);
      const packages = page.BandwidthPackages.map(decodePackage);
      return pageOf(packages, page, packages.length, cursor);
    },

    create: async ({ id }, spec, call) => {
      const input = { NatGatewayId: id, ...encodePackage(spec) };
      const created = await client.call('CreateBandwidthPackage', input, call);
      const native = given(created.BandwidthPackageId, 'BandwidthPackageId', 'CreateBandwidthPackage');
      return receipt('package-settled', { package: native, looks: {}, fresh: true }, created);
    },

    change: async (_key, id, { name, description }, call) => {
      const input = {
        BandwidthPackageId: id,
        ...optional('Name', name),
        ...optional('Description', description),
      };
      const looks = { ...optional('name', name), ...optional('description', description) };
      const write = () => client.call('ModifyBandwidthPackageAttribute', input, call);
      const answered = await once(context, call, write, () => looksAlready(context, id, looks, call));
      return receipt('package-settled', { package: id, looks }, answered);
    },

    resize: async (_key, id, bandwidthMbps, call) => {
      const input = { BandwidthPackageId: id, Bandwidth: bandwidthMbps };
      const looks = { bandwidthMbps };
      const write = () => client.call('ModifyBandwidthPackageSpec', input, call);
      const answered = await once(context, call, write, () => looksAlready(context, id, looks, call));
      return receipt('package-settled', { package: id, looks }, answered);
    },

    addAddresses: async (_key, id, count, call) => {
      const { PublicIpAddresses } = await getPackage(context, id, call);
      const added = await client.call(
        'AddBandwidthPackageIps',
        { BandwidthPackageId: id, IpCount: count },
        call,
      );
      const looks = { addresses: PublicIpAddresses.length + count };
      return receipt('package-settled', { package: id, looks }, added);
    },

    removeAddresses: async (_key, id, ips, call) => {
      const looks = { without: [...ips] };
      const held = (await getPackage(context, id, call)).PublicIpAddresses.map(({ IpAddress }) => IpAddress);
      const RemovedIpAddresses = ips.filter((ip) => held.includes(ip));
      if (RemovedIpAddresses.length === 0) return receipt('package-settled', { package: id, looks });
      const input = { BandwidthPackageId: id, RemovedIpAddresses };
      const removed = await client.call('RemoveBandwidthPackageIps', input, call);
      return receipt('package-settled', { package: id, looks }, removed);
    },

    convert: async (_key, id, call) => {
      const converted = await client.call('ConvertBandwidthPackage', { BandwidthPackageId: id }, call);
      return receipt('package-removed', { package: id }, converted);
    },

    delete: async (_key, id, force, call) => {
      const deletion = once(
        context,
        call,
        () => client.call('DeleteBandwidthPackage', { BandwidthPackageId: id, Force: force }, call),
        async () => (await findPackage(client, id, call)) === undefined,
      );
      return receipt('package-removed', { package: id }, await goneIsDone(deletion));
    },
  };
}

async function looksAlready(
  { client }: Context,
  id: string,
  looks: PackageLooks,
  call: Call,
): Promise<boolean> {
  const native = await findPackage(client, id, call);
  return native !== undefined && packageLooksLike(native, looks);
}

async function getPackage({ client }: Context, id: string, call: Call): Promise<NativePackage> {
  const native = await findPackage(client, id, call);
  if (native) return native;
  throw new NatError('not-found', `NAT bandwidth package ${id} does not exist`);
}
