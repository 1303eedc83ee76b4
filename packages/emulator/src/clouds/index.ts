import type { CloudFactory } from '../cloud.ts';
import { createBaiduCloud } from './baidu/index.ts';

/** The clouds of one emulator. Each recognises its own requests; the order decides nothing. */
export const cloudFactories: readonly CloudFactory[] = [createBaiduCloud];
