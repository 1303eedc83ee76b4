import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type CredentialSource,
  check,
  type Expiring,
  fromEnvironment,
  fromProfile,
  NatError,
} from '@polynat/core';
import * as z from 'zod';
import type { Io } from '../terminal/io.ts';
import type { FoundCloud } from './found-cloud.ts';

const key = z.string('is missing').min(1, 'is empty');

/** Keys as the adapters name them, and as a command must print them. */
export const keySchemas = {
  alibaba: z.strictObject({
    accessKeyId: key,
    accessKeySecret: key,
    securityToken: key.exactOptional(),
  }),
  baidu: z.strictObject({ accessKeyId: key, secretAccessKey: key, sessionToken: key.exactOptional() }),
  'tencent-bm': z.strictObject({ secretId: key, secretKey: key, token: key.exactOptional() }),
};

/** Where a cloud's keys come from, as its adapter takes it. */
export function credentialsOf<C extends object>(
  { alias, credentials }: FoundCloud,
  schema: z.ZodType<C>,
  io: Io,
): CredentialSource<C> {
  if (credentials === 'environment') return fromEnvironment();
  if ('profile' in credentials) return fromProfile(credentials.profile);
  if ('emulator' in credentials) return check(schema, credentials.emulator, 'the keys of the emulator');
  return () => printedBy(credentials.command, schema, alias, io);
}

const printedSchema = z.looseObject({ expires: z.union([z.number(), z.iso.datetime()]).optional() });

/** Runs a program that prints the keys as one JSON object; `expires` may be an ISO date or milliseconds since 1970. */
async function printedBy<C extends object>(
  command: readonly string[],
  schema: z.ZodType<C>,
  alias: string,
  io: Io,
): Promise<C & Expiring> {
  try {
    const { expires, ...printed } = printedSchema.parse(JSON.parse(await run(command, io)));
    const keys = check(schema, printed, 'what it printed');
    return { ...keys, ...(expires !== undefined && { expires: new Date(expires).getTime() }) };
  } catch (thrown) {
    throw new NatError(
      'unauthenticated',
      `the command that prints the keys of ${alias} failed: ${reasonOf(thrown)}`,
      {
        field: `clouds.${alias}.credentials.command`,
        remedy: `run \`${command[0]}\` by hand; it must print one JSON object with the keys`,
      },
    );
  }
}

async function run([program = '', ...rest]: readonly string[], { directory, signal }: Io): Promise<string> {
  const { stdout } = await promisify(execFile)(program, rest, { cwd: directory, signal, timeout: 60_000 });
  return stdout;
}

/** Never what was printed: a secret may stand in it. */
function reasonOf(thrown: unknown): string {
  if (NatError.is(thrown)) return `of its answer, ${thrown.plain} (${thrown.field})`;
  if (!(thrown instanceof Error && 'code' in thrown)) return 'it did not print a JSON object';
  return thrown.code === 'ENOENT' ? 'there is no such program' : `it ended with ${String(thrown.code)}`;
}
