import type { FaultSource } from '../tencent/work-queue.ts';
import { untie } from './addresses.ts';
import { checkIdle, checkName, checkSpec, type GatewayKey, writable } from './checks.ts';
import { leaveAll } from './joins.ts';
import { admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

export function deleteGateway(state: State, region: Region, key: GatewayKey, fault: FaultSource): number {
  const gateway = state.gateway(state.vpc(region, key.vpc), key.id);
  checkIdle(state, gateway);
  gateway.deleting = true;
  const work = {
    seconds: state.settings.durations.deleteGateway,
    gateway,
    succeed() {
      for (const address of [...gateway.addresses]) untie(state, gateway, address, 'free');
      leaveAll(gateway);
      gateway.stage = 'deleted' as const;
      state.removeGateway(gateway);
    },
    fail() {
      gateway.deleting = false;
    },
  };
  return state.tasks.start(work, fault);
}

export function upgradeGateway(
  state: State,
  region: Region,
  input: GatewayKey & { readonly maxConcurrent: number },
  fault: FaultSource,
): number {
  const gateway = writable(state, region, input);
  const spec = checkSpec(input.maxConcurrent);
  if (state.settings.upgradeOnlyUp && spec <= gateway.maxConcurrent) {
    throw new Refusal('invalid-value', `maxConcurrent: ${gateway.id} already has ${gateway.maxConcurrent}`);
  }
  admitPurchase(state, fault);
  const work = {
    seconds: state.settings.durations.upgradeGateway,
    gateway,
    succeed() {
      gateway.maxConcurrent = spec;
    },
    fail() {},
  };
  return state.tasks.start(work, fault);
}

/** Only the command line tool knew this action; it takes effect at once. */
export function renameGateway(state: State, region: Region, key: GatewayKey, name: string): void {
  writable(state, region, key).name = checkName(name);
}
