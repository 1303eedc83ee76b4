import type { BandwidthPackage, BandwidthPackages, Operation } from '@polynat/core';
import type { Answer, CommandSpec } from '../command.ts';
import { needed, optional } from '../command.ts';
import { UsageError } from '../failures.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

const columns = [
  { title: 'package', of: ({ id }: BandwidthPackage) => id },
  { title: 'name', of: ({ name }: BandwidthPackage) => name },
  { title: 'mbit/s', of: ({ bandwidthMbps }: BandwidthPackage) => bandwidthMbps },
  { title: 'addresses', of: ({ addresses }: BandwidthPackage) => addresses.map(({ ip }) => ip).join(' ') },
  { title: 'state', of: ({ state }: BandwidthPackage) => state },
];

const answer = (packages: readonly BandwidthPackage[]): Answer => ({
  json: packages,
  text: table(packages, columns, 'There are no bandwidth packages.'),
});

export const bandwidthCommands: readonly CommandSpec[] = [
  {
    usage: 'bandwidth list <ref>',
    summary: 'bandwidth packages of a gateway',
    run: async (session, [ref = '']) =>
      answer(await (await packagesOf(session, ref)).list(session.call).toArray()),
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
    run: async (session, [ref = ''], options) => {
      const [name, zone] = [optional(options, 'name'), optional(options, 'zone')];
      const spec = {
        bandwidthMbps: whole(needed(options, 'bandwidth', 'a package has a bandwidth'), '--bandwidth'),
        addresses: whole(needed(options, 'addresses', 'a package comes with addresses'), '--addresses'),
        ...(name && { name }),
        ...(zone && { zone }),
      };
      await session.confirm([
        `Buy ${spec.bandwidthMbps} Mbit/s with ${spec.addresses} addresses for ${ref}.`,
      ]);
      return followed(
        session,
        'create a package',
        (await packagesOf(session, ref)).create(spec, session.call),
      );
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
    run: async (session, [ref = '', id = ''], options) => {
      const [name, description] = [optional(options, 'name'), optional(options, 'description')];
      const change = { ...(name && { name }), ...(description && { description }) };
      return followed(
        session,
        `change ${id}`,
        (await packagesOf(session, ref)).change(id, change, session.call),
      );
    },
  },
  {
    usage: 'bandwidth resize <ref> <id> <mbit/s>',
    summary: 'change its bandwidth, and with it what it costs',
    changes: true,
    run: async (session, [ref = '', id = '', mbps = '']) => {
      await session.confirm([`Change ${id} to ${mbps} Mbit/s.`]);
      return followed(
        session,
        `resize ${id}`,
        (await packagesOf(session, ref)).resize(id, whole(mbps, 'bandwidth'), session.call),
      );
    },
  },
  {
    usage: 'bandwidth add-addresses <ref> <id> <count>',
    summary: 'add addresses to a package',
    changes: true,
    run: async (session, [ref = '', id = '', count = '']) => {
      await session.confirm([`Buy ${count} more addresses in ${id}.`]);
      return followed(
        session,
        `add to ${id}`,
        (await packagesOf(session, ref)).addAddresses(id, whole(count, 'count'), session.call),
      );
    },
  },
  {
    usage: 'bandwidth remove-addresses <ref> <id> <ips...>',
    summary: 'take addresses out of a package; they are gone',
    changes: true,
    run: async (session, [ref = '', id = '', ...ips]) => {
      await session.confirm([`Give ${ips.join(', ')} back. They cannot be had again.`]);
      return followed(
        session,
        `remove from ${id}`,
        (await packagesOf(session, ref)).removeAddresses(id, ips, session.call),
      );
    },
  },
  {
    usage: 'bandwidth convert <ref> <id>',
    summary: 'turn its addresses into ordinary ones',
    changes: true,
    run: async (session, [ref = '', id = '']) => {
      await session.confirm([`Convert ${id}: its addresses become ordinary ones, and the package is gone.`]);
      await session.follow(`convert ${id}`, (await packagesOf(session, ref)).convert(id, session.call));
      return { json: { converted: id }, text: `Converted ${id}.\n` };
    },
  },
  {
    usage: 'bandwidth delete <ref> <id>',
    summary: 'delete a package with its addresses',
    changes: true,
    options: [['--force', 'even while rules use its addresses']],
    run: async (session, [ref = '', id = ''], options) => {
      await session.confirm([`Delete ${id} with its addresses.`]);
      const packages = await packagesOf(session, ref);
      await session.follow(
        `delete ${id}`,
        packages.delete(id, { ...session.call, force: options.force === true }),
      );
      return { json: { deleted: id }, text: `Deleted ${id}.\n` };
    },
  },
];

const packagesOf = async (session: Session, ref: string): Promise<BandwidthPackages> =>
  (await session.clouds()).gateway(ref).bandwidth;

const followed = async (
  session: Session,
  title: string,
  operation: Operation<BandwidthPackage>,
): Promise<Answer> => answer([await session.follow(title, operation)]);

function whole(text: string, field: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${field}: "${text}" is not a whole number`);
}
