import { type CloudFactory, cloudFactory } from '@polynat/adapter-kit';
import { cloud } from './cloud.ts';
import { createDriver, type TencentVpcDriver } from './driver.ts';
import type { TencentVpcOptions } from './options.ts';

export type { TencentVpcNative } from './client.ts';
export type { TencentVpcDriver } from './driver.ts';
export type { OperationInput, OperationName, OperationOutput } from './operations/index.ts';
export type { TencentVpcCredentials, TencentVpcOptions } from './options.ts';

/** NAT gateways of Tencent Cloud VPC in one region, https://cloud.tencent.com/document/product/552 */
export const tencentVpc: CloudFactory<(options: TencentVpcOptions) => TencentVpcDriver> = cloudFactory(
  cloud,
  createDriver,
);

export { cloud };
