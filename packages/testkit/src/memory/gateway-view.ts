import type { GatewayRecord } from '@polynat/core';
import type { Account } from './account.ts';
import { viewAddress } from './address-book.ts';
import { standingOf, stateOf } from './standing.ts';
import { belongingTo, type StoredGateway } from './world.ts';

/** A gateway as the driver reports it; nothing in it is shared with the account. */
export function viewGateway({ world, clock }: Account, stored: StoredGateway): GatewayRecord {
  const { key, name, description, placement, size, generation, billing, tags, created, ...rest } =
    structuredClone(stored);
  const state = stateOf(stored, clock.now());
  return {
    key,
    name,
    ...(description && { description }),
    state,
    providerState: state,
    placement,
    size,
    ...(rest.outboundMbps !== undefined && { outboundMbps: rest.outboundMbps }),
    options: rest.options,
    generation,
    addresses: belongingTo(world.addresses.values(), stored.id).map((address) => viewAddress(world, address)),
    billing: { ...billing, status: standingOf(stored, clock.now()) },
    protected: rest.protected,
    tags,
    created: new Date(created).toISOString(),
    native: structuredClone(stored),
  };
}
