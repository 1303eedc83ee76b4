import type { SnatResource } from '@polynat/core';
import { describeSource, NatError, type SnatRule, type SnatSource, type SnatSpec } from '@polynat/core';
import { attachedAddress } from './address-book.ts';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';
import { mustBeInside, subnetOf } from './network-rules.ts';
import { ruleFacet } from './rules.ts';
import {
  belongingTo,
  networkOf,
  type StandingSnat,
  type StoredGateway,
  type StoredNetwork,
  type StoredRule,
  type World,
} from './world.ts';

export const snatFacet = (context: DriverContext): Required<SnatResource> =>
  ruleFacet<SnatSpec, StandingSnat, SnatRule>(context, {
    kind: 'snat',
    rules: context.account.world.snat,
    perGateway: limitOf(context, 'snat.rules')?.perGateway,
    accept: (gateway, spec, others, replaced) => {
      if (replaced && limitOf(context, 'snat.replace')?.keeps === 'source') mustKeep(replaced, spec);
      const { name = replaced?.spec.name, affinity = replaced?.spec.affinity ?? false } = spec;
      const full = { ...spec, affinity, ...(name !== undefined && { name }) };
      return accept(context.account.world, gateway, full, others);
    },
    view,
  });

function view(stored: StoredRule<StandingSnat>): SnatRule {
  const { id, spec, state } = structuredClone(stored);
  return { id, ...spec, state, providerState: state, native: structuredClone(stored) };
}

function accept(
  world: World,
  gateway: StoredGateway,
  spec: SnatSpec,
  others: readonly StoredRule<StandingSnat>[],
): StandingSnat {
  mustBeInNetwork(networkOf(world, gateway.placement.vpc), spec.source);
  mustBeNew(others, spec.source);
  const through = spec.through ?? addressesFor(world, gateway);
  for (const ip of through) attachedAddress(world, gateway.id, ip, 'snat', 'through');
  return { ...spec, through };
}

function mustKeep({ id, spec }: StoredRule<StandingSnat>, { source }: SnatSpec): void {
  if (describeSource(spec.source) === describeSource(source)) return;
  throw new NatError('unsupported', `rule ${id} keeps its source ${describeSource(spec.source)}`, {
    field: 'rule.source',
    remedy: 'add a rule for the new source, then remove this one',
  });
}

function addressesFor(world: World, { id }: StoredGateway): readonly string[] {
  const attached = belongingTo(world.addresses.values(), id).filter(({ pool }) => pool !== 'dnat');
  if (attached.length > 0) return attached.map(({ ip }) => ip);
  throw new NatError('failed-precondition', `gateway ${id} has no public address for SNAT`, {
    field: 'through',
    remedy: 'attach an address to the gateway first',
  });
}

function mustBeInNetwork(network: StoredNetwork, source: SnatSource): void {
  if ('subnet' in source && source.subnet !== undefined) subnetOf(network, source.subnet, 'source.subnet');
  if ('cidr' in source && source.cidr !== undefined) mustBeInside(network, source.cidr, 'source.cidr');
  if ('hosts' in source) for (const host of source.hosts) mustBeInside(network, host, 'source.hosts');
}

function mustBeNew(others: readonly StoredRule<StandingSnat>[], source: SnatSource): void {
  const words = describeSource(source);
  const same = others.find(({ spec }) => describeSource(spec.source) === words);
  if (!same) return;
  throw new NatError('already-exists', `rule ${same.id} has the source ${words} already`, {
    field: 'source',
    remedy: 'replace that rule instead',
  });
}
