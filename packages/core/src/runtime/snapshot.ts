import type { Gateway, GatewayRecord } from '../model/gateway.ts';
import { GatewayRef } from '../ref.ts';

/** A driver's record under the alias its owner gave the cloud, frozen. */
export function snapshotOf(alias: string, record: GatewayRecord): Gateway {
  const { key, ...facts } = record;
  return freeze({ ref: new GatewayRef(alias, key), ...facts });
}

/** Freezes a snapshot all the way down; the provider's own record is frozen at its surface only, since it may be large. */
export function freeze<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null) continue;
    if (name === 'native') Object.freeze(member);
    else freeze(member);
  }
  return Object.freeze(value);
}
