import { writable } from './gateways.ts';
import type { DnatRule, Gateway, Protocol } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { checkRuleAddress, hasHost } from './rules.ts';
import type { State } from './state.ts';

/** What names a rule: rules have no ids. */
export interface DnatKey {
  readonly protocol: Protocol;
  readonly publicIp: string;
  readonly publicPort: number;
}

export interface DnatInput extends DnatKey {
  readonly privateIp: string;
  readonly privatePort: number;
  readonly description: string;
}

export const keyOf = ({ protocol, publicIp, publicPort }: DnatKey) =>
  `${protocol}://${publicIp}:${publicPort}`;

/** All of them or none. */
export function createDnatRules(
  state: State,
  region: Region,
  id: string,
  inputs: readonly DnatInput[],
): void {
  const gateway = writable(state, region, id);
  if (gateway.version === 1 && gateway.conditions.has('flow-log')) {
    throw new Refusal('dnat-flow-log', 'A traditional NAT gateway has no DNAT rules beside a flow log.');
  }
  const keys = inputs.map(keyOf);
  if (new Set(keys).size < keys.length) throw new Refusal('dnat-repeated', 'The rules repeat one another.');
  for (const input of inputs) checkRule(gateway, input);
  const existing = keys.find((key) => gateway.dnat.has(key));
  if (existing !== undefined) throw new Refusal('dnat-exists', `The DNAT rule ${existing} exists.`);
  const { dnatPerGateway } = state.settings;
  if (gateway.dnat.size + inputs.length > dnatPerGateway) {
    throw new Refusal('dnat-limit', `A NAT gateway has ${dnatPerGateway} DNAT rules at most.`);
  }
  for (const input of inputs) {
    gateway.dnat.set(keyOf(input), { ...input, createdAt: state.clock.calendar() });
  }
}

function checkRule(gateway: Gateway, { publicIp, privateIp }: DnatInput): void {
  checkRuleAddress(gateway, publicIp);
  if (!hasHost(gateway, privateIp)) {
    throw new Refusal('dnat-host', `${privateIp} is not an address of a server in ${gateway.vpc.id}.`);
  }
}

/** The source names the rule by protocol, public address and port; everything about it may change. */
export function modifyDnatRule(
  state: State,
  region: Region,
  id: string,
  source: DnatKey,
  target: DnatInput,
): void {
  const gateway = writable(state, region, id);
  const rule = existingRule(gateway, source);
  if (keyOf(target) !== keyOf(source) && gateway.dnat.has(keyOf(target))) {
    throw new Refusal('dnat-target-exists', `The DNAT rule ${keyOf(target)} exists.`);
  }
  checkRule(gateway, target);
  const changed: DnatRule = { ...target, createdAt: rule.createdAt };
  const rest = [...gateway.dnat].map(([key, each]): [string, DnatRule] =>
    each === rule ? [keyOf(changed), changed] : [key, each],
  );
  gateway.dnat.clear();
  for (const [key, each] of rest) gateway.dnat.set(key, each);
}

/** A rule with another private side is not the one that was named. */
export function deleteDnatRules(
  state: State,
  region: Region,
  id: string,
  inputs: readonly DnatInput[],
): void {
  const gateway = writable(state, region, id);
  for (const input of inputs) {
    const { privateIp, privatePort } = existingRule(gateway, input);
    if (privateIp !== input.privateIp || privatePort !== input.privatePort) notFound(input);
  }
  for (const input of inputs) gateway.dnat.delete(keyOf(input));
}

function existingRule(gateway: Gateway, key: DnatKey): DnatRule {
  return gateway.dnat.get(keyOf(key)) ?? notFound(key);
}

function notFound(key: DnatKey): never {
  throw new Refusal('dnat-not-found', `There is no DNAT rule ${keyOf(key)}.`);
}
