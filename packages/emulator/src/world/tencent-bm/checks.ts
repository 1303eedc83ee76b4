import { type Flag, type Gateway, type Spec, specs } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export const MOST_ADDRESSES = 4;

/** The gateway a call names by VPC and id. */
export interface GatewayKey {
  readonly vpc: string;
  readonly id: string;
}

/** The gateway a write names, in a state that takes writes. */
export function writable(state: State, region: Region, key: GatewayKey): Gateway {
  const gateway = state.gateway(state.vpc(region, key.vpc), key.id);
  if (gateway.stage === 'failed') {
    throw new Refusal('gateway-failed', `the creation of ${key.id} failed; it can only be deleted`);
  }
  checkIdle(state, gateway);
  return gateway;
}

export function checkIdle(state: State, gateway: Gateway): void {
  const busy = gateway.stage === 'creating' || gateway.deleting;
  if (busy || (state.settings.oneTaskPerGateway && gateway.running > 0)) {
    throw new Refusal('gateway-busy', `another operation on ${gateway.id} is under way`);
  }
}

/** 1–25 Chinese characters, letters, digits, underscores. */
export function checkName(name: string): string {
  if (!/^[\p{Script=Han}A-Za-z0-9_]{1,25}$/u.test(name)) {
    throw new Refusal('invalid-value', 'natName: 1 to 25 Chinese characters, letters, digits or underscores');
  }
  return name;
}

export function checkSpec(value: number): Spec {
  const spec = specs.find((candidate) => candidate === value);
  if (spec === undefined) throw new Refusal('invalid-value', `maxConcurrent: one of ${specs.join(', ')}`);
  return spec;
}

export function checkFlag(field: string, value: number): Flag {
  if (value !== 0 && value !== 1) throw new Refusal('invalid-value', `${field}: 0 or 1, not ${value}`);
  return value;
}

/** At most four addresses, at least one of them named or ordered. */
export function checkAddressCount(have: number, assigned: number, autoAllocate: number): void {
  if (autoAllocate < 0 || autoAllocate > MOST_ADDRESSES) {
    throw new Refusal('invalid-value', `autoAllocEipNum: 0 to ${MOST_ADDRESSES}, not ${autoAllocate}`);
  }
  if (assigned + autoAllocate === 0) {
    throw new Refusal('invalid-value', 'give assignedEipSet or autoAllocEipNum');
  }
  if (have + assigned + autoAllocate > MOST_ADDRESSES) {
    throw new Refusal('address-limit', `a gateway uses ${MOST_ADDRESSES} addresses at most`);
  }
}
