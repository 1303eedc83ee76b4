import { type GatewayKey, NatError } from '@polynat/core';
import { setFree } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { gone, passing, type Work } from './work.ts';
import { belongingTo, type StoredGateway, type World } from './world.ts';

export function deletion(
  { account: { world } }: DriverContext,
  key: GatewayKey,
  cascade: boolean,
): Work<void> {
  const gateway = world.gateways.get(key.id);
  if (!gateway || gateway.key.region !== key.region) return gone();
  if (gateway.protected) throw isProtected(gateway);
  if (!cascade) mustBeEmpty(world, gateway);
  return passing(gateway, leaving, {
    seen: 'deleting',
    finish: () => clearAway(world, gateway.id),
    result: () => undefined,
  });
}

const leaving = { during: 'deleting', after: 'deleting' } as const;

const isProtected = ({ id }: StoredGateway): NatError =>
  new NatError('failed-precondition', `gateway ${id} is protected from deletion`, {
    remedy: 'switch the protection off first',
  });

function mustBeEmpty(world: World, { id }: StoredGateway): void {
  const rules = [...belongingTo(world.snat.values(), id), ...belongingTo(world.dnat.values(), id)];
  if (rules.length === 0) return;
  throw new NatError('failed-precondition', `gateway ${id} still has ${rules.length} rules`, {
    remedy: 'remove its rules first, or delete with cascade: true',
  });
}

function clearAway(world: World, id: string): void {
  for (const rule of belongingTo(world.snat.values(), id)) world.snat.delete(rule.id);
  for (const rule of belongingTo(world.dnat.values(), id)) world.dnat.delete(rule.id);
  for (const bought of belongingTo(world.packages.values(), id)) world.packages.delete(bought.id);
  for (const address of belongingTo(world.addresses.values(), id)) setFree(world, address);
  world.gateways.delete(id);
}
