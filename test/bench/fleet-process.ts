import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type FleetSize, fleetSeed, keysOf, kinds, places } from './fleet-seed.ts';

/** The built command. */
export const polynat = fileURLToPath(new URL('../bin/polynat.js', import.meta.resolve('@polynat/cli')));

export interface FleetProcess {
  readonly url: string;
  close(): void;
}

/** An emulator with a fleet in a process of its own, and a folder whose `polynat.yaml` names every account of it. */
export async function openFleet(folder: string, size: FleetSize): Promise<FleetProcess> {
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, JSON.stringify(fleetSeed(size)));
  const words = ['emulate', '--speed', '0', '--seed', seed, '--json'];
  const emulator = spawn(process.execPath, [polynat, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = await once(emulator.stdout.setEncoding('utf8'), 'data');
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(first)));
  writeFileSync(join(folder, 'polynat.yaml'), JSON.stringify(configuration(url, size)));
  return { url, close: () => void emulator.kill() };
}

const regions = { alibaba: 'cn-qingdao', baidu: 'bj', 'tencent-bm': 'ap-guangzhou' } as const;

function configuration(endpoint: string, { accounts }: FleetSize): unknown {
  const clouds = kinds.flatMap((cloud) =>
    places(accounts).map((number) => [
      `${cloud}-${number}`,
      {
        ...{ cloud, region: regions[cloud], endpoint },
        ...(cloud === 'alibaba' && { account: `fleet-${number}` }),
        credentials: { command: ['echo', JSON.stringify(keysOf[cloud](number))] },
      },
    ]),
  );
  return { clouds: Object.fromEntries(clouds) };
}
