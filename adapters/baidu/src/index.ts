import { type CloudFactory, cloudFactory } from '@polynat/adapter-kit';
import { cloud } from './cloud.ts';
import { type BaiduDriver, createDriver } from './driver.ts';
import type { BaiduOptions } from './options.ts';

export type { BaiduNative } from './client.ts';
export type { BaiduDriver } from './driver.ts';
export type {
  OperationInput,
  OperationName,
  OperationOutput,
} from './operations/index.ts';
export type { BaiduOptions } from './options.ts';
export type { BaiduCredentials } from './signer.ts';

/** NAT gateways of Baidu AI Cloud in one region, https://cloud.baidu.com/doc/VPC/s/im4tnpl2c */
export const baidu: CloudFactory<(options: BaiduOptions) => BaiduDriver> = cloudFactory(cloud, createDriver);

export { cloud };
