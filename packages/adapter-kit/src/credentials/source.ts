import { type CredentialSource, check, type Expiring, NatError } from '@polynat/core';
import * as z from 'zod';
import { printedBy } from './command.ts';
import type { CredentialDefinition } from './definition.ts';
import { type Environment, fromVariables, variablesOf } from './environment.ts';
import { fromProfileFiles } from './profile.ts';
import { schemaOf } from './schema.ts';

/** What the places of credentials are looked for in. */
export interface Surroundings {
  readonly environment: Environment;
  /** The home folder. */
  readonly home: string;
  /** Whose credentials these are, for messages: the kind of cloud. */
  readonly whose: string;
}

export type Fetch<C> = () => Promise<C & Expiring>;

/** Asks the source once. */
export function fetchFrom<C extends object>(
  definition: CredentialDefinition<C>,
  source: CredentialSource<C>,
  { environment, home, whose }: Surroundings,
): Fetch<C> {
  if (source === 'environment')
    return async () => fromVariables(definition, environment) ?? noVariables(definition);
  if (source === 'profile') return () => profileOf(definition, home, undefined);
  if (typeof source === 'function') return () => fromFunction(definition, source);
  if ('profile' in source) return () => profileOf(definition, home, source.profile);
  if ('command' in source) return () => printedBy(definition, source.command, { whose });
  return async () => source;
}

async function profileOf<C extends object>(
  definition: CredentialDefinition<C>,
  home: string,
  name: string | undefined,
): Promise<C> {
  const found = await fromProfileFiles(definition, home, name);
  if (found) return found;
  const { profile } = definition;
  const file = profile?.files[0]?.path ?? 'this cloud has no profile file and';
  const which = name === undefined ? 'a default profile' : `the profile ${JSON.stringify(name)}`;
  throw new NatError('unauthenticated', `${file} has no credentials in ${which}`, {
    remedy: `${profile?.remedy ?? 'set the variables of this cloud'}, or pass credentials`,
  });
}

function noVariables<C extends object>(definition: CredentialDefinition<C>): never {
  const variables = variablesOf(definition).join(' and ');
  throw new NatError('unauthenticated', `no credentials in the environment (${variables})`, {
    remedy: `set ${variables}, or pass credentials`,
  });
}

/** The error of a function may quote what it read. Its text is told, since users need it; its causes and syntax errors are not. */
async function fromFunction<C extends object>(
  definition: CredentialDefinition<C>,
  ask: () => Promise<C & Expiring>,
): Promise<C & Expiring> {
  const given: object = await ask().catch((thrown: unknown) => {
    if (NatError.is(thrown, 'unauthenticated')) throw thrown;
    throw failed(thrown instanceof SyntaxError ? 'it read malformed text' : NatError.from(thrown).plain);
  });
  return readGiven(definition, given);
}

const failed = (why: string): NatError =>
  new NatError('unauthenticated', `the credentials function failed: ${why}`, {
    remedy: 'return credentials from the function given as `credentials`',
  });

/** Services of temporary credentials answer more than the credentials; what has another name is left out. */
function readGiven<C extends object>(definition: CredentialDefinition<C>, given: object): C & Expiring {
  const known = Object.entries(given ?? {}).filter(
    ([name, value]) => Object.hasOwn(definition.fields, name) && value !== undefined,
  );
  const { expires } = check(
    z.looseObject({ expires: z.number('must be milliseconds since 1970').optional() }),
    given,
    'what the credentials function returned',
  );
  const keys = check(
    schemaOf(definition),
    Object.fromEntries(known),
    'what the credentials function returned',
  );
  return { ...keys, ...(expires !== undefined && { expires }) };
}
