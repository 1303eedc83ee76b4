import type { CloudDefinition } from '@polynat/adapter-kit';
import { credentials } from '@polynat/tencent';
import { settings } from './options.ts';

export const cloud: CloudDefinition = {
  kind: 'tencent-bm',
  title: 'Tencent Cloud BM',
  settings,
  credentials,
  variants: [{ name: 'tencent-bm-v3', differs: 'only through API v2', settings: { api: 'v3' } }],
  emulated: { section: 'tencentBm', region: 'region', subnet: 'subnetId' },
  load: async () => (await import('./driver.ts')).createDriver,
};
