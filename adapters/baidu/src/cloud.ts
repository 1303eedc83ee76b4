import type { CloudDefinition } from '@polynat/adapter-kit';
import { credentials } from './credentials.ts';
import { settings } from './options.ts';

export const cloud: CloudDefinition = {
  kind: 'baidu',
  title: 'Baidu AI Cloud',
  settings,
  credentials,
  emulated: { section: 'baidu', region: 'region', subnet: 'subnetId' },
  load: async () => (await import('./driver.ts')).createDriver,
};
