import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentials, startVolcano } from './volcano-server.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Volcano's work is done as soon as anybody looks. */
let instant = 0;
const hastyClock = {
  now: () => {
    instant += 10_000;
    return instant;
  },
  sleep: async () => undefined,
};

let folder: string;
let cloud: Awaited<ReturnType<typeof startVolcano>>;

/** A folder far from this repository, where the package of the cloud is installed and a configuration names it. */
beforeAll(async () => {
  cloud = await startVolcano(hastyClock);
  folder = await mkdtemp(join(tmpdir(), 'polynat-own-cloud-'));
  const home = join(folder, 'node_modules/@acme/volcano');
  await mkdir(home, { recursive: true });
  await build({
    entryPoints: [file('../src/index.ts')],
    outdir: home,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@polynat/source'],
    external: ['got', 'fast-xml-parser'],
  });
  const manifest = { name: '@acme/volcano', type: 'module', exports: { import: './index.js' } };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, 'polynat.yaml'),
    `clouds:\n  etna: { use: '@acme/volcano', region: etna, endpoint: '${cloud.url}' }\n`,
  );
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const polynat = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const environment = {
      ...{ PATH: process.env.PATH, HOME: folder },
      ...{ VOLCANO_KEY_ID: credentials.keyId, VOLCANO_SECRET: credentials.secret },
    };
    const options = { cwd: folder, env: environment };
    const command = [file('../../../packages/cli/bin/polynat.js'), ...args];
    execFile(process.execPath, command, options, (error, out, err) =>
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

async function answer<T>(...args: readonly string[]): Promise<T> {
  const { exit, out, err } = await polynat(...args, '--json');
  if (exit !== 0) throw new Error(`polynat ${args.join(' ')} ended with ${exit}: ${err}`);
  return JSON.parse(out) as T;
}

describe('a cloud that lives outside this repository', () => {
  it('is listed with the package it comes from', async () => {
    expect(await answer('clouds')).toEqual([
      {
        ...{ alias: 'etna', cloud: 'volcano', use: '@acme/volcano', region: 'etna', endpoint: cloud.url },
        ...{ credentials: 'the environment', found: expect.stringContaining('polynat.yaml') },
      },
    ]);
  });

  it('takes part in every command', async () => {
    const { ref } = await answer<{ ref: string }>(
      ...['gateways', 'create', 'etna', '--network', 'vpc-1', '--name', 'egress', '--yes'],
    );
    expect(await answer('gateways', 'list', '--cloud', 'etna')).toMatchObject([{ ref, name: 'egress' }]);
    await answer('addresses', 'attach', ref, '192.0.2.1');
    await answer('snat', 'add', ref, '10.0.8.0/24');
    expect(await answer('snat', 'list', ref)).toMatchObject([{ source: { cidr: '10.0.8.0/24' } }]);
    expect(await answer('call', 'etna', 'GetGateway', `gateway=${ref.split('/').at(-1)}`)).toMatchObject({
      name: 'egress',
    });
    expect((await polynat('export', ref)).out).toContain('10.0.8.0/24');
  });

  it('tells what it can do, and what to do where it cannot', async () => {
    const { features } = await answer<{ features: Record<string, object> }>('capabilities', 'etna');
    expect(features['dnat.rules']).toMatchObject({ supported: false, remedy: expect.any(String) });
  });

  it('is refused with its field when its settings do not fit', async () => {
    await writeFile(
      join(folder, 'wrong.yaml'),
      "clouds:\n  etna: { use: '@acme/volcano', region: etna, api: v3 }\n",
    );
    const { exit, err } = await polynat('clouds', '--config', 'wrong.yaml');
    expect([exit, err]).toEqual([2, expect.stringMatching(/clouds\.etna: .*api/)]);
  });
});
