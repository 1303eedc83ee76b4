import type { DnatRule } from './dnat-rule.ts';
import type { Gateway } from './model.ts';
import { requirePermission } from './permissions.ts';
import { Refusal } from './refusal.ts';
import { countUsers, requireBound } from './rule-addresses.ts';
import { findGateway, type Scope, type World } from './world.ts';

export type DnatDraft = Omit<DnatRule, 'id'>;

/** Adds all of these rules or none. */
export function createDnatRules(
  world: World,
  scope: Scope,
  gatewayId: string,
  drafts: readonly DnatDraft[],
): readonly string[] {
  const gateway = findGateway(world, scope, gatewayId);
  requirePermission(gateway, 'change');
  const added: DnatRule[] = [];
  try {
    for (const draft of drafts) added.push(addDnatRule(world, gateway, draft));
  } catch (refusal) {
    for (const rule of added) removeRule(gateway, rule);
    throw refusal;
  }
  return added.map(({ id }) => id);
}

export function addDnatRule(world: World, gateway: Gateway, draft: DnatDraft): DnatRule {
  requireBound(world, gateway, draft.address, 'dnat');
  const rule: DnatRule = { ...draft, id: `rule-${world.identity.word(12)}` };
  requireFreePorts(gateway, rule);
  putRule(gateway, rule);
  return rule;
}

/** What a caller changes depends on what the rule is: the ports that stay must still fit the protocol. */
export function updateDnatRule(
  world: World,
  scope: Scope,
  gatewayId: string,
  ruleId: string,
  change: (current: DnatDraft) => DnatDraft,
): void {
  const gateway = findGateway(world, scope, gatewayId);
  const rule = findRule(gateway, ruleId);
  requirePermission(gateway, 'change');
  const next: DnatRule = { ...change(rule), id: ruleId };
  requireBound(world, gateway, next.address, 'dnat');
  removeRule(gateway, rule);
  try {
    requireFreePorts(gateway, next);
  } catch (refusal) {
    putRule(gateway, rule);
    throw refusal;
  }
  putRule(gateway, next);
}

export function deleteDnatRule(world: World, scope: Scope, gatewayId: string, ruleId: string): void {
  const gateway = findGateway(world, scope, gatewayId);
  const rule = findRule(gateway, ruleId);
  requirePermission(gateway, 'change');
  removeRule(gateway, rule);
}

function findRule(gateway: Gateway, ruleId: string): DnatRule {
  const rule = gateway.dnatRules.get(ruleId);
  if (rule === undefined) throw new Refusal('resource-missing', `There is no DNAT rule ${ruleId}.`);
  return rule;
}

function requireFreePorts(gateway: Gateway, rule: DnatRule): void {
  const holder = gateway.portClaims.conflict(rule);
  if (holder === undefined) return;
  throw new Refusal('not-allowed', `The rule ${holder} forwards a port of this rule already.`);
}

function putRule(gateway: Gateway, rule: DnatRule): void {
  gateway.dnatRules.add(rule);
  gateway.portClaims.add(rule);
  countUsers(gateway, [rule.address], 1);
}

function removeRule(gateway: Gateway, rule: DnatRule): void {
  gateway.dnatRules.remove(rule.id);
  gateway.portClaims.remove(rule);
  countUsers(gateway, [rule.address], -1);
}
