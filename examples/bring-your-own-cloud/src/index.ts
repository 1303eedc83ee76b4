import { type CloudFactory, cloudFactory } from '@polynat/adapter-kit';
import { cloud } from './cloud.ts';
import { createDriver, type VolcanoDriver } from './driver.ts';
import type { VolcanoOptions } from './options.ts';

export type { VolcanoDriver } from './driver.ts';
export type { VolcanoOptions } from './options.ts';
export type { VolcanoCredentials } from './signer.ts';

/** NAT gateways of Volcano, a cloud made up for docs/adding-a-cloud.md. */
export const volcano: CloudFactory<(options: VolcanoOptions) => VolcanoDriver> = cloudFactory(
  cloud,
  createDriver,
);

export { cloud };
