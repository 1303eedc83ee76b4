import { drawFault, type FaultSource } from './fault-source.ts';
import type { Gateway, Payment } from './model.ts';
import { addMonths } from './months.ts';
import { requirePermission } from './permissions.ts';
import { Refusal } from './refusal.ts';
import { begin, interruptWork, removeGateway, restingState } from './work.ts';
import { findGateway, type Scope, type World } from './world.ts';

/** Payment for something bought now. */
export function paymentFrom(world: World, months: number | undefined): Payment {
  if (months === undefined) return { timing: 'Postpaid' };
  return { timing: 'Prepaid', expiresAt: addMonths(world.clock.calendar(), months) };
}

export function isExpired(world: World, { payment }: Gateway): boolean {
  return payment.timing === 'Prepaid' && payment.expiresAt <= world.clock.calendar();
}

/** The service ends at the very moment of expiry, the gateway itself some days later. */
export function scheduleExpiry(world: World, gateway: Gateway): void {
  gateway.expiry?.cancel();
  if (gateway.payment.timing === 'Postpaid') return;
  const { expiresAt } = gateway.payment;
  gateway.expiry = world.calendarScheduler.at(expiresAt, () =>
    stopGateway(world, gateway, 'expiry', expiresAt),
  );
}

/** Extends a prepaid gateway from its expiry, or from now when it has expired; then its service comes back. */
export function renewGateway(
  world: World,
  scope: Scope,
  id: string,
  months: number,
  faults: FaultSource,
): void {
  const gateway = findGateway(world, scope, id);
  const { payment } = gateway;
  if (payment.timing === 'Postpaid') throw new Refusal('not-allowed', 'A postpaid gateway is not renewed.');
  requirePermission(gateway, 'renew');
  const resumes = gateway.stoppedFor === 'expiry';
  const fault = resumes ? drawFault(faults) : undefined;
  const base = Math.max(payment.expiresAt, world.clock.calendar());
  gateway.payment = { timing: 'Prepaid', expiresAt: addMonths(base, months) };
  scheduleExpiry(world, gateway);
  if (resumes) startGateway(world, gateway, fault);
}

/** All postpaid gateways of an account stop when it falls into arrears and come back when it pays. */
export function setArrears(world: World, inArrears: boolean): void {
  world.account.inArrears = inArrears;
  const postpaid = [...world.gateways.values()].filter(({ payment }) => payment.timing === 'Postpaid');
  for (const gateway of postpaid) {
    if (inArrears && gateway.stoppedFor === undefined)
      stopGateway(world, gateway, 'arrears', world.clock.calendar());
    if (!inArrears && gateway.stoppedFor !== undefined) startGateway(world, gateway);
  }
}

function stopGateway(world: World, gateway: Gateway, reason: 'expiry' | 'arrears', since: number): void {
  if (gateway.state === 'deleting') return;
  interruptWork(gateway);
  gateway.stoppedFor = reason;
  gateway.removal = world.calendarScheduler.at(since + world.rules.retention, () =>
    removeGateway(world, gateway),
  );
  const passed = world.clock.calendar() - since;
  const duration = Math.max(0, world.rules.durations.stop - passed);
  begin(world, gateway, { state: 'stopping', duration, complete: () => 'down' });
}

function startGateway(world: World, gateway: Gateway, fault?: ReturnType<FaultSource>): void {
  if (gateway.state === 'deleting') return;
  gateway.removal?.cancel();
  gateway.removal = undefined;
  gateway.stoppedFor = undefined;
  const { durations } = world.rules;
  begin(
    world,
    gateway,
    { state: 'starting', duration: durations.start, complete: () => restingState(gateway) },
    fault,
  );
}
