import type { Call } from '@polynat/core';
import { absent, type Membership, present, ruleFor } from '../../codec/snat.ts';
import { type Facets, unlessGone } from '../../lookup/facets.ts';
import { ipsOf, readGateway } from '../../lookup/gateways.ts';
import type { Subject } from '../receipts.ts';
import { gone, notYet, type Sight } from './sight.ts';

export async function seeJoined(
  facets: Facets,
  { key, ...subject }: Subject<'snat.added'>,
  call: Call,
): Promise<Sight> {
  const membership = membershipOf(subject);
  const gateway = await readGateway(facets, key, call);
  const joins = await facets.wire.joins(key, call);
  const join = joins.find(({ subnet }) => subnet === membership.subnet);
  if (join === undefined || absent(joins, membership))
    return notYet(`${membership.subnet} has not joined gateway ${key.id}`);
  return { shows: true, value: ruleFor(membership, join, ipsOf(gateway)), seen: join.providerState };
}

export async function seeLeft(
  { wire }: Facets,
  { key, ...subject }: Subject<'snat.removed'>,
  call: Call,
): Promise<Sight> {
  const joins = key && (await unlessGone(() => wire.joins(key, call)));
  if (!key || !joins || !present(joins, membershipOf(subject))) return gone;
  return notYet(`${subject.subnet} has not left gateway ${key.id}`);
}

const membershipOf = ({ subnet, hosts }: Pick<Subject<'snat.added'>, 'subnet' | 'hosts'>): Membership => ({
  subnet,
  hosts: hosts ?? undefined,
});
