import { definitions } from '@polynat/adapter-kit';
import type { Clock } from '@polynat/core';
import type { BmApi } from './api.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly api: BmApi;
  readonly clock: Clock;
  readonly region: string;
  /** Where new public IPs are allocated, when the caller does not say. */
  readonly vpc?: string | undefined;
}

export const { gateways, snat, addresses, networks } = definitions<Context>();
