import type { CloudFactory } from '../cloud.ts';
import { createAlibabaCloud } from './alibaba/index.ts';
import { createBaiduCloud } from './baidu/index.ts';
import { createTencentBmCloud } from './tencent-bm/index.ts';
import { createTencentVpcCloud } from './tencent-vpc/index.ts';

/** The clouds of one emulator. Each recognises its own requests; the order decides nothing. */
export const cloudFactories: readonly CloudFactory[] = [
  createAlibabaCloud,
  createBaiduCloud,
  createTencentBmCloud,
  createTencentVpcCloud,
];
