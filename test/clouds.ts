import { type Clouds, createNat, type Driver, type Placement } from '@polynat/core';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { manualClock, memoryDriver, probedSender } from '@polynat/testkit';
import { leanSender } from '@polynat/transport';
import { emulatedClouds } from './emulated-clouds.ts';

/** All known clouds on one emulator, and one in memory, with a network to work in. */
export interface EveryCloud {
  readonly emulator: Emulator;
  readonly nat: Clouds;
  readonly places: Readonly<Record<string, Placement & { readonly subnet: string; readonly cidr: string }>>;
  close(): Promise<void>;
}

export const aliases: readonly string[] = [...emulatedClouds.map(({ name }) => name), 'memory'];

/** All on one clock that moves by itself whenever everybody waits, so that nothing takes real time. */
export async function openEveryCloud(): Promise<EveryCloud> {
  const clock = manualClock({ autoAdvance: true });
  const emulator = await startEmulator({ strictTokens: true, speed: 1, wall: () => clock.now() });
  const connection = emulator.connection();
  const line = leanSender();
  const seams = { clock, sender: probedSender(line, clock).sender };
  const drivers = emulatedClouds.map((cloud) => [cloud.name, cloud.driver(connection, seams)] as const);
  const all: Readonly<Record<string, Driver>> = {
    ...Object.fromEntries(drivers),
    memory: memoryDriver({ clock }),
  };
  const nat: Clouds = createNat(all, { clock });
  const places = {
    ...Object.fromEntries(emulatedClouds.map((cloud) => [cloud.name, cloud.place(connection)])),
    memory: await firstPlace(nat),
  };
  const close = async () => {
    await nat.close();
    await line.close();
    await emulator.close();
  };
  return { emulator, nat, places, close };
}

async function firstPlace(nat: Clouds) {
  const [network] = await nat.cloud('memory').networks.list().take(1);
  const [subnet] = network ? await nat.cloud('memory').networks.subnets(network.id).take(1) : [];
  if (!network || !subnet) throw new Error('the in-memory cloud has a network');
  return { vpc: network.id, subnet: subnet.id, cidr: subnet.cidr };
}
