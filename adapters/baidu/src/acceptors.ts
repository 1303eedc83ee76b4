import {
  type Call,
  check,
  type DnatResource,
  NatError,
  type PollResult,
  type Receipt,
  type SnatResource,
} from '@polynat/core';
import type * as z from 'zod';
import { decodeBound, decodeEip, usesOf } from './codec/address.ts';
import { decodeBilling, expiryOf } from './codec/billing.ts';
import { describeDnat } from './codec/dnat.ts';
import { decodeGateway } from './codec/gateway.ts';
import { sameSnat } from './codec/snat.ts';
import { decodeState } from './codec/state.ts';
import { readNat } from './gateways.ts';
import { readEip, readUses, unlessForbidden } from './lookup/eips.ts';
import { unlessGone } from './lookup/gone.ts';
import { findRules } from './lookup/rules.ts';
import type { Facets } from './settling/idle.ts';
import {
  done,
  failed,
  pending,
  ruleChanged,
  ruleGone,
  rulePresent,
  rulesPresent,
  settled,
  wordOf,
} from './settling/look.ts';
import { type Kind, subjects } from './settling/receipts.ts';

type Acceptor = (subject: unknown, call: Call) => Promise<PollResult>;
export type Acceptors = Readonly<Record<Kind, Acceptor>>;

/** What a receipt holds was written by another process, perhaps by another version: it is read like any outside input. */
const over =
  <Subject>(
    schema: z.ZodType<Subject>,
    look: (subject: Subject, call: Call) => Promise<PollResult>,
  ): Acceptor =>
  (subject, call) =>
    look(check(schema, subject, 'receipt'), call);

/** One look at accepted work, by the kind of its receipt. */
export const acceptors = (facets: Facets, snat: SnatResource, dnat: DnatResource): Acceptors => ({
  ...gatewayAcceptors(facets),
  ...addressAcceptors(facets),
  ...snatAcceptors(snat),
  ...dnatAcceptors(dnat),
});

/** Looks after a receipt, from this process or another. */
export async function lookAfter(
  table: Acceptors,
  { kind, subject }: Receipt,
  call: Call,
): Promise<PollResult> {
  if (isKind(kind)) return table[kind](subject, call);
  throw new NatError('invalid-argument', `this adapter gave no receipt of the kind ${kind}`, {
    field: 'kind',
  });
}

const isKind = (kind: string): kind is Kind => Object.hasOwn(subjects, kind);

/**
 * Milliseconds; long, since whoever is told an old expiry may pay again. Baidu's 200 says that the renewal is done; an expiry that stands still this long after it was moved before we first
 * looked, by an earlier life of this write under the same token. What is reported is the expiry as it is.
 */
const renewalShows = 600_000;

const gatewayAcceptors = (facets: Facets) => ({
  'gateway.created': over(subjects['gateway.created'], async ({ key, addresses }, call) => {
    const nat = await unlessGone(() => readNat(facets, key, call));
    if (nat === undefined) return pending('not listed yet');
    const uses = usesOf(nat);
    return settled(
      nat,
      facets.region,
      addresses.every((ip) => uses.has(ip)),
    );
  }),

  'gateway.changed': over(subjects['gateway.changed'], async ({ key, name, units, protected: on }, call) => {
    const nat = await readNat(facets, key, call);
    if (units !== undefined) return settled(nat, facets.region, nat.cuNum === units);
    const shows = (name ?? nat.name) === nat.name && (on ?? nat.deleteProtect) === nat.deleteProtect;
    return shows ? done(decodeGateway(nat, facets.region)) : pending(wordOf(nat));
  }),

  'gateway.deleted': over(subjects['gateway.deleted'], async ({ key }, call) => {
    const nat = await unlessGone(() => readNat(facets, key, call));
    if (nat === undefined) return done(undefined);
    return decodeState(nat.status) === 'failed' ? failed(nat) : pending(wordOf(nat));
  }),

  'gateway.renewed': over(subjects['gateway.renewed'], async ({ key, before, asked }, call) => {
    const nat = await readNat(facets, key, call);
    const expires = expiryOf(nat);
    const moved = expires !== undefined && (before === null || expires > before);
    if (moved || facets.clock.now() - asked > renewalShows) return done(decodeBilling(nat));
    return pending(`expiry still ${expires ?? 'unknown'}`);
  }),
});

const addressAcceptors = (facets: Facets) => ({
  'address.allocated': over(subjects['address.allocated'], async ({ ip }, call) => {
    const eip = await readEip(facets, ip, call);
    if (eip?.status?.toLowerCase() === 'available') return done(decodeEip(eip));
    return pending(eip?.status ?? 'not listed yet');
  }),

  'address.attached': over(subjects['address.attached'], async ({ key, ip }, call) => {
    const nat = await readNat(facets, key, call);
    const look = settled(nat, facets.region, usesOf(nat).has(ip));
    if (look.type !== 'done') return look;
    const bound = decodeBound(nat, await readUses(facets, nat, call)).find((address) => address.ip === ip);
    const eip = await unlessForbidden(() => readEip(facets, ip, call));
    return done(eip && bound ? { ...decodeEip(eip, bound.use), gateway: nat.id } : bound);
  }),

  'address.detached': over(subjects['address.detached'], async ({ key, ip }, call) => {
    const nat = await unlessGone(() => readNat(facets, key, call));
    if (nat === undefined) return done(undefined);
    const look = settled(nat, facets.region, !usesOf(nat).has(ip));
    return look.type === 'done' ? done(undefined) : look;
  }),

  'address.released': over(subjects['address.released'], async ({ ip }, call) => {
    const eip = ip === null ? undefined : await unlessGone(() => readEip(facets, ip, call));
    return eip === undefined ? done(undefined) : pending(eip.status ?? 'still listed');
  }),
});

const snatAcceptors = ({ list }: SnatResource) => ({
  'snat.added': over(subjects['snat.added'], async ({ key, id }, call) =>
    rulePresent((await findRules(list, key, [id], call))[0]),
  ),

  'snat.added-all': over(subjects['snat.added-all'], async ({ key, ids }, call) =>
    rulesPresent(await findRules(list, key, ids, call), ids.length),
  ),

  'snat.replaced': over(subjects['snat.replaced'], async ({ key, id, source, through }, call) => {
    const [rule] = await findRules(list, key, [id], call);
    return ruleChanged(rule, id, rule !== undefined && sameSnat(rule, { source: { cidr: source }, through }));
  }),

  'snat.removed': over(subjects['snat.removed'], async ({ key, id }, call) =>
    ruleGone(await unlessGone(() => findRules(list, key, [id], call))),
  ),
});

const dnatAcceptors = ({ list }: DnatResource) => ({
  'dnat.added': over(subjects['dnat.added'], async ({ key, id }, call) =>
    rulePresent((await findRules(list, key, [id], call))[0]),
  ),

  'dnat.added-all': over(subjects['dnat.added-all'], async ({ key, ids }, call) =>
    rulesPresent(await findRules(list, key, ids, call), ids.length),
  ),

  'dnat.replaced': over(subjects['dnat.replaced'], async ({ key, id, rule: expected }, call) => {
    const [rule] = await findRules(list, key, [id], call);
    return ruleChanged(rule, id, rule !== undefined && describeDnat(rule) === expected);
  }),

  'dnat.removed': over(subjects['dnat.removed'], async ({ key, id }, call) =>
    ruleGone(await unlessGone(() => findRules(list, key, [id], call))),
  ),
});
