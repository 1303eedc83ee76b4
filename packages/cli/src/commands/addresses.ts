import type { AddressSpec, AttachFor, PublicAddress } from '@polynat/core';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { given, type OptionValues, optional } from '../command-line/options.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';

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
  { title: 'metered by', of: ({ meteredBy }: Located) => meteredBy },
  { title: 'shared', of: ({ sharedBandwidth }: Located) => sharedBandwidth },
  { title: 'state', of: ({ state }: Located) => state, tone: ({ state }: Located) => toneOfState(state) },
];

const tableOf = (addresses: readonly Located[]) =>
  table(addresses, columns, 'There are no public addresses.');

const one = (address: PublicAddress): Answer => ({ json: address, text: tableOf([address]) });

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
    run: async ({ clouds, follow, call }, [ref = '', address = ''], options) => {
      const { addresses } = await clouds.gateway(ref);
      const attaching = addresses.attach(address, { ...call, ...(await purposeFrom(options)) });
      return one(await follow(`attach ${address}`, attaching));
    },
  },
  {
    usage: 'addresses detach <ref> <address>',
    summary: 'detach an address; it stays in the account and goes on costing',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [ref = '', address = '']) => {
      const { addresses } = await clouds.gateway(ref, 'addresses.attach');
      await terminal.confirm(`Detach ${address} from ${ref}. It stays in the account and goes on costing.`);
      await follow(`detach ${address}`, addresses.detach(address, call));
      return { json: { detached: address }, text: `Detached ${address}.\n` };
    },
  },
  {
    usage: 'addresses swap <ref> <old> <new>',
    summary: 'replace an address, adding before taking away where the cloud can',
    changes: true,
    options: [purposeOption],
    run: async ({ clouds, terminal, follow, call }, [ref = '', from = '', to = ''], options) => {
      const { addresses } = await clouds.gateway(ref, 'addresses.attach');
      const purpose = await purposeFrom(options);
      await terminal.confirm(`Replace ${from} by ${to} on ${ref}.`);
      const swapping = addresses.swap(from, to, { ...call, ...purpose });
      return one(await follow(`replace ${from}`, swapping));
    },
  },
  {
    usage: 'addresses release <alias> <address>',
    summary: 'give an address back',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [alias = '', address = '']) => {
      const { addresses } = await clouds.cloud(alias);
      await terminal.confirm(`Give ${address} back to ${alias}. It cannot be had again.`);
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
  if (ref !== undefined) {
    const addresses = await (await clouds.gateway(ref)).addresses.list(call).toArray();
    return { json: addresses, text: tableOf(addresses) };
  }
  const { Listing } = await import('@polynat/core');
  const filter = options.free === true ? { free: true } : {};
  const { items, exit } = await listAll({ clouds, terminal }, options, ({ alias, addresses }) => {
    const pages = (early: boolean) => addresses.list(filter, call).pages(early);
    return new Listing<Located>(async function* (early) {
      for await (const page of pages(early)) yield page.map((address) => ({ cloud: alias, ...address }));
    });
  });
  return { json: items, text: tableOf(items), exit };
}

async function allocateAddress(
  { clouds, terminal, follow, call }: Needs<'clouds' | 'terminal' | 'follow' | 'call'>,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const spec = await specFrom(options);
  const { addresses } = await clouds.cloud(alias);
  await terminal.confirm(`Buy a public address on ${alias}. It costs from then on, attached or not.`);
  return one(await follow('allocate an address', addresses.allocate(spec, call)));
}

async function specFrom(options: OptionValues): Promise<AddressSpec> {
  const { oneOf, wholeNumber } = await import('../command-line/parse.ts');
  const [bandwidth, meteredBy] = [optional(options, 'bandwidth'), optional(options, 'meteredBy')];
  return {
    ...given(options, 'network', 'name'),
    ...(bandwidth !== undefined && { bandwidthMbps: wholeNumber(bandwidth, '--bandwidth') }),
    ...(meteredBy && { meteredBy: oneOf(['traffic', 'bandwidth'], meteredBy, '--metered-by') }),
  };
}

async function purposeFrom(options: OptionValues): Promise<{ readonly purpose?: AttachFor }> {
  const purpose = optional(options, 'for');
  if (purpose === undefined) return {};
  const { oneOf } = await import('../command-line/parse.ts');
  return { purpose: oneOf(['snat', 'dnat'], purpose, '--for') };
}
