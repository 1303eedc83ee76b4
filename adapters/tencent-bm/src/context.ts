import {
  definitions,
  passesOnceFree,
  retryWhileRefused,
  undefinedIfForbidden,
  whereaboutsOf,
} from '@polynat/adapter-kit';
import type { Call, Clock } from '@polynat/core';
import { taskWorks, type VerdictOf } from '@polynat/tencent';
import type { BmApi } from './api.ts';
import { whereaboutsIn } from './codec/address.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly api: BmApi;
  readonly clock: Clock;
  readonly region: string;
  /** Where new public IPs are allocated, when the caller does not say. */
  readonly vpc?: string | undefined;
}

export const { gateways, snat, addresses, networks, inventory } = definitions<Context>();

export const taskWork = taskWorks<Context>();

/** Pages disagree about the numbers of a task, and each service knows its own tasks only. */
export const gatewayTask: VerdictOf<Context> = ({ api }, task, call) => api.gatewayTask(task, call);
export const addressTask: VerdictOf<Context> = ({ api }, task, call) => api.addressTask(task, call);

/** Milliseconds between two tries. */
const pause = 3_000;

/** Sends a write that needs these public IPs to be free. They are refused for as long as another gateway gives them up. */
export const retryWhileLeaving = <Result>(
  { api, clock }: Context,
  ips: readonly string[],
  call: Call,
  write: () => Promise<Result>,
): Promise<Result> => {
  const whereabouts = async () => {
    const told = await undefinedIfForbidden(() => api.addresses({ ips }, undefined, call));
    return told && whereaboutsOf(told.items.map(whereaboutsIn));
  };
  return retryWhileRefused({ clock, call, pause, write, passes: passesOnceFree(whereabouts) });
};
