import { type AlibabaOptions, alibaba } from '@polynat/alibaba';
import { type BaiduOptions, baidu } from '@polynat/baidu';
import type { Clock, Random } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';
import { tencentBm } from '@polynat/tencent-bm';

type Sender = NonNullable<AlibabaOptions['sender'] & BaiduOptions['sender']>;

/** What the three drivers of a test have in common. */
export interface Common {
  readonly clock: Clock;
  readonly random?: Random;
  readonly sender?: Sender;
}

/** The three real adapters in front of one emulator. */
export function driversFor({ url, credentials, networks }: EmulatorConnection, common: Common) {
  const reach = { endpoint: url, ...common };
  return {
    alibaba: alibaba({ ...reach, region: networks.alibaba.regionId, credentials: credentials.alibaba }),
    baidu: baidu({ ...reach, region: networks.baidu.region, credentials: credentials.baidu }),
    'tencent-bm': tencentBm({
      ...reach,
      region: networks.tencentBm.region,
      credentials: credentials.tencentBm,
    }),
  };
}
