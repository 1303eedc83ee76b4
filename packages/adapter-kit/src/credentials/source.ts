import { type CredentialSource, type Expiring, NatError } from '@polynat/core';
import { printedBy } from './command.ts';
import type { CredentialDefinition, ExchangeTools } from './definition.ts';
import { type Environment, fromVariables, variablesOf } from './environment.ts';
import { readExchanged, readGiven } from './given.ts';
import { fromProfileFiles } from './profile.ts';

/** What the places of credentials are looked for in. */
export interface Surroundings {
  readonly environment: Environment;
  /** The home folder. */
  readonly home: string;
  /** Whose credentials these are, for messages: the kind of cloud. */
  readonly whose: string;
  /** How temporary keys are asked for. */
  readonly tools?: ExchangeTools;
}

export type Fetch<C> = () => Promise<C & Expiring>;

/** Asks the source once. */
export function fetchFrom<C extends object>(
  definition: CredentialDefinition<C>,
  source: CredentialSource<C>,
  { environment, home, whose, tools }: Surroundings,
): Fetch<C> {
  if (source === 'environment')
    return async () =>
      fromVariables(definition, environment) ??
      exchanged(definition, environment, tools) ??
      noVariables(definition);
  if (source === 'role') return () => roleOf(definition, undefined, whose, tools);
  if (source === 'profile') return () => profileOf(definition, home, undefined, tools);
  if (typeof source === 'function') return () => fromFunction(definition, source);
  if ('profile' in source) return () => profileOf(definition, home, source.profile, tools);
  if ('role' in source) return () => roleOf(definition, source.role, whose, tools);
  if ('command' in source) return () => printedBy(definition, source.command, { whose });
  return async () => source;
}

async function profileOf<C extends object>(
  definition: CredentialDefinition<C>,
  home: string,
  name: string | undefined,
  tools: ExchangeTools | undefined,
): Promise<C & Expiring> {
  const found = await fromProfileFiles(definition, home, name, tools ?? (await usualTools()));
  if (found) return found;
  const { profile } = definition;
  const file = profile?.files[0]?.path ?? 'this cloud has no profile file and';
  const which = name === undefined ? 'a default profile' : `the profile ${JSON.stringify(name)}`;
  throw new NatError('unauthenticated', `${file} has no credentials in ${which}`, {
    remedy: `${profile?.remedy ?? 'set the variables of this cloud'}, or pass credentials`,
  });
}

/** Keys that variables name a way to, or `undefined` when they name none. */
function exchanged<C extends object>(
  definition: CredentialDefinition<C>,
  environment: Environment,
  tools: ExchangeTools | undefined,
): Promise<C & Expiring> | undefined {
  const found = definition.exchanges?.find(({ variables }) => variables.every((name) => environment[name]));
  return (
    found &&
    readExchanged(
      definition,
      withTools(tools, (usual) => found.keys(environment, usual)),
    )
  );
}

function roleOf<C extends object>(
  definition: CredentialDefinition<C>,
  name: string | undefined,
  whose: string,
  tools: ExchangeTools | undefined,
): Promise<C & Expiring> {
  const { role } = definition;
  if (role)
    return readExchanged(
      definition,
      withTools(tools, (usual) => role(name, usual)),
    );
  throw new NatError('unauthenticated', `machines of ${whose} have no role that Polynat can read`, {
    field: 'credentials',
    remedy: 'use environment, profile or a command',
  });
}

const usualTools = async (): Promise<ExchangeTools> => (await import('./exchange.ts')).exchangeTools;

const withTools = async <T>(tools: ExchangeTools | undefined, work: (tools: ExchangeTools) => Promise<T>) =>
  work(tools ?? (await usualTools()));

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
  return readGiven(definition, given, 'what the credentials function returned');
}

const failed = (why: string): NatError =>
  new NatError('unauthenticated', `the credentials function failed: ${why}`, {
    remedy: 'return credentials from the function given as `credentials`',
  });
