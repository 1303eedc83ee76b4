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
  { title: 'public ips', of: ({ addresses }: BandwidthPackage) => addresses.map(({ ip }) => ip).join(' ') },
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
    summary: 'list bandwidth packages of a gateway',
    run: async ({ clouds, call }, [ref = '']) => {
      const packages = await (await packagesOf(clouds, ref)).list(call).toArray();
      return { json: packages, text: tableOf(packages) };
    },
  },
  {
    usage: 'bandwidth create <ref>',
    summary: 'create a package with public IPs; billing starts immediately',
    changes: true,
    options: [
      ['--bandwidth <mbit/s>', 'bandwidth that its public IPs share'],
      ['--addresses <count>', 'number of public IPs to allocate'],
      ['--name <name>', 'name'],
      ['--zone <id>', 'zone'],
    ],
    run: async ({ clouds, terminal, follow, call }, [ref = ''], options) => {
      const spec = await specFrom(options);
      const packages = await packagesOf(clouds, ref);
      const what = `${spec.bandwidthMbps} Mbit/s with ${spec.addresses} public IPs`;
      await terminal.confirm(`Create a bandwidth package of ${what} for ${ref}. Billing starts immediately.`);
      return one(await follow('create a package', packages.create(spec, call)));
    },
  },
  {
    usage: 'bandwidth change <ref> <id>',
    summary: 'rename or describe a package',
    changes: true,
    options: [
      ['--name <name>', 'new name'],
      ['--description <text>', 'new description'],
    ],
    run: async ({ clouds, follow, call }, [ref = '', id = ''], options) => {
      const packages = await packagesOf(clouds, ref);
      const change = given(options, 'name', 'description');
      return one(await follow(`change ${id}`, packages.change(id, change, call)));
    },
  },
  {
    usage: 'bandwidth resize <ref> <id> <mbit/s>',
    summary: 'change its bandwidth and price',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', mbps = '']) => {
      const bandwidth = await whole(mbps, 'bandwidth');
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Change ${id} to ${mbps} Mbit/s. This changes its price.`);
      return one(await follow(`resize ${id}`, packages.resize(id, bandwidth, call)));
    },
  },
  {
    usage: 'bandwidth add-addresses <ref> <id> <count>',
    summary: 'allocate more public IPs in a package',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', text = '']) => {
      const count = await whole(text, 'count');
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Allocate ${count} more public IPs in ${id}. Billing starts immediately.`);
      return one(await follow(`add public IPs to ${id}`, packages.addAddresses(id, count, call)));
    },
  },
  {
    usage: 'bandwidth remove-addresses <ref> <id> <ips...>',
    summary: 'release public IPs of a package',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '', ...ips]) => {
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Release ${ips.join(', ')}. You cannot get these IPs back.`);
      const removing = packages.removeAddresses(id, ips, call);
      return one(await follow(`release public IPs of ${id}`, removing));
    },
  },
  {
    usage: 'bandwidth convert <ref> <id>',
    summary: 'turn its public IPs into ordinary ones',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = '']) => {
      const { bandwidth } = await clouds.gateway(ref, 'bandwidth.convert');
      await terminal.confirm(
        `Convert ${id}. Its public IPs become ordinary ones, and the package is deleted.`,
      );
      await follow(`convert ${id}`, bandwidth.convert(id, call));
      return { json: { converted: id }, text: `Converted ${id}.\n` };
    },
  },
  {
    usage: 'bandwidth delete <ref> <id>',
    summary: 'delete a package and release its public IPs',
    changes: true,
    options: [['--force', 'even when rules use its public IPs']],
    run: async ({ clouds, terminal, follow, call }, [ref = '', id = ''], { force }) => {
      const packages = await packagesOf(clouds, ref);
      await terminal.confirm(`Delete ${id} and release its public IPs. You cannot get these IPs back.`);
      const deleting = packages.delete(id, { ...call, force: force === true });
      await follow(`delete ${id}`, deleting);
      return { json: { deleted: id }, text: `Deleted ${id}.\n` };
    },
  },
];

const packagesOf = async (clouds: CommandContext['clouds'], ref: string): Promise<BandwidthPackages> =>
  (await clouds.gateway(ref, 'bandwidth.packages')).bandwidth;

/** Parsers are loaded by the commands that need them. */
export async function whole(text: string, field: string): Promise<number> {
  return (await import('../command-line/parse.ts')).wholeNumber(text, field);
}

async function specFrom(options: OptionValues): Promise<BandwidthSpec> {
  const bandwidth = needed(options, 'bandwidth', 'the bandwidth that its public IPs share');
  const addresses = needed(options, 'addresses', 'the number of public IPs to allocate');
  return {
    ...given(options, 'name', 'zone'),
    bandwidthMbps: await whole(bandwidth, '--bandwidth'),
    addresses: await whole(addresses, '--addresses'),
  };
}
