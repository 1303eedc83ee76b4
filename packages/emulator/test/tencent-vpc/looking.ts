import type { Vpc } from './client.ts';

/** The gateway of the situation that most tests are about. */
export const GATEWAY = 'nat-shop';

export const stateOf = (vpc: Vpc, id = GATEWAY) => vpc.gateway(id)?.State;

export const eipState = (vpc: Vpc, ip: string) =>
  vpc.addresses({ Filters: [{ Name: 'address-ip', Values: [ip] }] })[0]?.AddressStatus;

export const taskOf = (vpc: Vpc, { RequestId }: { RequestId: string }) =>
  vpc.call('DescribeVpcTaskResult', { TaskId: RequestId });
