import * as z from 'zod';
import type { Call } from '../call.ts';
import { requireFeature } from '../capabilities.ts';
import { NatError } from '../errors.ts';
import { isNewAddress } from '../model/address.ts';
import {
  type DnatRule,
  type DnatSpec,
  dnatKey,
  dnatRequestSchema,
  dnatSpecSchema,
  type Ports,
  portCount,
} from '../model/dnat-rule.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import { readAll } from '../runtime/pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { addAllSchema, batchPlan, fieldOf, removeAllPlan, removeAllSchema } from './batch.ts';
import { onGateway, requireMethod, resourceOf, singleStep, type Target } from './define.ts';
import { addPlan, type RuleOnDemand } from './on-demand.ts';
import { addAllOnDemandSchema, addAllPlan } from './on-demand-batch.ts';
import { checkName } from './order.ts';
import { removalPlan, removeWithAddressesSchema } from './remove-with-addresses.ts';
import { Surroundings } from './surroundings.ts';

const id = z.string().min(1, 'must name a rule');

export const dnatMutations = {
  'dnat.add': onGateway(z.strictObject({ rule: dnatSpecSchema }), ({ runtime, key }, { rule }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    checkDnat(rule, runtime, 'rule');
    return singleStep('the DNAT rule', (call) => facet.add(key, rule, call));
  }),

  'dnat.addWithAddress': onGateway(z.strictObject({ rule: dnatRequestSchema }), (target, { rule }) =>
    addPlan(target, onDemand(rule, true, target, 'rule'), around(target)),
  ),

  'dnat.addAll': onGateway(addAllSchema(dnatSpecSchema), ({ runtime, key }, { rules, atomic }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    for (const [index, rule] of rules.entries()) checkDnat(rule, runtime, fieldOf(index));
    if (atomic) requireMethod(runtime, 'dnat.addAll.atomic', facet, 'addAll', 'atomic');
    const addAll = facet.addAll?.bind(facet);
    return batchPlan<DnatSpec, DnatRule>({
      items: rules,
      what: 'DNAT rule',
      start: (rule, _index, call) => facet.add(key, rule, call),
      alone: (rule) => ({ mutation: 'dnat.add', input: { rule } }),
      idOf: ({ id }) => id,
      ...(addAll && { atomic: atomic === true, whole: (call) => addAll(key, rules, call) }),
    });
  }),

  'dnat.addAllWithAddresses': onGateway(
    addAllOnDemandSchema(dnatRequestSchema),
    (target, { rules, attach = false }) => {
      const items = rules.map((rule, index) => {
        const needsAddress = attach || isNewAddress(rule.public.address);
        const demand = onDemand(rule, attach, target, fieldOf(index));
        const mutation = needsAddress ? 'dnat.addWithAddress' : 'dnat.add';
        return { demand, alone: { mutation, input: { rule } } } as const;
      });
      return addAllPlan(target, items, around(target));
    },
  ),

  'dnat.replace': onGateway(z.strictObject({ id, rule: dnatSpecSchema }), ({ runtime, key }, input) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    const send = requireMethod(runtime, 'dnat.replace', facet, 'replace');
    checkDnat(input.rule, runtime, 'rule');
    return singleStep('the DNAT rule to change', (call) => send(key, input.id, input.rule, call));
  }),

  'dnat.remove': onGateway(z.strictObject({ id }), ({ runtime, key }, rule) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    const remove = removing((call) => facet.remove(key, rule.id, call));
    return singleStep('the DNAT rule to be gone', remove);
  }),

  'dnat.removeWithAddresses': onGateway(removeWithAddressesSchema, (target, { id: rule, detach }) => {
    const facet = resourceOf(target.runtime, 'dnat', 'dnat.rules');
    const remove = (call: Call) => facet.remove(target.key, rule, call);
    return removalPlan(target, { kind: 'dnat', id: rule, detach, remove });
  }),

  'dnat.removeAll': onGateway(removeAllSchema, ({ runtime, key }, { ids }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    return removeAllPlan('dnat', ids, (rule, call) => facet.remove(key, rule, call));
  }),
};

const around = (target: Target): Surroundings<DnatRule> =>
  new Surroundings(target, (call) => {
    const facet = resourceOf(target.runtime, 'dnat', 'dnat.rules');
    return readAll((cursor) => facet.list(target.key, cursor, call));
  });

/** A rule whose address is ordered, or attached where it is asked to and the gateway does not hold it. */
function onDemand(
  rule: z.output<typeof dnatRequestSchema>,
  attach: boolean,
  { runtime, key }: Target,
  field: string,
): RuleOnDemand<DnatRule> {
  const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
  const { address } = rule.public;
  const at = (ip: string): DnatSpec => ({ ...rule, public: { ...rule.public, address: ip } });
  const isNew = isNewAddress(address);
  const order = isNew ? { order: address === 'new' ? {} : address.new } : undefined;
  checkDnat(isNew ? at('') : at(address), runtime, field);
  return {
    ...{ kind: 'dnat', what: 'the DNAT rule', field: `${field}.public.address` },
    addresses: order ?? (attach && !isNew ? [address] : []),
    check: async (_held, surroundings, call) => {
      if (!isNew) await refuseTaken(at(address), surroundings, call, field);
    },
    add: ([ip = isNew ? '' : address], call) => facet.add(key, at(ip), call),
  };
}

/** Before its address is attached: a public port that has a rule. Under a token of the caller's, it may be the rule of an earlier call. */
async function refuseTaken(
  rule: DnatSpec,
  surroundings: Surroundings<DnatRule>,
  call: Call,
  field: string,
): Promise<void> {
  if (call.repeated) return;
  const rules = await surroundings.rules(call);
  const same = rules.find((existing) => dnatKey(existing) === dnatKey(rule));
  if (!same) return;
  throw new NatError('already-exists', `DNAT rule ${same.id} has ${dnatKey(rule)} already`, {
    field: `${field}.public`,
    remedy: 'replace that rule instead, or remove it first',
  });
}

/** What the cloud's facts say about a rule, with the field named. */
function checkDnat(rule: DnatSpec, { driver: { capabilities }, alias }: Runtime, field: string): void {
  if (rule.protocol === 'any') requireFeature(capabilities, 'dnat.any', alias, `${field}.protocol`);
  if (rule.name !== undefined) {
    checkName(
      rule.name,
      requireFeature(capabilities, 'dnat.names', alias, `${field}.name`).names,
      `${field}.name`,
    );
  }
  if (rule.portBreak) requireFeature(capabilities, 'dnat.port-break', alias, `${field}.portBreak`);
  if (isRange(rule.public.ports) || isRange(rule.private.ports)) {
    requireFeature(capabilities, 'dnat.ranges', alias, `${field}.public.ports`);
  }
  if (portCount(rule.public.ports) !== portCount(rule.private.ports)) {
    requireFeature(capabilities, 'dnat.ranges.unequal', alias, `${field}.private.ports`);
  }
}

const isRange = (ports: Ports): boolean => ports !== 'any' && ports.from !== ports.to;
