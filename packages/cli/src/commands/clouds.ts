import type { Capabilities, Driver, Fact, Network, Subnet } from '@polynat/core';
import { type FoundCloud, keysFrom } from '../clouds/found-cloud.ts';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { suggestion } from '../terminal/closest.ts';
import { UsageError } from '../terminal/failures.ts';
import { type Column, table } from '../terminal/table.ts';

export const cloudCommands: readonly CommandSpec[] = [
  {
    usage: 'clouds',
    summary: 'list configured clouds and where they are configured',
    run: async ({ clouds }) => {
      const { clouds: found } = await clouds.discovered();
      return { json: found.map(withoutKeys), text: table(found, cloudColumns, 'No cloud is configured.') };
    },
  },
  {
    usage: 'networks list <alias>',
    summary: 'list VPCs of a cloud',
    run: async ({ clouds, call }, [alias = '']) => {
      const { networks: listing } = await clouds.cloud(alias);
      const networks = await listing.list(call).toArray();
      return { json: networks, text: table(networks, networkColumns, 'There are no VPCs.') };
    },
  },
  {
    usage: 'networks subnets <alias> <network>',
    summary: 'list subnets of a VPC',
    run: async ({ clouds, call }, [alias = '', network = '']) => {
      const { networks } = await clouds.cloud(alias);
      const subnets = await networks.subnets(network, call).toArray();
      return { json: subnets, text: table(subnets, subnetColumns, 'There are no subnets.') };
    },
  },
  {
    usage: 'capabilities [alias]',
    summary: 'list what a cloud supports, with remedies',
    options: [['--compare', 'compare all clouds']],
    run: async (context, [alias], { compare }) => capabilities(context, alias, compare === true),
  },
];

const cloudColumns = [
  { title: 'alias', of: ({ alias }: FoundCloud) => alias },
  { title: 'cloud', of: ({ cloud }: FoundCloud) => cloud.kind },
  { title: 'package', of: ({ use }: FoundCloud) => use },
  { title: 'region', of: ({ settings }: FoundCloud) => settings.region },
  { title: 'endpoint', of: ({ settings }: FoundCloud) => settings.endpoint },
  { title: 'credentials from', of: ({ settings }: FoundCloud) => keysFrom(settings) },
  { title: 'found in', of: ({ found }: FoundCloud) => found },
];

/** As `polynat.yaml` spells it, with words in place of the keys. */
const withoutKeys = ({ alias, cloud, use, settings, found }: FoundCloud) => ({
  ...{ alias, cloud: cloud.kind, use, ...settings },
  credentials: keysFrom(settings),
  found,
});

const networkColumns = [
  { title: 'vpc', of: ({ id }: Network) => id },
  { title: 'name', of: ({ name }: Network) => name },
  { title: 'cidr blocks', of: ({ cidrs }: Network) => cidrs.join(' ') },
];

const subnetColumns = [
  { title: 'subnet', of: ({ id }: Subnet) => id },
  { title: 'name', of: ({ name }: Subnet) => name },
  { title: 'cidr block', of: ({ cidr }: Subnet) => cidr },
  { title: 'zone', of: ({ zone }: Subnet) => zone },
];

async function capabilities(
  { clouds }: Needs<'clouds'>,
  alias: string | undefined,
  compare: boolean,
): Promise<Answer> {
  const known = await clouds.drivers();
  const chosen = [...known].filter(([name]) => alias === undefined || name === alias);
  const [only] = chosen;
  if (!only) throw unknownCloud(`${alias}`, [...known.keys()]);
  if (!compare && chosen.length === 1) return { json: plain(only[1].capabilities), text: remarksOn(only) };
  const json = Object.fromEntries(chosen.map(([name, { capabilities }]) => [name, plain(capabilities)]));
  return { json, text: comparison(chosen) };
}

const unknownCloud = (alias: string, known: readonly string[]): UsageError =>
  new UsageError(`unknown alias "${alias}"`, `use one of: ${known.join(', ')}${suggestion(alias, known)}`);

/** Patterns of names are printed as their source. */
const plain = (facts: Capabilities): unknown =>
  JSON.parse(
    JSON.stringify(facts, (_name, value: unknown) => (value instanceof RegExp ? value.source : value)),
  );

type Feature = [feature: string, fact: Fact];

type NamedDriver = readonly [alias: string, driver: Driver];

const featuresOf = (cloud: NamedDriver | undefined): readonly Feature[] =>
  Object.entries(cloud?.[1].capabilities.features ?? {});

function comparison(clouds: readonly NamedDriver[]) {
  const answers = new Map(clouds.map((cloud) => [cloud, new Map(featuresOf(cloud))]));
  const columns = [
    { title: 'feature', of: ([feature]: Feature) => feature },
    ...clouds.map((cloud) => supportColumn(cloud[0], ([feature]) => answers.get(cloud)?.get(feature))),
  ];
  return table(featuresOf(clouds[0]), columns, 'No cloud is configured.');
}

function remarksOn(cloud: NamedDriver) {
  const columns = [
    { title: 'feature', of: ([feature]: Feature) => feature },
    supportColumn(cloud[0], ([, fact]) => fact),
    { title: 'remarks', of: ([, fact]: Feature) => remarks(fact) },
  ];
  return table(featuresOf(cloud), columns, 'There are no capabilities.');
}

const supportColumn = (title: string, factOf: (feature: Feature) => Fact | undefined): Column<Feature> => ({
  title,
  of: (feature) => (factOf(feature)?.supported ? 'yes' : 'no'),
  tone: (feature) => (factOf(feature)?.supported ? 'good' : 'faint'),
});

function remarks(fact: Fact): string {
  if (!fact.supported) return `${fact.reason}; ${fact.remedy}`;
  const { supported, source, ...limits } = fact;
  return Object.entries(limits)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
