import { check } from '@polynat/core';
import type { CredentialDefinition } from './definition.ts';
import { collect, namesOf, schemaOf } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The credentials in the variables of the cloud's own tools, or `undefined` when there are none. */
export function fromVariables<C extends object>(
  definition: CredentialDefinition<C>,
  environment: Environment,
): C | undefined {
  for (const names of definition.variables) {
    const found = collect(definition, names, (name) => environment[name]);
    if (found) return check(schemaOf(definition), found, 'the environment');
  }
  return undefined;
}

/** The variables a message names: those of the required fields of the set that is tried first. */
export function variablesOf<C extends object>({
  fields,
  variables: [first],
}: CredentialDefinition<C>): readonly string[] {
  if (!first) return [];
  const required = (Object.keys(fields) as (keyof C & string)[]).filter((field) => !fields[field].optional);
  return required.flatMap((field) => namesOf(first, field).slice(0, 1));
}
