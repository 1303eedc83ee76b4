import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import type { AddressSpec, PublicAddress } from '../model/address.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import { addressesOf } from '../model/size.ts';
import { readAll } from '../runtime/pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { checkOrder } from './addresses.ts';
import type { Target } from './define.ts';

export const addressesHeld = (
  { runtime: { driver }, key }: Target,
  call: Call,
): Promise<readonly PublicAddress[]> =>
  readAll((cursor) => driver.addresses.list({ gateway: key.id }, cursor, call));

/**
 * The order as this cloud sells an address that a gateway takes. Where a repeated order is a second order, none is sent on demand: who
 * repeats the rule after a lost answer would pay for two.
 */
export function requireOrder(order: AddressSpec, runtime: Runtime, field: string): AddressSpec {
  const { driver, alias } = runtime;
  const { capabilities } = driver;
  const { token } = requireFeature(capabilities, 'addresses.allocate', alias);
  if (!token && !capabilities.features['writes.token'].supported) {
    throw new NatError('unsupported', `${alias} takes a repeated order of a public IP for another order`, {
      field,
      remedy: 'allocate one first (addresses.allocate), and name it in the rule',
    });
  }
  const { meteredBy } = requireFeature(capabilities, 'addresses.attach', alias);
  const [only] = meteredBy ?? [];
  const sold = order.meteredBy === undefined && only !== undefined ? { ...order, meteredBy: only } : order;
  if (meteredBy && sold.meteredBy !== undefined && !meteredBy.includes(sold.meteredBy)) {
    throw new NatError(
      'unsupported',
      `gateways on ${alias} take public IPs metered by ${meteredBy.join(', ')}`,
      {
        field: 'meteredBy',
        remedy: `set it to ${meteredBy.join(' or ')}`,
      },
    );
  }
  checkOrder(sold, runtime);
  return sold;
}

/** Whether the gateway takes so many more public IPs. What an earlier call attached (`counted`) has its room already. */
export async function requireRoom(
  { runtime, key }: Target,
  gateway: () => Promise<GatewayRecord>,
  needed: number,
  missing: number,
  counted: boolean,
): Promise<void> {
  if (missing === 0) return;
  const { driver, alias } = runtime;
  const { maximum } = requireFeature(driver.capabilities, 'addresses.attach', alias);
  const { size, reach } = await gateway();
  if (reach === 'intranet') {
    throw new NatError('unsupported', `${key.id} is an intranet gateway, which takes no public IP`, {
      field: 'rule',
      remedy: 'use a gateway that leads to the internet, or the native API of the cloud',
    });
  }
  if (counted) return;
  const room = addressesOf(size, driver.capabilities.sizes) ?? maximum;
  if (room === undefined || needed <= room) return;
  throw new NatError(
    'quota-exceeded',
    `gateway ${key.id} holds ${room} public IPs at most, and would hold ${needed}`,
    {
      remedy: 'detach one first, or resize the gateway',
    },
  );
}
