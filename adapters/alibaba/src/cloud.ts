import type { CloudDefinition } from '@polynat/adapter-kit';
import { credentials } from './credentials.ts';
import { settings } from './options.ts';

export const cloud: CloudDefinition = {
  kind: 'alibaba',
  title: 'Alibaba Cloud',
  settings,
  credentials,
  variants: [
    {
      name: 'alibaba-without-conversion',
      otherwise: 'only in regions that offer it',
      settings: { region: 'cn-hongkong' },
    },
  ],
  emulated: { section: 'alibaba', region: 'regionId', subnet: 'vSwitchId' },
  load: async () => (await import('./driver.ts')).createDriver,
};
