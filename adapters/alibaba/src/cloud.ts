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
      name: 'alibaba-with-conversion',
      differs: 'only in regions that offer it',
      settings: { region: 'cn-qingdao' },
    },
  ],
  emulated: { section: 'alibaba', region: 'regionId', subnet: 'vSwitchId' },
  load: async () => (await import('./driver.ts')).createDriver,
};
