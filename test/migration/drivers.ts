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

const usual = emulatedClouds.filter(({ name, kind }) => name === kind);

export const kinds: readonly string[] = usual.map(({ kind }) => kind);

/** `alibaba → baidu`, for every cloud on the emulator. */
export const orderedPairs: readonly string[] = kinds.flatMap((from) =>
  kinds.filter((to) => to !== from).map((to) => `${from} → ${to}`),
);

/** The real adapters in front of one emulator, each under its kind. */
export const driversFor = (
  connection: EmulatorConnection,
  common: Common,
): Readonly<Record<string, Driver>> =>
  Object.fromEntries(usual.map((cloud) => [cloud.kind, cloud.driver(connection, common)]));
