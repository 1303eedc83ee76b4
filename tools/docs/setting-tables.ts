import type { CredentialDefinition } from '../../packages/adapter-kit/src/index.ts';
import { documentedClouds } from './clouds.ts';
import { table } from './table.ts';

/** The settings that only some clouds have. */
export const ownSettings = (): string =>
  table(
    ['setting', 'cloud', ''],
    documentedClouds.flatMap(({ definition: { kind, settings } }) =>
      Object.entries(settings.own).map(([name, { summary }]) => [`\`${name}\``, `\`${kind}\``, summary]),
    ),
  );

/** Where the tools of each cloud keep keys and regions. */
export const keyPlaces = (): string =>
  table(
    ['`cloud`', '', 'fields', '`environment`', 'region', '`profile`'],
    documentedClouds.map(({ name, definition: { kind, settings, credentials } }) => [
      `\`${kind}\``,
      name,
      words(Object.keys(credentials.fields)),
      variables(credentials),
      words(settings.region.variables),
      words(credentials.profile?.files.map(({ path }) => path) ?? []),
    ]),
  );

const words = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** One set of variables after the other. */
const variables = ({ variables: sets }: CredentialDefinition): string =>
  sets.map((names) => words(Object.values(names).flatMap((name) => name ?? []))).join('; ');
