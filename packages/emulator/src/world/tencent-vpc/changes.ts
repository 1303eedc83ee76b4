import { checkBandwidth, checkConnections } from './creation.ts';
import { writable } from './gateways.ts';
import { type ExclusiveType, type Gateway, standard, type Timeouts } from './model.ts';
import { admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import type { TaskOrder } from './tasks.ts';

export interface ModifyInput {
  readonly id: string;
  readonly name: string | undefined;
  readonly bandwidth: number | undefined;
  readonly protected: boolean | undefined;
  readonly affinity: boolean | undefined;
  /** The final list; undefined leaves it. */
  readonly securityGroups: readonly string[] | undefined;
}

/** Takes effect at once. */
export function modifyGateway(state: State, region: Region, input: ModifyInput): void {
  const gateway = writable(state, region, input.id);
  if (gateway.version === 1 && input.affinity !== undefined) {
    throw new Refusal('not-for-type', 'PublicAddressAffinity is for standard NAT gateways.');
  }
  gateway.bandwidth = bandwidthOf(gateway, input.bandwidth);
  gateway.name = input.name ?? gateway.name;
  gateway.protected = input.protected ?? gateway.protected;
  gateway.affinity = input.affinity ?? gateway.affinity;
  gateway.securityGroups = input.securityGroups ?? gateway.securityGroups;
}

function bandwidthOf(gateway: Gateway, wanted = gateway.bandwidth): number {
  if (gateway.version === 1) return wanted === gateway.bandwidth ? wanted : checkBandwidth(wanted);
  if (wanted !== standard.bandwidth) {
    throw new Refusal('not-for-type', `A standard NAT gateway has ${standard.bandwidth} Mbps.`);
  }
  return wanted;
}

export function modifyTimeouts(state: State, region: Region, id: string, timeouts: Partial<Timeouts>): void {
  Object.assign(writable(state, region, id).timeouts, timeouts);
}

export interface ResetInput {
  readonly id: string;
  readonly connections: number;
  readonly exclusiveType: ExclusiveType | undefined;
}

/** The record has the new size at once, as clients read it back; the gateway is UPDATING for a while. */
export function resetConnections(
  state: State,
  region: Region,
  input: ResetInput,
  { requestId, fault }: TaskOrder,
): void {
  const gateway = writable(state, region, input.id);
  if (gateway.version === 2) throw new Refusal('not-for-type', 'A standard NAT gateway has one size.');
  const connections = checkConnections(input.connections);
  if (gateway.conditions.has('busy')) throw new Refusal('busy', `The load of ${gateway.id} is high.`);
  if (state.settings.unpaidOrder) throw new Refusal('unpaid-order', 'An earlier order is unpaid.');
  admitPurchase(state, fault);

  const before = { connections: gateway.connections, exclusiveType: gateway.exclusiveType };
  gateway.state = 'UPDATING';
  gateway.connections = connections;
  gateway.exclusiveType = input.exclusiveType ?? gateway.exclusiveType;
  const work = {
    seconds: state.settings.durations.resetGateway,
    resources: [gateway.id],
    succeed() {
      gateway.state = 'AVAILABLE';
    },
    fail() {
      Object.assign(gateway, before);
      gateway.state = 'AVAILABLE';
    },
  };
  state.tasks.start(requestId, work, fault);
}
