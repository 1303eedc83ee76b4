import type { DnatResource } from '@polynat/core';
import { type DnatRule, type DnatSpec, dnatKey, NatError, type Ports } from '@polynat/core';
import { attachedAddress } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';
import { mustBeInside } from './network-rules.ts';
import { ruleFacet } from './rules.ts';
import { networkOf, type StoredGateway, type StoredRule, type World } from './world.ts';

export const dnatFacet = (context: DriverContext): Required<DnatResource> =>
  ruleFacet<DnatSpec, DnatSpec, DnatRule>(context, {
    kind: 'dnat',
    rules: context.account.world.dnat,
    perGateway: limitOf(context, 'dnat.rules')?.perGateway,
    accept: (gateway, spec, others) => accept(context.account.world, gateway, spec, others),
    view,
  });

function view(stored: StoredRule<DnatSpec>): DnatRule {
  const { id, spec, state } = structuredClone(stored);
  const { portBreak, ...rule } = spec;
  return { id, ...rule, state, providerState: state, native: structuredClone(stored) };
}

function accept(
  world: World,
  gateway: StoredGateway,
  spec: DnatSpec,
  others: readonly StoredRule<DnatSpec>[],
): DnatSpec {
  mustBeInside(networkOf(world, gateway.placement.vpc), spec.private.address, 'private.address');
  attachedAddress(world, gateway.id, spec.public.address, 'dnat', 'public.address');
  for (const other of others) mustNotCollide(spec, other);
  return spec;
}

function mustNotCollide(spec: DnatSpec, other: StoredRule<DnatSpec>): void {
  if (!collide(spec, other.spec)) return;
  const same = dnatKey(spec) === dnatKey(other.spec);
  throw new NatError(
    same ? 'already-exists' : 'conflict',
    `rule ${other.id} forwards ${dnatKey(other.spec)} already`,
    {
      field: 'public',
      remedy: same ? 'replace that rule instead' : 'choose ports no other rule forwards',
    },
  );
}

const collide = (left: DnatSpec, right: DnatSpec): boolean =>
  left.public.address === right.public.address &&
  (left.protocol === right.protocol || left.protocol === 'any' || right.protocol === 'any') &&
  meet(left.public.ports, right.public.ports);

const meet = (left: Ports, right: Ports): boolean =>
  left === 'any' || right === 'any' || (left.from <= right.to && right.from <= left.to);
