import { type CloudFactory, cloudFactory } from '@polynat/adapter-kit';
import { cloud } from './cloud.ts';
import { type AlibabaDriver, createDriver } from './driver.ts';
import type { AlibabaOptions } from './options.ts';

/** A driver for the NAT gateways of one region of Alibaba Cloud. Nothing is sent before the first call. */
export const alibaba: CloudFactory<(options: AlibabaOptions) => AlibabaDriver> = cloudFactory(
  cloud,
  createDriver,
);

export type { AlibabaNative } from './client.ts';
export type { Generation } from './codec/gateway.ts';
export type { OperationInput, OperationName, OperationOutput } from './operations/index.ts';
export type { AlibabaCredentials } from './signer.ts';
export type { AlibabaDriver, AlibabaOptions };
export { cloud };
