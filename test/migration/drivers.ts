import type { Clock, Driver, Random } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';
import type { Sender } from '@polynat/transport';
import { emulatedClouds } from '../emulated-clouds.ts';

/** What the drivers of a test have in common. */
export interface Common {
  readonly clock: Clock;
  readonly random?: Random;
  readonly sender?: Sender;
}

/** The real adapters in front of one emulator, each under its kind. */
export const driversFor = (
  connection: EmulatorConnection,
  common: Common,
): Readonly<Record<string, Driver>> =>
  Object.fromEntries(
    emulatedClouds
      .filter(({ name, kind }) => name === kind)
      .map((cloud) => [cloud.kind, cloud.driver(connection, common)]),
  );
