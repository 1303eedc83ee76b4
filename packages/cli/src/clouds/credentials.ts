import { type CloudOptions, printedBy } from '@polynat/adapter-kit';
import type { Io } from '../terminal/io.ts';
import type { FoundCloud } from './found-cloud.ts';

/** The settings of a cloud, with its command run where this command runs, and ended with it. */
export function settingsOf({ alias, cloud, settings }: FoundCloud, { directory, signal }: Io): CloudOptions {
  const { credentials } = settings;
  if (typeof credentials !== 'object' || !('command' in credentials)) return settings;
  const surroundings = {
    ...{ directory, signal, whose: alias },
    field: `clouds.${alias}.credentials.command`,
  };
  return { ...settings, credentials: () => printedBy(cloud.credentials, credentials.command, surroundings) };
}
