import { check, type Expiring } from '@polynat/core';
import * as z from 'zod';
import type { CredentialDefinition } from './definition.ts';
import { schemaOf } from './schema.ts';

/** Temporary keys, as a role or a token service gave them. */
export const readExchanged = async <C extends object>(
  definition: CredentialDefinition<C>,
  keys: Promise<object>,
): Promise<C & Expiring> => readGiven(definition, await keys, 'the temporary keys');

/** Services of temporary credentials answer more than the credentials; what has another name is left out. */
export function readGiven<C extends object>(
  definition: CredentialDefinition<C>,
  given: object,
  what: string,
): C & Expiring {
  const known = Object.entries(given ?? {}).filter(
    ([name, value]) => Object.hasOwn(definition.fields, name) && value !== undefined,
  );
  const { expires } = check(
    z.looseObject({ expires: z.number('must be milliseconds since 1970').optional() }),
    given,
    what,
  );
  const keys = check(schemaOf(definition), Object.fromEntries(known), what);
  return { ...keys, ...(expires !== undefined && { expires }) };
}
