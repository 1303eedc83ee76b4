import fc from 'fast-check';
import type { WorkFault } from '../../src/cloud.ts';
import { operations } from '../../src/clouds/alibaba/operations/index.ts';
import type { ParameterRule } from '../../src/clouds/alibaba/parameters.ts';
import type { Bench, Parameters } from './bench.ts';

/** One random step: numbers that pick an operation, its parameters, a fault, and how long to wait before. */
export interface Step {
  readonly action: number;
  readonly picks: readonly number[];
  readonly fault: WorkFault | undefined;
  readonly seconds: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  action: fc.nat(),
  picks: fc.array(fc.nat(999), { minLength: 24, maxLength: 24 }),
  fault: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<WorkFault>('stuck', 'failed', 'out-of-stock') },
  ),
  seconds: fc.constantFrom(0, 0, 1, 4, 6, 30, 120),
});

const actions = [...operations.keys()];

/** Makes the call a step stands for. What exists at that moment decides what its numbers mean. */
export function take(bench: Bench, step: Step): ReturnType<Bench['call']> {
  bench.pass(step.seconds);
  const action = actions[step.action % actions.length] ?? '';
  return bench.call(action, parametersOf(bench, action, step.picks), step.fault);
}

function parametersOf(bench: Bench, action: string, picks: readonly number[]): Parameters {
  const things = JSON.stringify(bench.cloud.world());
  const rules = Object.entries(operations.get(action)?.parameters ?? {});
  const chosen = rules.flatMap(([name, rule], index) => {
    const pick = picks[index % picks.length] ?? 0;
    const wanted = isWanted(name, rule, pick);
    return wanted ? [[wireName(name, rule), randomValue(things, name, rule, pick)] as const] : [];
  });
  return Object.fromEntries(chosen);
}

/** Without these a call hardly ever gets past its first check. */
const always = new Set(['InstanceType', 'SourceCIDR']);
const never = new Set(['RegionId', 'SourceVSwitchId']);

function isWanted(name: string, { required }: ParameterRule, pick: number): boolean {
  if (never.has(name)) return false;
  return required || always.has(name) ? pick % 50 > 0 : (pick >> 3) % 4 === 0;
}

function wireName(name: string, { kind }: ParameterRule): string {
  if (kind === 'list') return `${name}.1`;
  return kind === 'objects' ? `${name}.1.Key` : name;
}

/** What a parameter may be called with, by its name. */
const kinds: Readonly<Record<string, RegExp>> = {
  NatGatewayId: /ngw-\w+/g,
  AssociatedInstanceId: /ngw-\w+/g,
  InstanceId: /ngw-\w+/g,
  BandwidthPackageId: /c?bwp-\w+/g,
  SnatTableId: /stb-\w+/g,
  ForwardTableId: /ftb-\w+/g,
  SnatEntryId: /snat-\w+/g,
  ForwardEntryId: /fwd-\w+/g,
  AllocationId: /eip-\w+/g,
  IpInstanceId: /eip-\w+/g,
  IpInstanceIds: /eip-\w+/g,
  ResourceId: /(?:ngw|eip|cbwp)-\w+/g,
  NatIpId: /vpcnatip-\w+/g,
  NatIpIds: /vpcnatip-\w+/g,
  SnatIp: /\b47\.\d+\.\d+\.\d+\b/g,
  ExternalIp: /\b47\.\d+\.\d+\.\d+\b/g,
  RemovedIpAddresses: /\b47\.\d+\.\d+\.\d+\b/g,
  Zone: /cn-qingdao-\w/g,
};

const samples: Readonly<Record<string, readonly string[]>> = {
  VpcId: ['vpc-main', 'vpc-roomy', 'vpc-roomy', 'vpc-legacy'],
  VSwitchId: ['vsw-main', 'vsw-roomy', 'vsw-roomy', 'vsw-legacy'],
  SourceCIDR: ['10.1.0.0/24', '10.1.1.0/24', '10.1.0.0/16', '10.1.0.7/32', '10.1.1.7/32', '10.200.0.0/24'],
  InternalIp: ['10.1.0.7', '10.1.0.8', '10.1.0.9', '10.1.0.10', '10.200.0.5', '10.1.0.99', '1.2.3'],
  ExternalPort: ['80', '443', '8080', '8443', '22', '10/20', 'Any', '70000'],
  InternalPort: ['80', '8080', '8443', '22', '3389', '30/40', 'Any', 'x'],
  IpProtocol: ['TCP', 'TCP', 'udp', 'UDP', 'Any', 'ICMP'],
  NatIpCidr: ['10.1.0.0/24', '10.201.0.0/24', '192.168.0.0/16', '192.168.8.0/24', '10.0.0.0/8'],
  InstanceType: ['Nat', 'Nat', 'Nat', 'EcsInstance'],
  NatType: ['Normal', 'Enhanced'],
  ResourceType: ['NATGATEWAY', 'EIP', 'VPC'],
  Type: ['NATGW', 'EIP', 'CBWP'],
  ClientToken: ['one', 'two', 'three', 'four'],
};

function randomValue(
  things: string,
  name: string,
  rule: ParameterRule,
  pick: number,
): string | number | boolean {
  if (pick % 97 === 0) return 'nonsense-中文-<&>';
  const pattern = kinds[name];
  const pool = pattern === undefined ? samples[name] : things.match(pattern);
  if (pool !== null && pool !== undefined && pool.length > 0) return pool[pick % pool.length] ?? '';
  if (rule.allowed !== undefined) return rule.allowed[pick % rule.allowed.length] ?? '';
  if (rule.kind === 'boolean') return pick % 2 === 0;
  return rule.kind === 'integer' ? (rule.range?.[0] ?? 0) + (pick % 4) : `name${pick}`;
}
