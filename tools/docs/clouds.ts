import { alibaba } from '../../adapters/alibaba/src/index.ts';
import { baidu } from '../../adapters/baidu/src/index.ts';
import { tencentBm } from '../../adapters/tencent-bm/src/index.ts';
import type { Capabilities } from '../../packages/core/src/index.ts';

export interface DocumentedCloud {
  readonly page: string;
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Facts in another region or of another API generation, where they differ. */
  readonly elsewhere?: { readonly name: string; readonly capabilities: Capabilities };
}

const credentials = 'environment';

/** The facts as the adapters themselves state them; nothing is sent. */
export const documentedClouds: readonly DocumentedCloud[] = [
  {
    page: 'alibaba',
    name: 'Alibaba Cloud',
    capabilities: alibaba({ region: 'cn-qingdao', credentials }).capabilities,
    elsewhere: {
      name: 'only in regions that offer it',
      capabilities: alibaba({ region: 'cn-hongkong', credentials }).capabilities,
    },
  },
  { page: 'baidu', name: 'Baidu AI Cloud', capabilities: baidu({ region: 'bj', credentials }).capabilities },
  {
    page: 'tencent-bm',
    name: 'Tencent Cloud BM',
    capabilities: tencentBm({ region: 'ap-guangzhou', credentials }).capabilities,
    elsewhere: {
      name: 'only through API v2',
      capabilities: tencentBm({ region: 'ap-guangzhou', credentials, api: 'v3' }).capabilities,
    },
  },
];
