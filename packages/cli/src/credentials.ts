import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CredentialSource, type Expiring, fromEnvironment, fromProfile, NatError } from '@polynat/core';
import * as z from 'zod';
import type { FoundCloud } from './discovery.ts';
import type { Io } from './io.ts';

/** Where a cloud's keys come from, as its adapter takes it; adapters check what they get. */
export function credentialsOf<C>({ alias, credentials }: FoundCloud, io: Io): CredentialSource<C> {
  if (credentials === 'environment') return fromEnvironment();
  if ('profile' in credentials) return fromProfile(credentials.profile);
  if ('emulator' in credentials) return credentials.emulator as C;
  return () => printedBy<C>(credentials.command, alias, io);
}

const keysSchema = z.looseObject({ expires: z.union([z.number(), z.iso.datetime()]).optional() });

/** Runs a program that prints the keys as one JSON object; `expires` may be an ISO date or milliseconds since 1970. */
async function printedBy<C>(
  [program = '', ...rest]: readonly string[],
  alias: string,
  io: Io,
): Promise<C & Expiring> {
  try {
    const { stdout } = await promisify(execFile)(program, rest, {
      cwd: io.directory,
      signal: io.signal,
      timeout: 60_000,
    });
    const { expires, ...keys } = keysSchema.parse(JSON.parse(stdout));
    return { ...keys, ...(expires !== undefined && { expires: new Date(expires).getTime() }) } as C &
      Expiring;
  } catch (thrown) {
    const why =
      thrown instanceof Error && 'code' in thrown
        ? `it ended with ${String(thrown.code)}`
        : 'it did not print a JSON object';
    throw new NatError('unauthenticated', `the command that prints the keys of ${alias} failed: ${why}`, {
      field: `clouds.${alias}.credentials.command`,
      remedy: `run \`${program}\` by hand; it must print one JSON object with the keys`,
    });
  }
}
