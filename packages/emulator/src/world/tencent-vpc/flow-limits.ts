import { writable } from './gateways.ts';
import type { FlowDirection } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export function switchFlowMonitor(state: State, region: Region, id: string, on: boolean): void {
  writable(state, region, id).flowMonitor = on;
}

export interface FlowLimit {
  readonly id: string;
  readonly ips: readonly string[];
  /** Mbps; 0 blocks, -1 lifts the limit. */
  readonly bandwidth: number;
  readonly direction: FlowDirection;
}

export function limitFlow(state: State, region: Region, { id, ips, bandwidth, direction }: FlowLimit): void {
  const gateway = writable(state, region, id);
  if (!gateway.flowMonitor) throw new Refusal('gateway-busy', `The flow monitor of ${id} is off.`);
  if (direction === 'In' && gateway.version === 1) {
    throw new Refusal('invalid-value', 'Inbound limits are for standard NAT gateways.');
  }
  for (const ip of ips) {
    if (bandwidth === -1) gateway.flowLimits.delete(flowKey(direction, ip));
    else gateway.flowLimits.set(flowKey(direction, ip), bandwidth);
  }
}

const flowKey = (direction: FlowDirection, ip: string) => `${direction} ${ip}`;
