import type { BandwidthPackage, BandwidthPackages, BandwidthSpec } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { CommandContext } from '../command-line/context.ts';
import { given, needed, type OptionValues } from '../command-line/options.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

const columns = [
  { title: 'package', of: ({ id }: BandwidthPackage) => id },
  { title: 'name', of: ({ name }: BandwidthPackage) => name },
  { title: 'mbit/s', of: ({ bandwidthMbps }: BandwidthPackage) => bandwidthMbps },
  { title: 'addresses', of: ({ addresses }: BandwidthPackage) => addresses.map(({ ip }) => ip).join(' ') },
  {
    title: 'state',
    of: ({ state }: BandwidthPackage) => state,
    tone: ({ state }: BandwidthPackage) => toneOfState(state),
  },
];

const tableOf = (packages: readonly BandwidthPackage[]) =>
  table(packages, columns, 'There are no bandwidth packages.');

const one = (bought: BandwidthPackage): Answer => ({ json: bought, text: tableOf([bought]) });

export const bandwidthCommands: readonly CommandSpec[] = [
  {
    usage: 'bandwidth list <ref>',
    summary: 'bandwidth packages of a gateway',
    run: async ({ clouds, call }, [ref = '']) => {
      const packages = await (await packagesOf(clouds, ref)).list(call).toArray();
      return { json: packages, text: tableOf(packages) };
    },
  },
  {
    usage: 'bandwidth create <ref>',
    summary: 'buy bandwidth with addresses; it costs from then on',
    changes: true,
    options: [
      ['--bandwidth <mbit/s>', 'bandwidth its addresses share'],
      ['--addresses <count>', 'how many addresses come with it'],
      ['--name <name>', 'a name'],
      ['--zone <id>', 'a zone'],
    ],
    run: async ({ clouds, terminal, follow, call }, [ref = ''], options) => {
      const spec = await specFrom(options);
      const packages = await packagesOf(clouds, ref);
      const what = `${spec.bandwidthMbps} Mbit/s with ${spec.addresses} addresses`;
      await terminal.confirm(`Buy ${what} for ${ref}. It costs from then on.`);
      return one(await follow('create a package', packages.create(spec, call)));
    },
  },
  {
    usage: 'bandwidth change <ref> <id>',
    summary: 'rename or describe a package',
    changes: true,
    options: [
      ['--name <name>', 'its new name'],
      ['--description <text>', 'its new description'],
    ],
    run: async ({ clouds, follow, call }, [ref = '', id = ''], options) => {
      const packages = await packagesOf(clouds, ref);
      const change = given(options, 'name', 'description');
      return one(await follow(`change ${id}`, packages.change(id, change, call)));
    },
  },
  {
    usage: 'bandwidth resize <ref> <id> <mbit/s>',
    summary: 'change its bandwidth, and with it what it costs',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', mbps = '']) => {
      const bandwidth = await whole(mbps, 'bandwidth');
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Change ${id} to ${mbps} Mbit/s. This changes what it costs.`);
      return one(await follow(`resize ${id}`, packages.resize(id, bandwidth, call)));
    },
  },
  {
    usage: 'bandwidth add-addresses <ref> <id> <count>',
    summary: 'add addresses to a package',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', text = '']) => {
      const count = await whole(text, 'count');
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Buy ${count} more addresses in ${id}. They cost from then on.`);
      return one(await follow(`add addresses to ${id}`, packages.addAddresses(id, count, call)));
    },
  },
  {
    usage: 'bandwidth remove-addresses <ref> <id> <ips...>',
    summary: 'take addresses out of a package; they are gone',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', ...ips]) => {
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Give ${ips.join(', ')} back. They cannot be had again.`);
      const removing = packages.removeAddresses(id, ips, call);
      return one(await follow(`remove addresses from ${id}`, removing));
    },
  },
  {
    usage: 'bandwidth convert <ref> <id>',
    summary: 'turn its addresses into ordinary ones',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '']) => {
      const { bandwidth } = await clouds.gateway(ref, 'bandwidth.convert');
      await terminal.confirm(`Convert ${id}: its addresses become ordinary ones, and the package is gone.`);
      await follow(`convert ${id}`, bandwidth.convert(id, call));
      return { json: { converted: id }, text: `Converted ${id}.\n` };
    },
  },
  {
    usage: 'bandwidth delete <ref> <id>',
    summary: 'delete a package with its addresses',
    changes: true,
    options: [['--force', 'even while rules use its addresses']],
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = ''], { force }) => {
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Delete ${id} with its addresses. They cannot be had again.`);
      const deleting = packages.delete(id, { ...call, force: force === true });
      await follow(`delete ${id}`, deleting);
      return { json: { deleted: id }, text: `Deleted ${id}.\n` };
    },
  },
];

const packagesOf = async (clouds: CommandContext['clouds'], ref: string): Promise<BandwidthPackages> =>
  (await clouds.gateway(ref, 'bandwidth.packages')).bandwidth;

async function specFrom(options: OptionValues): Promise<BandwidthSpec> {
  const bandwidth = needed(options, 'bandwidth', 'a package has a bandwidth');
  const addresses = needed(options, 'addresses', 'a package comes with addresses');
  return {
    ...given(options, 'name', 'zone'),
    bandwidthMbps: await whole(bandwidth, '--bandwidth'),
    addresses: await whole(addresses, '--addresses'),
  };
}

async function whole(text: string, field: string): Promise<number> {
  return (await import('../command-line/parse.ts')).wholeNumber(text, field);
}
