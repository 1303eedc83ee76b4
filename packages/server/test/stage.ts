import { auditLog, type Policy, type Principal, type Role, rolePolicy } from '@polynat/access';
import { type Clouds, createNat } from '@polynat/core';
import { createEngine, type Engine, type JournalStore, memoryStore } from '@polynat/engine';
import {
  type ManualClock,
  type MemoryDriver,
  type MemoryOptions,
  manualClock,
  memoryDriver,
} from '@polynat/testkit';
import { createService, type Service, type ServiceOptions } from '../src/create-service.ts';
import type { Change } from '../src/index.ts';

export interface Stage {
  readonly clock: ManualClock;
  readonly shop: MemoryDriver;
  readonly search: MemoryDriver;
  readonly nat: Clouds;
  readonly engine: Engine;
  readonly service: Service;
  readonly store: JournalStore;
  /** What the audit log holds: event, action, who. */
  readonly audited: readonly (readonly [event: string, action: string, who: string])[];
}

export interface Staging extends Pick<ServiceOptions, 'approvalWithin' | 'maxAge'> {
  readonly policy?: Policy;
  readonly memory?: MemoryOptions;
  /** What an earlier process left. */
  readonly from?: Pick<Stage, 'shop' | 'search' | 'store' | 'clock'>;
}

/** Two clouds in memory behind a service, on a clock that moves as soon as everybody waits. */
export function stage({ from, policy = rolePolicy(), memory = {}, ...options }: Staging = {}): Stage {
  const clock = from?.clock ?? manualClock({ autoAdvance: true });
  const shop = from?.shop.another() ?? memoryDriver({ clock, ...memory });
  const search = from?.search.another() ?? memoryDriver({ clock, ...memory });
  const store = from?.store ?? memoryStore();
  const nat = createNat({ shop, search }, { clock });
  const engine = createEngine({ store, clock });
  const audited: [string, string, string][] = [];
  const audit = auditLog({
    clock,
    listeners: [({ event, action, who }) => void audited.push([event, action, who])],
  });
  const service = createService({ clouds: nat, engine, policy, audit, clock, ...options });
  return { clock, shop, search, nat, engine, service, store, audited };
}

export const person = (id: string, ...roles: readonly Role[]): Principal => ({ id, roles });
export const alice = person('alice', 'buyer');
export const bob = person('bob', 'approver');
export const victor = person('victor', 'viewer');
export const oscar = person('oscar', 'operator');

export const creation = (name = 'egress', target = 'shop'): Change => ({
  mutation: 'gateways.create',
  target,
  input: { name, network: { vpc: 'vpc-main', subnet: 'subnet-a' } },
});
