import { dirname, join, resolve } from 'node:path';
import { NatError } from '@polynat/core';
import type { Io } from '../terminal/io.ts';
import type { Configuration } from './configuration.ts';
import { findConfiguration } from './find-configuration.ts';
import type { FoundCloud } from './found-cloud.ts';

export interface Discovered {
  readonly clouds: readonly FoundCloud[];
  /** Folder of the journals of migrations. */
  readonly state: string;
}

/** A configuration file, else an emulator, else the variables of the clouds' own tools. */
export async function discover(io: Io, named: string | undefined): Promise<Discovered> {
  const file = findConfiguration(io, named);
  if (file === undefined) return { clouds: await fromSurroundings(io), state: stateFolder(io) };
  const { loadConfiguration } = await import('./configuration.ts');
  const { clouds, state } = loadConfiguration(io, file.path);
  if (file.by === 'place' && io.environment.POLYNAT_EMULATOR) warnOfBoth(io, file.path);
  const folder = dirname(resolve(io.directory, file.path));
  return { clouds: listed(clouds, file.path), state: stateFolder(io, state && resolve(folder, state)) };
}

const listed = (clouds: Configuration['clouds'], found: string): readonly FoundCloud[] =>
  Object.entries(clouds).map(([alias, cloud]) => ({ alias, ...cloud, found }));

/** Who has set both may take real gateways for emulated ones. */
const warnOfBoth = (io: Io, path: string): void =>
  io.err(`${path} is used, although POLYNAT_EMULATOR is set; leave the folder to use the emulator\n`);

async function fromSurroundings(io: Io): Promise<readonly FoundCloud[]> {
  const url = io.environment.POLYNAT_EMULATOR;
  if (url) return (await import('./emulated.ts')).emulatedClouds(url, io);
  const clouds = fromEnvironment(io.environment);
  if (clouds.length > 0) return clouds;
  throw new NatError('invalid-argument', 'no cloud is configured', {
    field: 'config',
    remedy:
      'write polynat.yaml with `polynat init`, or set POLYNAT_EMULATOR to the URL that `polynat emulate` prints',
  });
}

function stateFolder({ environment, directory, home }: Io, configured?: string): string {
  const given = configured ?? environment.POLYNAT_STATE;
  if (given) return resolve(directory, given);
  return join(environment.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'polynat', 'runs');
}

/** The variables that make a cloud usable without a file: its keys and a region. */
const usual = [
  {
    cloud: 'alibaba',
    keys: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY'],
    regions: ['ALIBABA_CLOUD_REGION_ID', 'ALICLOUD_REGION'],
  },
  {
    cloud: 'baidu',
    keys: ['BCE_ACCESS_KEY_ID', 'BAIDUCLOUD_ACCESS_KEY'],
    regions: ['BCE_REGION', 'BAIDUCLOUD_REGION'],
  },
  {
    cloud: 'tencent-bm',
    keys: ['TENCENTCLOUD_SECRET_ID'],
    regions: ['TENCENTCLOUD_REGION'],
  },
] as const;

export function fromEnvironment(environment: Io['environment']): readonly FoundCloud[] {
  return usual.flatMap(({ cloud, keys, regions }): FoundCloud[] => {
    if (!keys.some((key) => environment[key])) return [];
    const region = regions.map((name) => environment[name]).find(Boolean);
    if (region)
      return [{ alias: cloud, cloud, region, credentials: 'environment', found: 'the environment' }];
    throw new NatError('invalid-argument', `the environment has keys for ${cloud} but no region`, {
      field: regions[0],
      remedy: `set ${regions[0]}, or write polynat.yaml with \`polynat init\``,
    });
  });
}
