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

/** Runs a program that prints the keys as one JSON object. `expires` in it is an ISO date or milliseconds since 1970. */
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
  const printedSchema = z.looseObject({ expires: z.union([z.number(), z.iso.datetime()]).optional() });
  const { expires, ...printed } = printedSchema.parse(JSON.parse(output));
  const keys = check(schemaOf(definition), printed, 'what it printed');
  return { ...keys, ...(expires !== undefined && { expires: new Date(expires).getTime() }) };
}

/** Never what was printed: a secret may be in it. */
function reasonOf(thrown: unknown): string {
  if (NatError.is(thrown)) return `of its answer, ${thrown.plain} (${thrown.field})`;
  if (!(thrown instanceof Error && 'code' in thrown)) return 'it did not print a JSON object';
  return thrown.code === 'ENOENT' ? 'there is no such program' : `it ended with ${String(thrown.code)}`;
}
