import type { CloudDefinition } from '@polynat/adapter-kit';
import { credentials } from '@polynat/tencent';
import { settings } from './options.ts';

export const cloud: CloudDefinition = {
  kind: 'tencent-vpc',
  title: 'Tencent Cloud VPC',
  settings,
  credentials,
  emulated: { section: 'tencentVpc', region: 'region', subnet: 'subnetId' },
  load: async () => (await import('./driver.ts')).createDriver,
};
