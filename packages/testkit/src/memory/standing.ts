import { type BillingStatus, type GatewayKey, type GatewayState, NatError } from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { gatewayOf, type StoredGateway } from './world.ts';

/** A prepaid gateway whose term is over stops working until somebody renews it. */
export function standingOf({ billing }: StoredGateway, now: number): BillingStatus {
  const expired =
    billing.mode === 'prepaid' && billing.expires !== undefined && Date.parse(billing.expires) <= now;
  return expired ? 'expired' : billing.status;
}

export function stateOf(gateway: StoredGateway, now: number): GatewayState {
  const stopped = gateway.state === 'available' && standingOf(gateway, now) !== 'good';
  return stopped ? 'suspended' : gateway.state;
}

/** The gateway, if it can be changed at this moment. */
export function usable({ account }: DriverContext, key: GatewayKey): StoredGateway {
  const gateway = gatewayOf(account.world, key);
  const state = stateOf(gateway, account.clock.now());
  if (state === 'available') return gateway;
  if (state === 'suspended') {
    throw new NatError('payment-required', `gateway ${key.id} is suspended`, { remedy: 'renew it first' });
  }
  if (state === 'failed') {
    throw new NatError('failed-precondition', `gateway ${key.id} has failed`, {
      remedy: 'delete it and create another',
    });
  }
  throw new NatError('busy', `gateway ${key.id} is ${state}`, { retryable: true });
}
