import type { SharedBandwidth, SharedBandwidthSpec, SharedBandwidths } from '@polynat/core';
import { listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { CommandContext, Needs } from '../command-line/context.ts';
import { given, needed, type OptionValues, optional } from '../command-line/options.ts';
import { toneOfState } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { whole } from './bandwidth.ts';

interface Located extends SharedBandwidth {
  readonly cloud?: string;
}

const columns = [
  { title: 'cloud', of: ({ cloud }: Located) => cloud },
  { title: 'id', of: ({ id }: Located) => id, names: true as const },
  { title: 'name', of: ({ name }: Located) => name },
  { title: 'mbit/s', of: ({ bandwidthMbps }: Located) => bandwidthMbps ?? 'no limit' },
  { title: 'metered by', of: ({ meteredBy }: Located) => meteredBy },
  { title: 'public ips', of: ({ addresses }: Located) => addresses.map(({ ip }) => ip).join(' ') },
  { title: 'state', of: ({ state }: Located) => state, tone: ({ state }: Located) => toneOfState(state) },
];

const tableOf = (all: readonly Located[]) => table(all, columns, 'There is no shared bandwidth.');

const one = (shared: SharedBandwidth): Answer => ({ json: shared, text: tableOf([shared]) });

/** Bandwidth that public IPs of several gateways draw from together. */
export const sharedBandwidthCommands: readonly CommandSpec[] = [
  {
    usage: 'bandwidth shared list',
    summary: 'list shared bandwidth and the public IPs that draw from it',
    options: [['--cloud <alias...>', 'only these clouds']],
    run: listShared,
  },
  {
    usage: 'bandwidth shared show <alias> <id>',
    summary: 'show one',
    run: async ({ clouds, call }, [alias = '', id = '']) =>
      one(await (await sharedOf(clouds, alias)).get(id, call)),
  },
  {
    usage: 'bandwidth shared create <alias>',
    summary: 'create shared bandwidth without public IPs; billing starts immediately',
    changes: true,
    options: [
      ['--bandwidth <mbit/s>', 'what all its public IPs together may send'],
      ['--name <name>', 'name'],
      ['--description <text>', 'description'],
      ['--metered-by <what>', 'traffic or bandwidth'],
    ],
    run: async ({ clouds, terminal, follow, call }, [alias = ''], options) => {
      const spec = await specFrom(options);
      const shared = await sharedOf(clouds, alias);
      await terminal.confirm(
        `Create shared bandwidth of ${spec.bandwidthMbps} Mbit/s on ${alias}. Billing starts immediately.`,
      );
      return one(await follow('create shared bandwidth', shared.create(spec, call)));
    },
  },
  {
    usage: 'bandwidth shared change <alias> <id>',
    summary: 'rename or describe it',
    changes: true,
    options: [
      ['--name <name>', 'new name'],
      ['--description <text>', 'new description'],
    ],
    run: async ({ clouds, follow, call }, [alias = '', id = ''], options) => {
      const shared = await sharedOf(clouds, alias);
      const change = given(options, 'name', 'description');
      return one(await follow(`change ${id}`, shared.change(id, change, call)));
    },
  },
  {
    usage: 'bandwidth shared resize <alias> <id> <mbit/s>',
    summary: 'change its bandwidth and price',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [alias = '', id = '', mbps = '']) => {
      const bandwidth = await whole(mbps, 'bandwidth');
      const shared = await sharedOf(clouds, alias);
      await terminal.confirm(`Change ${id} to ${mbps} Mbit/s. This changes its price.`);
      return one(await follow(`resize ${id}`, shared.resize(id, bandwidth, call)));
    },
  },
  {
    usage: 'bandwidth shared join <alias> <id> <addresses...>',
    summary: 'let public IPs draw from it, attached or not, by IP or allocation id',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [alias = '', id = '', ...addresses]) => {
      const shared = await sharedOf(clouds, alias);
      await terminal.confirm(
        `Let ${addresses.join(', ')} draw from ${id}. They are billed with it, and no longer by themselves.`,
      );
      return one(await follow(`join ${id}`, shared.join(id, addresses, call)));
    },
  },
  {
    usage: 'bandwidth shared leave <alias> <id> <addresses...>',
    summary: 'take public IPs out of it; they stay where they are attached',
    changes: true,
    run: async ({ clouds, terminal, follow, call }, [alias = '', id = '', ...addresses]) => {
      const shared = await sharedOf(clouds, alias);
      await terminal.confirm(
        `Take ${addresses.join(', ')} out of ${id}. They have bandwidth of their own again, and are billed for it.`,
      );
      await follow(`leave ${id}`, shared.leave(id, addresses, call));
      return { json: { left: addresses }, text: `${addresses.join(', ')} left ${id}.\n` };
    },
  },
  {
    usage: 'bandwidth shared delete <alias> <id>',
    summary: 'delete it; public IPs are never released',
    changes: true,
    options: [['--cascade', 'take its public IPs out of it first']],
    run: async ({ clouds, terminal, follow, call }, [alias = '', id = ''], { cascade }) => {
      const shared = await sharedOf(clouds, alias);
      const first = cascade === true ? ' Its public IPs leave it first, and are billed by themselves.' : '';
      await terminal.confirm(`Delete shared bandwidth ${id} on ${alias}.${first}`);
      await follow(`delete ${id}`, shared.delete(id, { ...call, cascade: cascade === true }));
      return { json: { deleted: id }, text: `Deleted ${id}.\n` };
    },
  },
];

async function listShared(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  _parameters: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { Listing } = await import('@polynat/core');
  const offering = (await clouds.all()).aliases;
  const asked = options.cloud === undefined ? { ...options, cloud: await able(clouds, offering) } : options;
  const { items, exit } = await listAll({ clouds, terminal }, asked, ({ alias, bandwidth }) => {
    const pages = (early: boolean) => bandwidth.list({}, call).pages(early);
    return new Listing<Located>(async function* (early) {
      for await (const page of pages(early)) yield page.map((shared) => ({ cloud: alias, ...shared }));
    });
  });
  return { json: items, text: tableOf(items), exit };
}

/** Without `--cloud`, a cloud that has no shared bandwidth has none to list. */
async function able(clouds: CommandContext['clouds'], aliases: readonly string[]): Promise<string[]> {
  const nat = await clouds.all();
  const offered = aliases.filter((alias) => nat.cloud(alias).can('bandwidth.shared'));
  return offered.length > 0 ? offered : [...aliases];
}

const sharedOf = async (clouds: CommandContext['clouds'], alias: string): Promise<SharedBandwidths> =>
  (await clouds.cloud(alias)).bandwidth;

async function specFrom(options: OptionValues): Promise<SharedBandwidthSpec> {
  const bandwidth = needed(options, 'bandwidth', 'what all its public IPs together may send');
  const metered = optional(options, 'meteredBy');
  const { meterings } = await import('@polynat/core');
  const { oneOf } = await import('../command-line/parse.ts');
  return {
    ...given(options, 'name', 'description'),
    bandwidthMbps: await whole(bandwidth, '--bandwidth'),
    ...(metered !== undefined && { meteredBy: oneOf(meterings, metered, '--metered-by') }),
  };
}
