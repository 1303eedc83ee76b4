import type { AddressSpec, AttachFor, PublicAddress } from '@polynat/core';
import type { Answer, CommandSpec, OptionValues } from '../command.ts';
import { optional, several } from '../command.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

interface Located extends PublicAddress {
  readonly cloud?: string;
}

const columns = [
  { title: 'cloud', of: ({ cloud }: Located) => cloud },
  { title: 'address', of: ({ ip }: Located) => ip },
  { title: 'id', of: ({ id }: Located) => id },
  { title: 'use', of: ({ use }: Located) => use },
  { title: 'gateway', of: ({ gateway }: Located) => gateway },
  { title: 'mbit/s', of: ({ bandwidthMbps }: Located) => bandwidthMbps },
  { title: 'shared', of: ({ sharedBandwidth }: Located) => sharedBandwidth },
  { title: 'state', of: ({ state }: Located) => state },
];

const answer = (addresses: readonly Located[]): Answer => ({
  json: addresses,
  text: table(addresses, columns, 'There are no public addresses.'),
});

const purposeOption = ['--for <pool>', 'snat or dnat, on clouds with two pools'] as const;

export const addressCommands: readonly CommandSpec[] = [
  {
    usage: 'addresses list [ref]',
    summary: 'public addresses of one gateway, or of all clouds',
    options: [
      ['--cloud <alias...>', 'only these clouds'],
      ['--free', 'only addresses nothing uses'],
    ],
    run: listAddresses,
  },
  {
    usage: 'addresses allocate <alias>',
    summary: 'buy an address; it costs from then on',
    changes: true,
    options: [
      ['--bandwidth <mbit/s>', 'its bandwidth'],
      ['--network <id>', 'network it serves, on clouds whose addresses belong to one'],
      ['--name <name>', 'a name'],
      ['--metered-by <what>', 'traffic or bandwidth'],
    ],
    run: allocateAddress,
  },
  {
    usage: 'addresses attach <ref> <address>',
    summary: 'attach an address to a gateway, by its ip or allocation id',
    changes: true,
    options: [purposeOption],
    run: async (session, [ref = '', address = ''], options) => {
      const attaching = (await session.clouds())
        .gateway(ref)
        .addresses.attach(address, { ...session.call, ...purposeFrom(options) });
      return answer([await session.follow(`attach ${address}`, attaching)]);
    },
  },
  {
    usage: 'addresses detach <ref> <address>',
    summary: 'detach an address; it stays in the account and goes on costing',
    changes: true,
    run: async (session, [ref = '', address = '']) => {
      await session.confirm([`Detach ${address} from ${ref}.`]);
      await session.follow(
        `detach ${address}`,
        (await session.clouds()).gateway(ref).addresses.detach(address, session.call),
      );
      return { json: { detached: address }, text: `Detached ${address}.\n` };
    },
  },
  {
    usage: 'addresses swap <ref> <old> <new>',
    summary: 'replace an address, adding before taking away where the cloud can',
    changes: true,
    options: [purposeOption],
    run: async (session, [ref = '', from = '', to = ''], options) => {
      await session.confirm([`Replace ${from} by ${to} on ${ref}.`]);
      const swapping = (await session.clouds())
        .gateway(ref)
        .addresses.swap(from, to, { ...session.call, ...purposeFrom(options) });
      return answer([await session.follow(`replace ${from}`, swapping)]);
    },
  },
  {
    usage: 'addresses release <alias> <address>',
    summary: 'give an address back',
    changes: true,
    run: async (session, [alias = '', address = '']) => {
      await session.confirm([`Give ${address} back to ${alias}. It cannot be had again.`]);
      await session.follow(
        `release ${address}`,
        (await session.clouds()).cloud(alias).addresses.release(address, session.call),
      );
      return { json: { released: address }, text: `Released ${address}.\n` };
    },
  },
];

async function listAddresses(
  session: Session,
  [ref]: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const clouds = await session.clouds();
  if (ref !== undefined) return answer(await clouds.gateway(ref).addresses.list(session.call).toArray());
  const filter = options.free === true ? { free: true } : {};
  const chosen = several(options, 'cloud') ?? clouds.aliases;
  const found = await Promise.all(
    chosen.map(async (cloud): Promise<Located[]> => {
      const addresses = await clouds.cloud(cloud).addresses.list(filter, session.call).toArray();
      return addresses.map((address) => ({ cloud, ...address }));
    }),
  );
  return answer(found.flat());
}

async function allocateAddress(
  session: Session,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { UsageError } = await import('../failures.ts');
  const [bandwidth, network, name, meteredBy] = ['bandwidth', 'network', 'name', 'meteredBy'].map((field) =>
    optional(options, field),
  );
  if (bandwidth !== undefined && !/^\d+$/.test(bandwidth))
    throw new UsageError(`--bandwidth: "${bandwidth}" is not a number of Mbit/s`);
  const spec: AddressSpec = {
    ...(bandwidth !== undefined && { bandwidthMbps: Number(bandwidth) }),
    ...(network && { network }),
    ...(name && { name }),
    ...(meteredBy && { meteredBy: meteredBy as 'traffic' | 'bandwidth' }),
  };
  await session.confirm([`Buy a public address on ${alias}. It costs from then on, attached or not.`]);
  return answer([
    await session.follow(
      'allocate an address',
      (await session.clouds()).cloud(alias).addresses.allocate(spec, session.call),
    ),
  ]);
}

const purposeFrom = (options: OptionValues): { readonly purpose?: AttachFor } => {
  const purpose = optional(options, 'for');
  return purpose === undefined ? {} : { purpose: purpose as AttachFor };
};
