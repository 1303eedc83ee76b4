import type { CloudDefinition } from '@polynat/adapter-kit';
import { credentials } from './credentials.ts';
import { settings } from './options.ts';

/** All that Polynat needs to know before the driver is loaded. */
export const cloud: CloudDefinition = {
  kind: 'volcano',
  title: 'Volcano',
  settings,
  credentials,
  load: async () => (await import('./driver.ts')).createDriver,
};
