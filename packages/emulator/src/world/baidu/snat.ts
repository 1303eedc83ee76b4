import type { Gateway, SnatRule } from './model.ts';
import { canonicalNetwork } from './network-address.ts';
import { requirePermission } from './permissions.ts';
import { Refusal } from './refusal.ts';
import { countUsers, requireBound } from './rule-addresses.ts';
import { findGateway, type Scope, type World } from './world.ts';

export type SnatDraft = Omit<SnatRule, 'id'>;

/** Adds all of these rules or none. */
export function createSnatRules(
  world: World,
  scope: Scope,
  gatewayId: string,
  drafts: readonly SnatDraft[],
): readonly string[] {
  const gateway = findGateway(world, scope, gatewayId);
  requirePermission(gateway, 'change');
  const added: SnatRule[] = [];
  try {
    for (const draft of drafts) added.push(addSnatRule(world, gateway, draft));
  } catch (refusal) {
    for (const rule of added) removeRule(gateway, rule);
    throw refusal;
  }
  return added.map(({ id }) => id);
}

export function addSnatRule(world: World, gateway: Gateway, draft: SnatDraft): SnatRule {
  checkDraft(world, gateway, draft);
  const rule: SnatRule = { ...draft, id: `rule-${world.identity.word(12)}` };
  putRule(gateway, rule);
  return rule;
}

export function updateSnatRule(
  world: World,
  scope: Scope,
  gatewayId: string,
  ruleId: string,
  changes: Partial<SnatDraft>,
): void {
  const gateway = findGateway(world, scope, gatewayId);
  const rule = findRule(gateway, ruleId);
  requirePermission(gateway, 'change');
  const next: SnatRule = { ...rule, ...changes };
  checkDraft(world, gateway, next, ruleId);
  removeRule(gateway, rule);
  putRule(gateway, next);
}

export function deleteSnatRule(world: World, scope: Scope, gatewayId: string, ruleId: string): void {
  const gateway = findGateway(world, scope, gatewayId);
  const rule = findRule(gateway, ruleId);
  requirePermission(gateway, 'change');
  removeRule(gateway, rule);
}

function findRule(gateway: Gateway, ruleId: string): SnatRule {
  const rule = gateway.snatRules.get(ruleId);
  if (rule === undefined) throw new Refusal('resource-missing', `There is no SNAT rule ${ruleId}.`);
  return rule;
}

function checkDraft(world: World, gateway: Gateway, draft: SnatDraft, ownId?: string): void {
  for (const ip of draft.addresses) requireBound(world, gateway, ip, 'snat');
  const holder = gateway.snatSources.get(sourceKey(draft));
  if (holder === undefined || holder === ownId) return;
  throw new Refusal('not-allowed', `The rule ${holder} translates the source ${draft.source} already.`);
}

function sourceKey({ source }: SnatDraft): string {
  return canonicalNetwork(source) ?? source;
}

function putRule(gateway: Gateway, rule: SnatRule): void {
  gateway.snatRules.add(rule);
  gateway.snatSources.set(sourceKey(rule), rule.id);
  countUsers(gateway, rule.addresses, 1);
}

function removeRule(gateway: Gateway, rule: SnatRule): void {
  gateway.snatRules.remove(rule.id);
  gateway.snatSources.delete(sourceKey(rule));
  countUsers(gateway, rule.addresses, -1);
}
