import type { WorkFault } from '../../cloud.ts';
import { freeAddress } from './addresses.ts';
import type { Gateway, GatewayState, Work } from './model.ts';
import { findVpc, type World } from './world.ts';

/** The state of a gateway nothing is happening to. */
export function restingState(gateway: Gateway): GatewayState {
  return gateway.addresses.size > 0 ? 'active' : 'unconfigured';
}

interface WorkPlan {
  readonly state: GatewayState;
  readonly duration: number;
  readonly complete: Work['complete'];
  readonly abandon?: () => void;
}

/** Moves a gateway into a transient state and out of it when the work is done. */
export function begin(world: World, gateway: Gateway, plan: WorkPlan, fault?: WorkFault): void {
  gateway.work?.appointment?.cancel();
  gateway.state = plan.state;
  const finish = () => (fault === 'failed' ? failWork(gateway) : completeWork(world, gateway));
  const due = world.clock.due(plan.duration);
  const appointment = fault === 'stuck' ? undefined : world.workScheduler.at(due, finish);
  const abandon = plan.abandon ?? (() => undefined);
  gateway.work = { appointment, doomed: fault !== undefined, complete: plan.complete, abandon };
}

function completeWork(world: World, gateway: Gateway): void {
  const next = gateway.work?.complete() ?? restingState(gateway);
  gateway.work = undefined;
  if (next === 'gone') removeGateway(world, gateway);
  else gateway.state = next;
}

function failWork(gateway: Gateway): void {
  gateway.work?.abandon();
  gateway.work = undefined;
  gateway.state = 'error';
}

/** Ends whatever is going on at once; work that would never have succeeded is given up. */
export function interruptWork(gateway: Gateway): void {
  const { work } = gateway;
  if (work === undefined) return;
  work.appointment?.cancel();
  if (work.doomed) work.abandon();
  else work.complete();
  gateway.work = undefined;
}

/** Takes a gateway out of the world; its addresses become free again. */
export function removeGateway(world: World, gateway: Gateway): void {
  const { work, expiry, removal } = gateway;
  for (const appointment of [work?.appointment, expiry, removal]) appointment?.cancel();
  work?.abandon();
  gateway.work = undefined;
  for (const ip of gateway.addresses.keys()) freeAddress(world, gateway.region, ip);
  findVpc(world, gateway.region, gateway.vpcId).gateways.remove(gateway.id);
  world.gateways.delete(gateway.id);
}
