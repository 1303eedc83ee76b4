import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { type DnatRule, type DnatSpec, dnatSpecSchema, type Ports, portCount } from '../model/dnat-rule.ts';
import { removing } from '../runtime/nothing-to-do.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { addAllSchema, batchPlan, fieldOf, removeAllPlan, removeAllSchema } from './batch.ts';
import { onGateway, requireMethod, resourceOf, singleStep } from './define.ts';
import { checkName } from './order.ts';

const id = z.string().min(1, 'must name a rule');

export const dnatMutations = {
  'dnat.add': onGateway(z.strictObject({ rule: dnatSpecSchema }), ({ runtime, key }, { rule }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    checkDnat(rule, runtime, 'rule');
    return singleStep('the DNAT rule', (call) => facet.add(key, rule, call));
  }),

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

  'dnat.removeAll': onGateway(removeAllSchema, ({ runtime, key }, { ids }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    return removeAllPlan('dnat', ids, (rule, call) => facet.remove(key, rule, call));
  }),
};

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
