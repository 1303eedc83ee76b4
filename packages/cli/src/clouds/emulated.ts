import { type Emulated, readSettings } from '@polynat/adapter-kit';
import { check, NatError } from '@polynat/core';
import { leanSender } from '@polynat/transport';
import * as z from 'zod';
import type { Io } from '../terminal/io.ts';
import type { FoundCloud } from './found-cloud.ts';
import { knownClouds } from './known.ts';

/** The clouds that an emulator serves, each under its kind. */
export async function emulatedClouds(url: string, io: Io): Promise<readonly FoundCloud[]> {
  const endpoint = url.replace(/\/+$/, '');
  const what = `what ${url} answers`;
  const connection = await connectionOf(endpoint, io);
  return knownClouds.flatMap((cloud): FoundCloud[] => {
    const { kind: alias, emulated } = cloud;
    if (!emulated) return [];
    const settings = readSettings(alias, cloud, { ...placeIn(connection, emulated, what), endpoint }, what);
    return [{ alias, cloud, settings, found: `the emulator at ${url}` }];
  });
}

/** What `GET /_emulator` answers about one cloud, as far as it is needed here. */
function placeIn(
  connection: unknown,
  { section, region }: Emulated,
  what: string,
): { readonly region: string; readonly credentials: object } {
  const schema = z.object({
    credentials: z.object({ [section]: z.record(z.string(), z.string()) }),
    networks: z.object({ [section]: z.looseObject({ [region]: z.string() }) }),
  });
  const { credentials, networks } = check(schema, connection, what);
  return { region: String(networks[section]?.[region]), credentials: credentials[section] ?? {} };
}

async function connectionOf(endpoint: string, { signal }: Io): Promise<unknown> {
  const sender = leanSender();
  try {
    const request = { method: 'GET', url: `${endpoint}/_emulator`, headers: {} } as const;
    const { body } = await sender.send(request, { signal, timeout: 10_000, sizeLimit: 1_000_000 });
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (thrown) {
    throw new NatError('unavailable', `no emulator answers at ${endpoint}`, {
      field: 'POLYNAT_EMULATOR',
      remedy: 'start one with `polynat emulate` and use the URL it prints',
      /** The text of a syntax error quotes the answer. */
      ...(NatError.is(thrown) && { cause: thrown }),
    });
  } finally {
    await sender.close();
  }
}
