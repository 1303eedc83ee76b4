import { check, type Expiring, NatError } from '@polynat/core';
import * as z from 'zod';
import type { CredentialDefinition } from './definition.ts';
import { schemaOf } from './schema.ts';

/** Where a command runs and whom its messages name. */
export interface CommandSurroundings {
  /** The folder it runs in; that of the process when left out. */
  readonly directory?: string;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Whose keys it prints, such as the alias of a cloud. */
  readonly whose: string;
  /** Where the command stands in the configuration. */
  readonly field?: string;
}

/** Milliseconds. Calls wait for the keys. */
const longest = 30_000;

/**
 * Runs a program that prints the keys as one JSON object. It may print more, such as a version; when they expire is read as other tools spell it.
 */
export async function printedBy<C extends object>(
  definition: CredentialDefinition<C>,
  command: readonly string[],
  { whose, field = 'credentials.command', ...place }: CommandSurroundings,
): Promise<C & Expiring> {
  try {
    return read(definition, await outputOf(command, place));
  } catch (thrown) {
    throw new NatError(
      'unauthenticated',
      `the command that prints the keys of ${whose} failed: ${reasonOf(thrown)}`,
      {
        field,
        remedy: `run \`${command[0]}\` by hand; it must print one JSON object with ${Object.keys(definition.fields).join(', ')}`,
      },
    );
  }
}

async function outputOf(
  [program = '', ...args]: readonly string[],
  { directory, signal }: Pick<CommandSurroundings, 'directory' | 'signal'>,
): Promise<string> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  const options = {
    timeout: longest,
    ...(directory !== undefined && { cwd: directory }),
    ...(signal && { signal }),
  };
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
}

function read<C extends object>(definition: CredentialDefinition<C>, output: string): C & Expiring {
  const printed = objectIn(output);
  const known = Object.entries(printed).filter(([name]) => Object.hasOwn(definition.fields, name));
  const keys = check(schemaOf(definition), Object.fromEntries(known), 'what it printed');
  const expires = check(expirySchema, expiryIn(printed), 'what it printed');
  return { ...keys, ...(expires !== undefined && { expires }) };
}

/** Its own message, since what it printed is not quoted. */
class Unreadable extends Error {}

function objectIn(output: string): Readonly<Record<string, unknown>> {
  if (output.trim() === '') throw new Unreadable('it printed nothing');
  const printed = z.record(z.string(), z.unknown()).safeParse(parsed(output));
  if (printed.success) return printed.data;
  throw new Unreadable('it printed JSON that is not an object');
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new Unreadable('what it printed is not JSON');
  }
}

/** `Expiration` as in the answers of metadata and token services, `expires` as in this library. */
const expiryNames = ['expires', 'expiration', 'Expiration', 'expiresAt', 'ExpiredTime'];

const expiryIn = (printed: Readonly<Record<string, unknown>>) => ({
  expires: expiryNames.map((name) => printed[name]).find((value) => value !== undefined),
});

/** Below this a number counts seconds since 1970, above it milliseconds; as milliseconds it is in April 1970. */
const latestInSeconds = 10_000_000_000;

const expiryForm = 'must be a date such as 2027-01-31T12:00:00Z, or seconds or milliseconds since 1970';

const expirySchema = z
  .object({
    expires: z
      .union([z.number(), z.iso.datetime({ offset: true, error: expiryForm })], expiryForm)
      .optional(),
  })
  .transform(({ expires }) => {
    if (typeof expires === 'string') return Date.parse(expires);
    return expires !== undefined && expires < latestInSeconds ? expires * 1_000 : expires;
  });

/** Never what was printed: a secret may be in it. */
function reasonOf(thrown: unknown): string {
  if (NatError.is(thrown)) return `of its answer, ${thrown.plain} (${thrown.field})`;
  if (thrown instanceof Unreadable) return thrown.message;
  if (!(thrown instanceof Error && 'code' in thrown)) return 'it could not be run';
  if (thrown.code === 'ENOENT') return 'there is no such program';
  const killed = 'killed' in thrown && thrown.killed === true;
  return killed ? `it took longer than ${longest / 1_000} s` : `it ended with ${String(thrown.code)}`;
}
