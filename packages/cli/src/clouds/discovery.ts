import { dirname, join, resolve } from 'node:path';
import type { CloudDefinition } from '@polynat/adapter-kit';
import { NatError } from '@polynat/core';
import type { Io } from '../terminal/io.ts';
import { findConfiguration } from './find-configuration.ts';
import type { FoundCloud } from './found-cloud.ts';
import { knownClouds } from './known.ts';
import type { ConfiguredSchedule } from './schedules.ts';

export interface Discovered {
  readonly clouds: readonly FoundCloud[];
  /** Folder of the journals of migrations. */
  readonly state: string;
  /** Jobs of workers by the clock; only a configuration file has them. */
  readonly schedules: readonly ConfiguredSchedule[];
}

/** A configuration file, else an emulator, else the variables of the clouds' own tools. */
export async function discover(io: Io, named: string | undefined): Promise<Discovered> {
  const file = findConfiguration(io, named);
  if (file === undefined)
    return { clouds: await fromSurroundings(io), state: stateFolder(io), schedules: [] };
  const { loadConfiguration } = await import('./configuration.ts');
  const { clouds, state, schedules = [] } = await loadConfiguration(io, file.path);
  if (file.by === 'place' && io.environment.POLYNAT_EMULATOR) warnOfBoth(io, file.path);
  const folder = dirname(resolve(io.directory, file.path));
  return {
    clouds: clouds.map((cloud) => ({ ...cloud, found: file.path })),
    state: stateFolder(io, state && resolve(folder, state)),
    schedules,
  };
}

/** Whether there is a cloud to use: a file, an emulator or keys in the environment. */
export const anyConfigured = (io: Io, named: string | undefined): boolean =>
  findConfiguration(io, named) !== undefined ||
  Boolean(io.environment.POLYNAT_EMULATOR) ||
  knownClouds.some((cloud) => hasKeys(cloud, io.environment));

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

/** The clouds whose variables make them usable without a file: their keys and a region. */
export const fromEnvironment = (environment: Io['environment']): readonly FoundCloud[] =>
  knownClouds.flatMap((cloud): FoundCloud[] => {
    if (!hasKeys(cloud, environment)) return [];
    const { kind: alias } = cloud;
    const settings = { region: regionIn(cloud, environment), credentials: 'environment' } as const;
    return [{ alias, cloud, settings, found: 'the environment' }];
  });

/** Whether the environment names the account: the field that comes first does. */
function hasKeys({ credentials }: CloudDefinition, environment: Io['environment']): boolean {
  const [account = ''] = Object.keys(credentials.fields);
  return credentials.variables.some((names) =>
    [names[account] ?? []].flat().some((name) => environment[name]),
  );
}

function regionIn({ kind, settings }: CloudDefinition, environment: Io['environment']): string {
  const { variables } = settings.region;
  const region = variables.map((name) => environment[name]).find(Boolean);
  if (region) return region;
  const remedy = 'write polynat.yaml with `polynat init`';
  throw new NatError('invalid-argument', `the environment has keys for ${kind} but no region`, {
    ...(variables[0] && { field: variables[0] }),
    remedy: variables[0] ? `set ${variables[0]}, or ${remedy}` : remedy,
  });
}
