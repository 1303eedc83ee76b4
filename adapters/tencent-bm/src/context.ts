import { definitions } from '@polynat/adapter-kit';
import type { Clock } from '@polynat/core';
import { taskWorks, type VerdictOf } from '@polynat/tencent';
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

export const taskWork = taskWorks<Context>();

/** Pages disagree about the numbers of a task, and each service knows its own tasks only. */
export const gatewayTask: VerdictOf<Context> = ({ api }, task, call) => api.gatewayTask(task, call);
export const addressTask: VerdictOf<Context> = ({ api }, task, call) => api.addressTask(task, call);
