import type { Gateway } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

/** The gateway a write names, in a state that takes writes. */
export function writable(state: State, region: Region, id: string): Gateway {
  const gateway = state.gateway(region, id);
  if (gateway.state !== 'AVAILABLE') {
    throw new Refusal('gateway-busy', `The NAT gateway ${id} is ${gateway.state}.`);
  }
  return gateway;
}

/** As `writable`, and no binding of an EIP under way. */
export function idle(state: State, region: Region, id: string): Gateway {
  const gateway = writable(state, region, id);
  if (gateway.running > 0) throw new Refusal('gateway-task', `A task on ${id} is running.`);
  return gateway;
}

/** A failed creation leaves a record that uses nothing and can only be deleted. */
export function isLiving({ state }: Gateway): boolean {
  return state !== 'PENDFAILURE';
}
