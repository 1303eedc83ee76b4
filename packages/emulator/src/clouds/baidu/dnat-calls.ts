import { createDnatRules, type DnatDraft, deleteDnatRule, updateDnatRule } from '../../world/baidu/dnat.ts';
import type { Forwarding, PortRange } from '../../world/baidu/dnat-rule.ts';
import { Refusal } from '../../world/baidu/refusal.ts';
import { findGateway } from '../../world/baidu/world.ts';
import {
  type DnatChangeBody,
  type DnatRuleBody,
  dnatBatchBody,
  dnatChangeBody,
  dnatRuleBody,
  readBody,
} from './bodies.ts';
import { type Call, idOf, pagingOf } from './call.ts';
import { WireError } from './errors.ts';
import { dnatRuleView, type PortFields, pageView, portFields } from './views.ts';

export function draftOf(body: DnatRuleBody): DnatDraft {
  return {
    name: body.ruleName ?? '',
    address: body.publicIpAddress,
    privateAddress: body.privateIpAddress,
    protocol: body.protocol,
    forwarding: forwardingOf(body),
  };
}

/** Both ports or both ranges for TCP and UDP, nothing for every protocol. */
function forwardingOf({ protocol, ...body }: DnatRuleBody): Forwarding {
  const hasPorts = body.publicPort !== undefined || body.privatePort !== undefined;
  const hasRanges = body.publicPortRange !== undefined || body.privatePortRange !== undefined;
  if (protocol === 'all' && (hasPorts || hasRanges)) {
    throw new Refusal('value-invalid', 'A rule for all protocols names no ports.');
  }
  if (protocol === 'all') return { kind: 'everything' };
  if (hasPorts && hasRanges) throw new Refusal('value-invalid', 'Give ports or port ranges, not both.');
  return hasRanges ? rangeForwarding(body) : portForwarding(body);
}

function portForwarding({ publicPort, privatePort }: PortFields): Forwarding {
  if (publicPort === undefined || privatePort === undefined) {
    throw new WireError('InappropriateJSON', 'publicPort and privatePort are needed for TCP and UDP.');
  }
  return { kind: 'port', outside: publicPort, inside: privatePort };
}

function rangeForwarding({ publicPortRange, privatePortRange }: PortFields): Forwarding {
  if (publicPortRange === undefined || privatePortRange === undefined) {
    throw new WireError('InappropriateJSON', 'publicPortRange and privatePortRange belong together.');
  }
  const outside = readRange(publicPortRange);
  const inside = readRange(privatePortRange);
  if (outside.last - outside.first !== inside.last - inside.first) {
    throw new Refusal('value-invalid', 'Both port ranges must have the same length.');
  }
  return { kind: 'range', outside, inside };
}

function readRange(text: string): PortRange {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (first >= 1 && first <= last && last <= 65_535) return { first, last };
  throw new Refusal('value-invalid', `${text} is no range of ports.`);
}

export function create(call: Call): unknown {
  const draft = draftOf(readBody(dnatRuleBody, call.body));
  const [ruleId] = createDnatRules(call.world, call.scope, idOf(call, 'natId'), [draft]);
  return { ruleId };
}

export function createBatch(call: Call): unknown {
  const { rules } = readBody(dnatBatchBody, call.body);
  return { ruleIds: createDnatRules(call.world, call.scope, idOf(call, 'natId'), rules.map(draftOf)) };
}

export function list(call: Call): unknown {
  const paging = pagingOf(call);
  const { dnatRules } = findGateway(call.world, call.scope, idOf(call, 'natId'));
  const page = dnatRules.page(paging.marker, paging.maxKeys);
  return pageView('rules', page, paging, ({ id }) => id, dnatRuleView);
}

export function update(call: Call): void {
  const changes = readBody(dnatChangeBody, call.body);
  updateDnatRule(call.world, call.scope, idOf(call, 'natId'), idOf(call, 'ruleId'), (current) =>
    draftOf(merge(current, changes)),
  );
}

function merge(current: DnatDraft, changes: DnatChangeBody): DnatRuleBody {
  const protocol = changes.protocol ?? current.protocol;
  const kept = protocol === 'all' ? {} : portFields(current.forwarding);
  return {
    ruleName: changes.ruleName ?? current.name,
    publicIpAddress: changes.publicIpAddress ?? current.address,
    privateIpAddress: changes.privateIpAddress ?? current.privateAddress,
    protocol,
    ...mergePorts(kept, changes),
  };
}

/** Naming ports replaces ranges and the other way round. */
function mergePorts(kept: PortFields, changes: PortFields): PortFields {
  const namesPorts = changes.publicPort !== undefined || changes.privatePort !== undefined;
  const namesRanges = changes.publicPortRange !== undefined || changes.privatePortRange !== undefined;
  return {
    publicPort: changes.publicPort ?? (namesRanges ? undefined : kept.publicPort),
    privatePort: changes.privatePort ?? (namesRanges ? undefined : kept.privatePort),
    publicPortRange: changes.publicPortRange ?? (namesPorts ? undefined : kept.publicPortRange),
    privatePortRange: changes.privatePortRange ?? (namesPorts ? undefined : kept.privatePortRange),
  };
}

export function remove(call: Call): void {
  deleteDnatRule(call.world, call.scope, idOf(call, 'natId'), idOf(call, 'ruleId'));
}
