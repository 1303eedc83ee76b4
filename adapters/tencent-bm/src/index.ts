import { type CloudFactory, cloudFactory } from '@polynat/adapter-kit';
import type { TencentCredentials } from '@polynat/tencent';
import { cloud } from './cloud.ts';
import { createDriver, type TencentBmDriver } from './driver.ts';
import type { Api } from './operations/operation.ts';
import type { TencentBmOptions } from './options.ts';

export type { TencentBmNative } from './client.ts';
export type { TencentBmDriver } from './driver.ts';
export type {
  OperationInput,
  OperationName,
  OperationOutput,
} from './operations/index.ts';
export type { Api } from './operations/operation.ts';
export type { TencentBmOptions } from './options.ts';

export type TencentBmCredentials = TencentCredentials;

/** NAT gateways of Tencent Cloud bare metal in one region, https://cloud.tencent.com/document/product/386/9267 */
export const tencentBm: CloudFactory<
  <A extends Api = 'v2'>(options: TencentBmOptions<A>) => TencentBmDriver<A>
> = cloudFactory(cloud, createDriver);

export { cloud };
