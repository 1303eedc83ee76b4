import type { FaultSource } from '../tencent/work-queue.ts';
import { addressIn, finishBinding, planAddresses, reserveAddresses, setState, untie } from './addresses.ts';
import { checkAddressCount, type GatewayKey, writable } from './checks.ts';
import {
  checkCapacity,
  checkUnused,
  finishJoins,
  finishLeaving,
  type JoinPlan,
  type Part,
  type PartInput,
  partsAreFeasible,
  planJoins,
  reserveJoins,
  reserveLeaving,
} from './joins.ts';
import type { Address, Gateway, JoinState, Subnet } from './model.ts';
import { admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export interface BindAddressesInput extends GatewayKey {
  readonly assigned: readonly string[];
  readonly autoAllocate: number;
}

export function bindAddresses(
  state: State,
  region: Region,
  input: BindAddressesInput,
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const existing = planAddresses(state, gateway.vpc, gateway.exclusive, input.assigned);
  checkAddressCount(gateway.addresses.size, existing.length, input.autoAllocate);
  admitAddresses(state, input.autoAllocate);
  admitPurchase(state, fault);
  const addresses = reserveAddresses(state, gateway, existing, input.autoAllocate);
  const work = {
    seconds: state.settings.durations.bindAddress,
    gateway,
    succeed: () => finishBinding(state, gateway, addresses, true),
    fail: () => finishBinding(state, gateway, addresses, false),
  };
  return state.tasks.start(work, fault);
}

export function unbindAddresses(
  state: State,
  region: Region,
  input: GatewayKey & { readonly assigned: readonly string[] },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const addresses = [...new Set(input.assigned)].map((ip) => boundAddress(state, gateway, ip));
  const staying = [...gateway.addresses].filter(
    (address) => address.state === 'bound' && !addresses.includes(address),
  );
  if (staying.length === 0) throw new Refusal('last-address', 'one address must stay on the gateway');
  for (const address of addresses) setState(state, address, 'unbinding');
  const work = {
    seconds: state.settings.durations.bindAddress,
    gateway,
    succeed() {
      for (const address of addresses) untie(state, gateway, address, 'free');
    },
    fail() {
      for (const address of addresses) setState(state, address, 'bound');
    },
  };
  return state.tasks.start(work, fault);
}

function boundAddress(state: State, gateway: Gateway, ip: string): Address {
  const address = addressIn(state, gateway.vpc, ip);
  if (address.gateway !== gateway || address.state === 'unbinding') {
    throw new Refusal('address-not-found', `${ip} is not bound to ${gateway.id}`);
  }
  if (address.state !== 'bound') throw new Refusal('gateway-busy', `${ip} is still being bound`);
  return address;
}

export function joinSubnets(
  state: State,
  region: Region,
  input: GatewayKey & { readonly subnets: readonly string[] },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const plan = planJoins(state, gateway.vpc, gateway.forwardMode, input.subnets, []);
  return join(state, gateway, plan, fault);
}

export function joinParts(
  state: State,
  region: Region,
  input: GatewayKey & { readonly parts: readonly PartInput[] },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const plan = planJoins(state, gateway.vpc, gateway.forwardMode, [], input.parts);
  return join(state, gateway, plan, fault);
}

function join(state: State, gateway: Gateway, plan: JoinPlan, fault: FaultSource): number {
  checkUnused(plan, gateway);
  checkCapacity(plan, gateway.forwardMode, gateway);
  reserveJoins(gateway, plan);
  const work = {
    seconds: state.settings.durations.joinSubnet,
    gateway,
    feasible: () => partsAreFeasible(plan),
    succeed: () => finishJoins(gateway, plan, true),
    fail: () => finishJoins(gateway, plan, false),
  };
  return state.tasks.start(work, fault);
}

/** Takes a subnet off the gateway however it was joined. */
export function leaveSubnets(
  state: State,
  region: Region,
  input: GatewayKey & { readonly subnets: readonly string[] },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const subnets = [...new Set(input.subnets.map((key) => state.subnet(gateway.vpc, key)))];
  for (const subnet of subnets) checkJoined(subnet.id, stateOfJoin(gateway, subnet));
  const parts = subnets.map((subnet) => ({ subnet, ips: joinedIps(gateway, subnet) }));
  return leave(state, gateway, parts, subnets, fault);
}

export function leaveParts(
  state: State,
  region: Region,
  input: GatewayKey & { readonly parts: readonly PartInput[] },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const { parts } = planJoins(state, gateway.vpc, 0, [], input.parts);
  for (const { subnet, ips } of parts) {
    const existing = gateway.joins.get(subnet);
    for (const ip of ips) checkJoined(ip, existing?.kind === 'part' ? existing.ips.get(ip) : undefined);
  }
  return leave(state, gateway, parts, [], fault);
}

function leave(
  state: State,
  gateway: Gateway,
  parts: readonly Part[],
  whole: readonly Subnet[],
  fault: FaultSource,
): number {
  reserveLeaving(gateway, parts, whole);
  const work = {
    seconds: state.settings.durations.joinSubnet,
    gateway,
    succeed: () => finishLeaving(gateway, parts, whole, true),
    fail: () => finishLeaving(gateway, parts, whole, false),
  };
  return state.tasks.start(work, fault);
}

function checkJoined(what: string, joined: JoinState | undefined): void {
  if (joined === 'joining') throw new Refusal('gateway-busy', `${what} is still being joined`);
  if (joined !== 'joined') throw new Refusal('invalid-value', `${what} is not on the gateway in this way`);
}

/** Of single addresses the least settled one speaks for the subnet. */
function stateOfJoin(gateway: Gateway, subnet: Subnet): JoinState | undefined {
  const existing = gateway.joins.get(subnet);
  if (existing?.kind !== 'part') return existing?.state;
  const states = [...existing.ips.values()];
  if (states.includes('joining')) return 'joining';
  return states.includes('joined') ? 'joined' : 'leaving';
}

function joinedIps(gateway: Gateway, subnet: Subnet): readonly string[] {
  const existing = gateway.joins.get(subnet);
  return existing?.kind === 'part' ? [...existing.ips.keys()] : [];
}
