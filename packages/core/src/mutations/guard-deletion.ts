import { NatError } from '../errors.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Money and safety before a deletion: a prepaid gateway goes on being paid for when it is deleted or merely forgotten, a protected one
 * was protected on purpose, and what hangs on an intranet gateway only the native API knows.
 */
export function guardDeletion(gateway: GatewayRecord, { alias, clock }: Runtime): void {
  const { billing, key, reach } = gateway;
  if (reach === 'intranet') {
    throw new NatError('unsupported', `gateway ${key.id} on ${alias} is an intranet gateway`, {
      remedy: 'delete it, and the private addresses it translates to, with the native API of the cloud',
    });
  }
  if (gateway.protected) {
    throw new NatError('failed-precondition', `gateway ${key.id} on ${alias} is protected from deletion`, {
      remedy: 'take the protection off first',
    });
  }
  if (billing.mode !== 'prepaid' || billing.status === 'expired') return;
  if (billing.expires !== undefined && Date.parse(billing.expires) <= clock.now()) return;
  const until = billing.expires === undefined ? 'an unknown date' : billing.expires;
  throw new NatError('failed-precondition', `gateway ${key.id} on ${alias} is prepaid until ${until}`, {
    remedy: 'let it expire without renewal, or ask the provider for a refund in its console',
  });
}
