import { type DnatRule, NatError, type PollResult, type SnatRule } from '@polynat/core';
import { decodeGateway } from '../codec/gateway.ts';
import { decodeState } from '../codec/state.ts';
import type { NatModel } from '../operations/gateways.ts';

export const done = (value: unknown): PollResult => ({ type: 'done', value });
export const pending = (seen: string): PollResult => ({ type: 'pending', status: seen });
export const wordOf = ({ status }: NatModel): string => status ?? 'no status';

export const failed = (nat: NatModel): PollResult => ({
  type: 'failed',
  error: new NatError('internal', `gateway ${nat.id} is in state ${wordOf(nat)}`, {
    remedy: 'look at it in the console, or open a support ticket',
  }),
});

/** A gateway that has come to rest, and shows what was asked for. */
export function settled(nat: NatModel, region: string, shows: boolean): PollResult {
  const state = decodeState(nat.status);
  if (state === 'failed' || state === 'suspended' || state === 'deleting') return failed(nat);
  if (state !== 'available') return pending(wordOf(nat));
  return shows ? done(decodeGateway(nat, region)) : pending(`${wordOf(nat)}, not changed yet`);
}

export type Rule = SnatRule | DnatRule;

/** Of states the documents do not name, nothing is known but that the rule is listed: that has to do. */
export function rulePresent(rule: Rule | undefined): PollResult {
  if (rule === undefined) return pending('not listed yet');
  if (rule.state === 'failed' || rule.state === 'deleting') return brokenRule(rule);
  return rule.state === 'pending' ? pending(rule.providerState) : done(rule);
}

export function rulesPresent(rules: readonly Rule[], count: number): PollResult {
  if (rules.length < count) return pending(`${rules.length} of ${count} rules`);
  return rules.map(rulePresent).find(({ type: is }) => is !== 'done') ?? done(rules);
}

export function ruleChanged(rule: Rule | undefined, id: string, shows: boolean): PollResult {
  if (rule === undefined) return vanished(id);
  return shows ? rulePresent(rule) : pending('the old rule');
}

export const ruleGone = (rules: readonly Rule[] | undefined): PollResult =>
  rules === undefined || rules.length === 0 ? done(undefined) : pending('still listed');

const brokenRule = ({ id, providerState }: Rule): PollResult => ({
  type: 'failed',
  error: new NatError('internal', `rule ${id} is in state ${providerState}`, {
    remedy: 'remove it and add it again',
  }),
});

const vanished = (id: string): PollResult => ({
  type: 'failed',
  error: new NatError('not-found', `rule ${id} was removed while it was being changed`),
});
