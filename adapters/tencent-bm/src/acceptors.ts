import { type Call, check, type Look, NatError, type Receipt, sameSize } from '@polynat/core';
import type * as z from 'zod';
import { decodeSize } from './codec/size.ts';
import { absent, type Membership, present, ruleFor } from './codec/snat.ts';
import { readAddress } from './lookup/addresses.ts';
import { type Facets, unlessForbidden, unlessGone } from './lookup/facets.ts';
import { holderOf, ipsOf, readGateway } from './lookup/gateways.ts';
import { everything } from './lookup/pages.ts';
import { type Kind, type Subject, subjects, type Work } from './settling/receipts.ts';
import { type Sight, settled } from './settling/settled.ts';

type Acceptor = (subject: unknown, call: Call) => Promise<Look>;
export type Acceptors = Readonly<Record<Kind, Acceptor>>;

/** Looks after a receipt, from this process or another. */
export async function lookAfter(table: Acceptors, { kind, subject }: Receipt, call: Call): Promise<Look> {
  if (isKind(kind)) return table[kind](subject, call);
  throw new NatError('invalid-argument', `this adapter gave no receipt of the kind ${kind}`, {
    field: 'kind',
  });
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(subjects, kind);

/** One look at accepted work, by the kind of its receipt: what has to show before it is done. */
export function acceptors(facets: Facets): Acceptors {
  const { wire, clock } = facets;
  /** What a receipt holds was written by another process, perhaps by another version: it is read like any outside input. */
  const watching =
    (verdictOf: typeof wire.gatewayTask) =>
    <S extends Work>(schema: z.ZodType<S>, see: (subject: S, call: Call) => Promise<Sight>): Acceptor =>
    async (subject, call) => {
      const known = check(schema, subject, 'receipt');
      return settled(known, { clock, call, verdictOf, see: () => see(known, call) });
    };
  const gateway = watching((task, call) => wire.gatewayTask(task, call));
  const address = watching((task, call) => wire.addressTask(task, call));
  return {
    'gateway.created': gateway(subjects['gateway.created'], (subject, call) =>
      seeCreated(facets, subject, call),
    ),
    'gateway.renamed': gateway(subjects['gateway.renamed'], async ({ key, name }, call) => {
      const found = await readGateway(facets, key, call);
      return { shows: found.name === name, value: found, seen: `gateway ${key.id} is called ${found.name}` };
    }),
    'gateway.resized': gateway(subjects['gateway.resized'], async ({ key, connections }, call) => {
      const found = await readGateway(facets, key, call);
      const seen = `gateway ${key.id} has ${JSON.stringify(found.size)} and is ${found.providerState}`;
      return { shows: sameSize(found.size, decodeSize(connections)), value: found, seen };
    }),
    'gateway.deleted': gateway(subjects['gateway.deleted'], async ({ key }, call) => {
      const found = key && (await unlessGone(() => readGateway(facets, key, call)));
      return found ? { shows: false, seen: `gateway ${found.key.id} is still ${found.providerState}` } : gone;
    }),
    'address.allocated': address(subjects['address.allocated'], async ({ id }, call) => {
      const found = await readAddress(facets, id, call);
      const seen = `address ${id} is ${found?.providerState ?? 'not listed yet'}`;
      return { shows: found?.state === 'available', value: found, seen, failed: found?.state === 'failed' };
    }),
    'address.attached': gateway(subjects['address.attached'], async ({ key, ip }, call) => {
      const found = (await readGateway(facets, key, call)).addresses.find((bound) => bound.ip === ip);
      if (found === undefined) return { shows: false, seen: `gateway ${key.id} does not hold ${ip}` };
      const told = await unlessForbidden(() => readAddress(facets, ip, call));
      return {
        shows: true,
        value: { ...told, ...found, native: told?.native ?? found.native },
        seen: 'bound',
      };
    }),
    'address.detached': gateway(subjects['address.detached'], async ({ key, ip }, call) => {
      const found = key && (await unlessGone(() => readGateway(facets, key, call)));
      if (!found || !ipsOf(found).includes(ip)) return gone;
      return { shows: false, seen: `gateway ${found.key.id} still holds ${ip}` };
    }),
    'address.released': address(subjects['address.released'], async ({ id }, call) => {
      const found = id === null ? undefined : await readAddress(facets, id, call);
      return found ? { shows: false, seen: `address ${id} is still ${found.providerState}` } : gone;
    }),
    'snat.added': gateway(subjects['snat.added'], async ({ key, ...subject }, call) => {
      const membership = membershipOf(subject);
      const found = await readGateway(facets, key, call);
      const joins = await wire.joins(key, call);
      const join = joins.find(({ subnet }) => subnet === membership.subnet);
      if (join === undefined || absent(joins, membership))
        return { shows: false, seen: `${subject.subnet} has not joined gateway ${key.id}` };
      return { shows: true, value: ruleFor(membership, join, ipsOf(found)), seen: 'joined' };
    }),
    'snat.removed': gateway(subjects['snat.removed'], async ({ key, ...subject }, call) => {
      const joins = key && (await unlessGone(() => wire.joins(key, call)));
      if (!key || !joins || !present(joins, membershipOf(subject))) return gone;
      return { shows: false, seen: `${subject.subnet} has not left gateway ${key.id}` };
    }),
  };
}

const gone: Sight = { shows: true, value: undefined, seen: 'gone' };

const membershipOf = ({ subnet, hosts }: Pick<Subject<'snat.added'>, 'subnet' | 'hosts'>): Membership => ({
  subnet,
  hosts: hosts ?? undefined,
});

/** A new gateway is the one that holds the addresses of its order. One that failed holds nothing; only its name is left to tell. */
async function seeCreated(facets: Facets, subject: Subject<'gateway.created'>, call: Call): Promise<Sight> {
  const { network, name, addresses } = subject;
  const holder = await holderOf(facets, network, addresses, call);
  if (holder) {
    const bound = addresses.every((ip) => ipsOf(holder).includes(ip));
    const seen = `gateway ${holder.key.id} is ${holder.providerState}${bound ? '' : ', its addresses not bound yet'}`;
    return {
      shows: holder.state === 'available' && bound,
      value: holder,
      seen,
      failed: holder.state === 'failed',
    };
  }
  const named = await everything((offset) => facets.wire.gateways({ network, name }, offset, call));
  const failed = named.find((gateway) => gateway.name === name && gateway.state === 'failed');
  const seen = failed && `gateway ${failed.key.id} (${name}) is ${failed.providerState}`;
  return { shows: false, seen: seen ?? `no gateway of ${network} holds ${addresses.join(', ')}` };
}
