import { type Clouds, createNat, type Driver } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';
import type { Sender } from '@polynat/transport';
import { type FleetSize, keysOf, kinds, places } from '../bench/fleet-seed.ts';
import { emulatedClouds } from '../emulated-clouds.ts';

/** The accounts of a fleet on the emulator, each under an alias of its own: `alibaba-0`, `baidu-0`, … */
export function fleetClouds(
  connection: EmulatorConnection,
  { accounts }: Pick<FleetSize, 'accounts'>,
  seams: { readonly sender?: Sender } = {},
): Clouds {
  const drivers = kinds.flatMap((kind) => {
    const cloud = emulatedClouds.find(({ name }) => name === kind);
    if (!cloud) throw new Error(`${kind} is not emulated`);
    return places(accounts).map((number): readonly [string, Driver] => {
      const own = kind === 'alibaba' ? { account: `fleet-${number}` } : {};
      const settings = { credentials: keysOf[kind](number), ...own };
      return [`${kind}-${number}`, cloud.driver(connection, seams, settings)];
    });
  });
  const all: Readonly<Record<string, Driver>> = Object.fromEntries(drivers);
  return createNat(all);
}
