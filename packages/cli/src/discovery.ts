import { NatError } from '@polynat/core';
import * as z from 'zod';
import { type Configuration, findConfiguration, loadConfiguration } from './configuration.ts';
import type { Io } from './io.ts';

/** A cloud as the command line will use it. */
export interface FoundCloud {
  readonly alias: string;
  readonly cloud: Configuration['clouds'][string]['cloud'];
  readonly region: string;
  readonly endpoint?: string;
  readonly api?: 'v2' | 'v3';
  /** Where the keys come from; the keys themselves only for an emulator, where they open nothing else. */
  readonly credentials:
    | Configuration['clouds'][string]['credentials']
    | { readonly emulator: Readonly<Record<string, string>> };
  /** Where this entry was found, for `polynat clouds`. */
  readonly found: string;
}

export interface Discovered {
  readonly clouds: readonly FoundCloud[];
  readonly state: string | undefined;
}

/** A configuration file, else an emulator, else the variables of the clouds' own tools. */
export async function discover(io: Io, named: string | undefined): Promise<Discovered> {
  const path = findConfiguration(io, named);
  if (path !== undefined) {
    const { clouds, state } = loadConfiguration(path);
    return {
      state,
      clouds: Object.entries(clouds).map(([alias, cloud]) => ({ alias, ...cloud, found: path })),
    };
  }
  const emulator = io.environment.POLYNAT_EMULATOR;
  const clouds = emulator === undefined ? fromEnvironment(io.environment) : await fromEmulator(emulator);
  if (clouds.length > 0) return { clouds, state: undefined };
  throw new NatError('invalid-argument', 'no cloud is configured', {
    field: 'config',
    remedy:
      'write polynat.yaml with `polynat init`, or set POLYNAT_EMULATOR to the URL that `polynat emulate` prints',
  });
}

const text = z.record(z.string(), z.string());
const connectionSchema = z.object({
  credentials: z.object({ alibaba: text, baidu: text, tencentBm: text }),
  networks: z.object({
    alibaba: z.object({ regionId: z.string() }),
    baidu: z.object({ region: z.string() }),
    tencentBm: z.object({ region: z.string() }),
  }),
});

async function fromEmulator(url: string): Promise<readonly FoundCloud[]> {
  const { credentials, networks } = connectionSchema.parse(await ask(url));
  const found = `the emulator at ${url}`;
  const endpoint = url.replace(/\/+$/, '');
  return [
    {
      alias: 'alibaba',
      cloud: 'alibaba',
      region: networks.alibaba.regionId,
      credentials: { emulator: credentials.alibaba },
      endpoint,
      found,
    },
    {
      alias: 'baidu',
      cloud: 'baidu',
      region: networks.baidu.region,
      credentials: { emulator: credentials.baidu },
      endpoint,
      found,
    },
    {
      alias: 'tencent-bm',
      cloud: 'tencent-bm',
      region: networks.tencentBm.region,
      credentials: { emulator: credentials.tencentBm },
      endpoint,
      found,
    },
  ];
}

async function ask(url: string): Promise<unknown> {
  try {
    const answer = await fetch(new URL('/_emulator', url));
    if (answer.ok) return await answer.json();
    throw new Error(`it answered ${answer.status}`);
  } catch (cause) {
    throw new NatError('unavailable', `no emulator answers at ${url}`, {
      field: 'POLYNAT_EMULATOR',
      remedy: 'start one with `polynat emulate` and use the URL it prints',
      cause,
    });
  }
}

/** The variables that make a cloud usable without a file: its keys and a region. */
const usual = [
  {
    alias: 'alibaba',
    cloud: 'alibaba',
    keys: ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY'],
    regions: ['ALIBABA_CLOUD_REGION_ID', 'ALICLOUD_REGION'],
  },
  {
    alias: 'baidu',
    cloud: 'baidu',
    keys: ['BCE_ACCESS_KEY_ID', 'BAIDUCLOUD_ACCESS_KEY'],
    regions: ['BCE_REGION', 'BAIDUCLOUD_REGION'],
  },
  {
    alias: 'tencent-bm',
    cloud: 'tencent-bm',
    keys: ['TENCENTCLOUD_SECRET_ID'],
    regions: ['TENCENTCLOUD_REGION'],
  },
] as const;

export function fromEnvironment(environment: Io['environment']): readonly FoundCloud[] {
  return usual.flatMap(({ alias, cloud, keys, regions }): FoundCloud[] => {
    if (!keys.some((key) => environment[key])) return [];
    const region = regions.map((name) => environment[name]).find(Boolean);
    if (region === undefined) {
      throw new NatError('invalid-argument', `the environment has keys for ${alias} but no region`, {
        field: regions[0],
        remedy: `set ${regions[0]}, or write polynat.yaml with \`polynat init\``,
      });
    }
    return [{ alias, cloud, region, credentials: 'environment', found: 'the environment' }];
  });
}
