import {
  definitions,
  passesOnceFree,
  retryWhileRefused,
  undefinedIfForbidden,
  whereaboutsOf,
} from '@polynat/adapter-kit';
import type { Call, Clock } from '@polynat/core';
import { type Accepted, type Sent, sendOnce, taskWorks, type Verdict } from '@polynat/tencent';
import type { Client } from './client.ts';
import { whereaboutsIn } from './codec/address.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly region: string;
}

export const { gateways, snat, dnat, addresses, sharedBandwidth, networks, inventory } =
  definitions<Context>();
export const taskWork = taskWorks<Context>();

const verdicts: Readonly<Record<string, Verdict>> = {
  SUCCESS: 'succeeded',
  FAILED: 'failed',
  RUNNING: 'running',
};

const verdictIn = (word: string | undefined): Verdict | undefined =>
  word === undefined ? undefined : verdicts[word];

/** Work on a gateway is asked for by the request id of its write, https://cloud.tencent.com/document/api/215/59037 */
export const gatewayTask = async ({ client }: Context, TaskId: string, call: Call) =>
  verdictIn((await client.call('DescribeVpcTaskResult', { TaskId }, call)).Status);

/** Work on a public IP has a number, https://cloud.tencent.com/document/api/215/36271 */
export const addressTask = async ({ client }: Context, task: string, call: Call) =>
  verdictIn((await client.call('DescribeTaskResult', { TaskId: Number(task) }, call)).Result);

/** Work that no task stands for: the resource itself tells when it is done. */
export const noTask = async (): Promise<undefined> => undefined;

interface Answer {
  readonly RequestId: string | undefined;
  readonly TaskId?: string | undefined;
}

export const accepted = ({ RequestId, TaskId }: Answer): Accepted => ({
  task: TaskId ?? RequestId,
  requestId: RequestId,
});

/** Sends a write that the API could not recognise when it came twice; `happened` is how it would show. */
export const send = (
  { clock }: Context,
  call: Call,
  write: () => Promise<Answer>,
  happened: () => Promise<boolean>,
): Promise<Sent> => sendOnce({ clock, call, write: async () => accepted(await write()), happened });

/** Milliseconds between two tries. */
const pause = 3_000;

/** Sends a write that needs these public IPs to be free. They are refused for as long as another gateway gives them up. */
export const retryWhileLeaving = <Result>(
  { client, clock }: Context,
  by: 'address-ip' | 'address-id',
  values: readonly string[],
  call: Call,
  write: () => Promise<Result>,
): Promise<Result> => {
  const whereabouts = async () => {
    if (values.length === 0) return undefined;
    const query = { Filters: [{ Name: by, Values: [...values] }], Limit: 100 };
    const answer = await undefinedIfForbidden(() => client.call('DescribeAddresses', query, call));
    return answer && whereaboutsOf(answer.AddressSet.map(whereaboutsIn));
  };
  return retryWhileRefused({ clock, call, pause, write, passes: passesOnceFree(whereabouts) });
};
