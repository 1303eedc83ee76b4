import type { FaultSource } from '../tencent/work-queue.ts';
import type { Address, Carrier, ChargeType } from './model.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';
import type { Work } from './tasks.ts';

/** Mbps an EIP may have, by how it is billed. */
export const mostBandwidth: Readonly<Record<ChargeType, number>> = {
  TRAFFIC_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_PREPAID_BY_MONTH: 200,
  BANDWIDTH_PACKAGE: 2000,
};

/** What the console calls an EIP without a name. */
const UNNAMED = '未命名';

type AddressDraft = Pick<Address, 'region' | 'bandwidth'> & Partial<Address>;

export function newAddress(state: State, draft: AddressDraft): Address {
  return {
    id: state.newId('eip'),
    ip: draft.ip ?? state.freePublicIp(),
    name: UNNAMED,
    carrier: 'BGP',
    chargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
    state: 'CREATING',
    createdAt: state.clock.calendar(),
    tags: [],
    conditions: new Set(),
    chargeChanges: 0,
    ...draft,
  };
}

export function bandwidthOf(chargeType: ChargeType, bandwidth: number): number {
  const most = mostBandwidth[chargeType];
  if (bandwidth < 1) throw new Refusal('eip-bandwidth-small', `${bandwidth} Mbps is below 1.`);
  if (bandwidth > most) throw new Refusal('eip-bandwidth-large', `${bandwidth} Mbps is above ${most}.`);
  return bandwidth;
}

export function networkTypeOf(carrier: Carrier): string {
  return carrier === 'BGP' ? 'BGP' : `SINGLEISP_${carrier}`;
}

/** Work on EIPs has a number of its own. */
export function startWork(state: State, work: Work, fault: FaultSource): string {
  const taskId = String(state.counters.nextTask());
  state.tasks.start(taskId, work, fault);
  return taskId;
}
