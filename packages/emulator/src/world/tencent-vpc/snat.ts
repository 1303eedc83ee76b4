import { parseAddress, parseCidr } from '../../common/ipv4.ts';
import { writable } from './gateways.ts';
import type { Gateway, NetworkInterface, SnatRule, SourceType } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { checkRuleAddress } from './rules.ts';
import type { State } from './state.ts';

export interface SnatInput {
  readonly resourceId: string;
  readonly resourceType: SourceType;
  readonly source: string;
  readonly publicIps: readonly string[];
  readonly description: string;
}

/** All of them or none. */
export function createSnatRules(
  state: State,
  region: Region,
  id: string,
  inputs: readonly SnatInput[],
): void {
  const gateway = writable(state, region, id);
  if (gateway.conditions.has('without-snat')) {
    throw new Refusal('snat-type', `${id} is of a type without SNAT rules.`);
  }
  for (const input of inputs) {
    checkSource[input.resourceType](gateway, input);
    checkAddresses(gateway, input.publicIps);
  }
  for (const [index, input] of inputs.entries()) {
    checkUnused([...gateway.snat.values(), ...inputs.slice(0, index)], input);
  }
  const { snatPerGateway } = state.settings;
  if (gateway.snat.size + inputs.length > snatPerGateway) {
    throw new Refusal('snat-limit', `A NAT gateway has ${snatPerGateway} SNAT rules at most.`);
  }
  for (const input of inputs) {
    const rule: SnatRule = { id: state.newId('snat'), ...input, createdAt: state.clock.calendar() };
    gateway.snat.set(rule.id, rule);
  }
}

const checkSource: Readonly<Record<SourceType, (gateway: Gateway, input: SnatInput) => void>> = {
  SUBNET(gateway, { resourceId, source }) {
    const subnet = [...gateway.vpc.subnets].find(({ id }) => id === resourceId);
    if (subnet === undefined) {
      throw new Refusal('subnet-not-found', `The subnet ${resourceId} is not in ${gateway.vpc.id}.`);
    }
    if (subnet.cidrBlock !== source) {
      throw new Refusal('invalid-value', `The range of ${resourceId} is ${subnet.cidrBlock}, not ${source}.`);
    }
  },
  NETWORKINTERFACE(gateway, { resourceId, source }) {
    const owner = [...gateway.vpc.interfaces].find(({ ips }) => ips.includes(source));
    if (owner === undefined || !isNamed(owner, resourceId)) {
      throw new Refusal('snat-host', `${source} is not an address of ${resourceId}.`);
    }
  },
  USERDEFINED(_, { source }) {
    if (parseCidr(source) === undefined && parseAddress(source) === undefined) {
      throw new Refusal('invalid-value', `${source} is not an address range.`);
    }
  },
};

/** The interface itself, or its server; a sample spells the id of a server `cvm-`, clients spell it `ins-`. */
function isNamed({ id, instanceId }: NetworkInterface, resourceId: string): boolean {
  return (
    resourceId === id || (instanceId !== undefined && resourceId.replace(/^cvm-/, 'ins-') === instanceId)
  );
}

function checkAddresses(gateway: Gateway, publicIps: readonly string[]): void {
  if (publicIps.length === 0 || new Set(publicIps).size < publicIps.length) {
    throw new Refusal('invalid-value', 'PublicIpAddresses names at least one EIP, none twice.');
  }
  for (const ip of publicIps) checkRuleAddress(gateway, ip);
}

function checkUnused(rules: readonly SnatInput[], { resourceId, resourceType, source }: SnatInput): void {
  const sameSource = rules.filter((rule) => rule.source === source);
  if (sameSource.some((rule) => rule.resourceId === resourceId)) {
    throw new Refusal('snat-exists', `An SNAT rule for ${resourceId} ${source} exists.`);
  }
  if (resourceType === 'NETWORKINTERFACE' && sameSource.some((rule) => rule.resourceType === resourceType)) {
    throw new Refusal('snat-host-used', `${source} belongs to another SNAT rule.`);
  }
}

export interface SnatChange {
  readonly id: string;
  readonly publicIps: readonly string[];
  readonly description: string;
}

/** Only the addresses and the description change, whatever else the call carries. */
export function modifySnatRule(state: State, region: Region, gatewayId: string, change: SnatChange): void {
  const gateway = writable(state, region, gatewayId);
  const rule = existingRule(gateway, change.id);
  checkAddresses(gateway, change.publicIps);
  rule.publicIps = change.publicIps;
  rule.description = change.description;
}

export function deleteSnatRules(
  state: State,
  region: Region,
  gatewayId: string,
  ids: readonly string[],
): void {
  const gateway = writable(state, region, gatewayId);
  for (const id of ids) existingRule(gateway, id);
  for (const id of ids) gateway.snat.delete(id);
}

function existingRule(gateway: Gateway, id: string): SnatRule {
  const rule = gateway.snat.get(id);
  if (rule === undefined) throw new Refusal('snat-not-found', `There is no SNAT rule ${id}.`);
  return rule;
}
