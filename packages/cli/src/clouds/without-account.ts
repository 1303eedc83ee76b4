import type { CloudDefinition } from '@polynat/adapter-kit';
import { type Driver, NatError } from '@polynat/core';
import { knownClouds } from './known.ts';

/** A driver of each known cloud by its kind, to read facts and error codes from. Each call of it fails. */
export async function knownDrivers(): Promise<ReadonlyMap<string, Driver>> {
  return new Map(
    await Promise.all(knownClouds.map(async (cloud) => [cloud.kind, await driverOf(cloud)] as const)),
  );
}

async function driverOf({ load, settings, kind }: CloudDefinition): Promise<Driver> {
  const create = await load();
  return create({ region: settings.region.example, credentials: () => Promise.reject(noAccount(kind)) });
}

const noAccount = (kind: string): NatError =>
  new NatError('unauthenticated', `no account of ${kind} is configured`, {
    remedy: 'write polynat.yaml with `polynat init`',
  });
