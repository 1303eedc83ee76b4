import type {
  AddressFilter,
  AddressSpec,
  AttachFor,
  CallOptions,
  Cloud,
  Listing,
  PublicAddress,
} from '@polynat/core';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { given, type OptionValues, optional } from '../command-line/options.ts';
import { orderFrom } from '../command-line/rule-input.ts';
import { UsageError } from '../terminal/failures.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

interface Located extends PublicAddress {
  readonly cloud?: string;
}

const columns = [
  { title: 'cloud', of: ({ cloud }: Located) => cloud },
  { title: 'public ip', of: ({ ip }: Located) => ip, names: true as const },
  { title: 'id', of: ({ id }: Located) => id },
  { title: 'use', of: ({ use }: Located) => use },
  { title: 'gateway', of: ({ gateway }: Located) => gateway },
  { title: 'mbit/s', of: ({ bandwidthMbps }: Located) => bandwidthMbps },
  { title: 'metered by', of: ({ meteredBy }: Located) => meteredBy },
  { title: 'shared bandwidth', of: ({ sharedBandwidth }: Located) => sharedBandwidth },
  { title: 'state', of: ({ state }: Located) => state, tone: ({ state }: Located) => toneOfState(state) },
];

const tableOf = (addresses: readonly Located[]) => table(addresses, columns, 'There are no public IPs.');

const one = (address: PublicAddress): Answer => ({ json: address, text: tableOf([address]) });

const filterOptions = [
  ['--cloud <alias...>', 'only these clouds'],
  ['--id <id...>', 'only these public IPs, by IP or allocation id'],
  ['--gateway <id>', 'only public IPs of the gateway with this id'],
  ['--use <use>', 'only public IPs in this use: idle, snat, dnat or both'],
  ['--free', 'only unattached public IPs'],
] as const;

const purposeOption = ['--for <pool>', 'snat or dnat, on clouds with separate pools'] as const;

export const addressCommands: readonly CommandSpec[] = [
  {
    usage: 'addresses list [ref]',
    summary: 'list public IPs of a gateway, or of all clouds',
    options: filterOptions,
    run: listAddresses,
  },
  {
    usage: 'addresses find [ref]',
    summary: 'show the one public IP that the options describe; fails when there is none or several',
    options: filterOptions,
    run: findAddress,
  },
  {
    usage: 'addresses allocate <alias>',
    summary: 'allocate a public IP; billing starts immediately',
    changes: true,
    options: [
      ['--bandwidth <mbit/s>', 'bandwidth'],
      ['--network <id>', 'VPC it belongs to, on clouds that need one'],
      ['--name <name>', 'name'],
      ['--metered-by <what>', 'traffic or bandwidth'],
    ],
    run: allocateAddress,
  },
  {
    usage: 'addresses attach <ref> <address>',
    summary: 'attach a public IP to a gateway, by IP or allocation id',
    changes: true,
    options: [purposeOption],
    run: async ({ clouds, follow, call }, [ref = '', address = ''], options) => {
      const { addresses } = await clouds.gateway(ref);
      const attaching = addresses.attach(address, { ...call, ...(await purposeFrom(options)) });
      return one(await follow(`attach ${address}`, attaching));
    },
  },
  {
    usage: 'addresses detach <ref> <address>',
    summary: 'detach a public IP; it stays in the account and is still billed',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', address = '']) => {
      const { addresses } = await clouds.gateway(ref, 'addresses.attach');
      await terminal.confirm(`Detach ${address} from ${ref}. It stays in the account and is still billed.`);
      await follow(`detach ${address}`, addresses.detach(address, call));
      return { json: { detached: address }, text: `Detached ${address}.\n` };
    },
  },
  {
    usage: 'addresses swap <ref> <old> <new>',
    summary: 'replace a public IP; attach the new one first if possible',
    changes: true,
    options: [purposeOption],
    run: async ({ clouds, terminal, follow, call }, [ref = '', from = '', to = ''], options) => {
      const { addresses } = await clouds.gateway(ref, 'addresses.attach');
      const purpose = await purposeFrom(options);
      await terminal.confirm(`Replace ${from} by ${to} on ${ref}. Connections through ${from} drop.`);
      const swapping = addresses.swap(from, to, { ...call, ...purpose });
      return one(await follow(`replace ${from}`, swapping));
    },
  },
  {
    usage: 'addresses release <alias> <address>',
    summary: 'release a public IP',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [alias = '', address = '']) => {
      const { addresses } = await clouds.cloud(alias);
      await terminal.confirm(`Release ${address} on ${alias}. You cannot get this IP back.`);
      await follow(`release ${address}`, addresses.release(address, call));
      return { json: { released: address }, text: `Released ${address}.\n` };
    },
  },
];

async function listAddresses(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  [ref]: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const filter = await filterOf(ref, options);
  if (ref !== undefined) {
    const addresses = await (await clouds.gateway(ref)).addresses.list(filter, call).toArray();
    return { json: addresses, text: tableOf(addresses) };
  }
  const located = await locating(filter, call);
  const { items, exit } = await listAll({ clouds, terminal }, options, located);
  return { json: items, text: tableOf(items), exit };
}

/** Every cloud has to answer: one that does not may have another. */
async function findAddress(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  [ref]: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const filter = await filterOf(ref, options);
  if (ref !== undefined) return one(await (await clouds.gateway(ref)).addresses.find(filter, call));
  const [nat, { describeFilter, MultiCloudListing, onlyOne }] = await Promise.all([
    clouds.all(),
    import('@polynat/core'),
  ]);
  const located = await locating(filter, call);
  const listing = new MultiCloudListing(
    new Map(nat.aliases.map((alias) => [alias, located(nat.cloud(alias))])),
  );
  const found = await terminal.reading(nat.aliases.join(', '), listing.toArray());
  const nameOf = ({ cloud, ip }: Located) => `${ip} on ${cloud}`;
  return one(onlyOne(found, describeFilter('public IP', filter), nameOf));
}

/** Where the gateway is named, only its own addresses are asked for. */
async function filterOf(ref: string | undefined, options: OptionValues): Promise<AddressFilter> {
  const { addressFilterFrom } = await import('../gateways/address-filter.ts');
  const { gateway, free, ...own } = addressFilterFrom(options);
  if (ref === undefined) return { ...own, ...(gateway && { gateway }), ...(free && { free }) };
  for (const name of ['gateway', 'free']) {
    if (options[name] !== undefined)
      throw new UsageError(`--${name} does not go with a gateway: leave out --${name} or the gateway`);
  }
  return own;
}

/** The public IPs of a cloud that a filter means, with the alias of the cloud. */
async function locating(
  filter: AddressFilter,
  call: CallOptions,
): Promise<(cloud: Cloud) => Listing<Located>> {
  const { Listing } = await import('@polynat/core');
  return ({ alias, addresses }) =>
    new Listing<Located>(async function* (early) {
      for await (const page of addresses.list(filter, call).pages(early))
        yield page.map((address) => ({ cloud: alias, ...address }));
    });
}

async function allocateAddress(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const spec = await specFrom(options);
  const { addresses } = await clouds.cloud(alias);
  await terminal.confirm(`Allocate a public IP on ${alias}. Billing starts immediately, attached or not.`);
  return one(await follow('allocate a public IP', addresses.allocate(spec, call)));
}

const specFrom = async (options: OptionValues): Promise<AddressSpec> => ({
  ...given(options, 'network', 'name'),
  ...(await orderFrom(options)),
});

async function purposeFrom(options: OptionValues): Promise<{ readonly purpose?: AttachFor }> {
  const purpose = optional(options, 'for');
  if (purpose === undefined) return {};
  const { oneOf } = await import('../command-line/parse.ts');
  return { purpose: oneOf(['snat', 'dnat'], purpose, '--for') };
}
