import * as z from 'zod';
import { requireFeature } from '../capabilities.ts';
import { type DnatSpec, dnatSpecSchema, type Ports, portCount } from '../model/dnat-rule.ts';
import { removing } from '../runtime/removed-before.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { onGateway, requireMethod, resourceOf, singleStep, stepPerItem } from './define.ts';
import { checkName } from './order.ts';

const id = z.string().min(1, 'must name a rule');

export const dnatMutations = {
  'dnat.add': onGateway(z.strictObject({ rule: dnatSpecSchema }), ({ runtime, key }, { rule }) => {
    const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
    checkDnat(rule, runtime, 'rule');
    return singleStep('the DNAT rule', (call) => facet.add(key, rule, call));
  }),

  'dnat.addAll': onGateway(
    z.strictObject({ rules: z.array(dnatSpecSchema).min(1, 'must hold at least one rule') }),
    ({ runtime, key }, { rules }) => {
      const facet = resourceOf(runtime, 'dnat', 'dnat.rules');
      for (const [index, rule] of rules.entries()) checkDnat(rule, runtime, `rules.${index}`);
      const batch = facet.addAll?.bind(facet);
      if (batch) return singleStep('the DNAT rules', (call) => batch(key, rules, call));
      return stepPerItem(rules, 'DNAT rule', (rule, call) => facet.add(key, rule, call));
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
