import type { CommandOf, DnatPick } from './commands.ts';
import { IN_USE, onGateway } from './gateway-writes.ts';
import type { ModelDnat, ModelGateway, ModelSnat } from './model.ts';
import { gatewayAt, ruleAt, ruleEipAt } from './picker.ts';
import { type Plan, when } from './plan.ts';
import type { Session } from './session.ts';

/** Hosts of the first VPC, and one address that no server has. */
const hosts = ['10.2.1.10', '10.2.1.11', '10.2.1.12', '10.2.2.10', '10.2.2.11', '10.2.3.10', '10.2.1.99'];
const isHost = ({ vpc }: ModelGateway, session: Session, ip: string) =>
  vpc === session.vpcIds[0] && ip !== '10.2.1.99' && hosts.includes(ip);

const NOT_EXISTS = 'InvalidParameterValue.NatGatewayDnatRuleNotExists';

function dnatOf(session: Session, gateway: ModelGateway | undefined, pick: DnatPick): ModelDnat {
  const publicIp = ruleEipAt(session, gateway, pick.eip);
  const { protocol, port } = pick;
  const privateIp = hosts[pick.host] ?? '10.2.1.10';
  return { key: `${protocol} ${publicIp}:${port}`, protocol, publicIp, port, privateIp };
}

const dnatParameters = ({ protocol, publicIp, port, privateIp }: ModelDnat) => ({
  IpProtocol: protocol,
  PublicIpAddress: publicIp,
  PublicPort: port,
  PrivateIpAddress: privateIp,
  PrivatePort: 8080,
});

function useEip(gateway: ModelGateway | undefined, ip: string, elsewhere: string): readonly string[] {
  if (gateway === undefined) return [];
  const eip = gateway.eips.find((each) => each.ip === ip);
  if (eip === undefined) return [elsewhere];
  return when(eip.state !== 'BIND', 'UnsupportedOperation.UnbindEIP');
}

function checkDnat(session: Session, gateway: ModelGateway | undefined, rule: ModelDnat): readonly string[] {
  const hostless = gateway !== undefined && !isHost(gateway, session, rule.privateIp);
  return [
    ...useEip(gateway, rule.publicIp, 'UnsupportedOperation.NatGatewayEipNotExists'),
    ...when(hostless, 'InvalidParameterValue.NatGatewayDnatRulePipNeedVm'),
  ];
}

export function createDnat(session: Session, command: CommandOf<'createDnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const rules = command.rules.map((pick) => dnatOf(session, gateway, pick));
  const keys = new Set(rules.map(({ key }) => key));
  return {
    action: 'CreateNatGatewayDestinationIpPortTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      DestinationIpPortTranslationNatRules: rules.map(dnatParameters),
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(keys.size < rules.length, 'InvalidParameterValue.NatGatewayDnatRuleRepeated'),
      ...rules.flatMap((rule) => checkDnat(session, gateway, rule)),
      ...when(
        gateway?.dnat.some(({ key }) => keys.has(key)) ?? false,
        'InvalidParameterValue.NatGatewayDnatRuleExisted',
      ),
    ],
    accept() {
      if (gateway !== undefined) gateway.dnat = [...gateway.dnat, ...rules];
    },
  };
}

export function modifyDnat(session: Session, command: CommandOf<'modifyDnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const rule = ruleAt(gateway?.dnat, command.rule);
  const target = dnatOf(session, gateway, command.target);
  const others = gateway?.dnat.filter((each) => each !== rule) ?? [];
  const source = rule ?? { ...target, protocol: 'TCP', port: 9 };
  return {
    action: 'ModifyNatGatewayDestinationIpPortTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      SourceNatRule: dnatParameters(source),
      DestinationNatRule: dnatParameters(target),
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(rule === undefined, NOT_EXISTS),
      ...when(
        others.some(({ key }) => key === target.key),
        'UnsupportedOperation.RecordExists',
      ),
      ...checkDnat(session, gateway, target),
    ],
    accept() {
      if (gateway !== undefined) gateway.dnat = gateway.dnat.map((each) => (each === rule ? target : each));
    },
  };
}

export function deleteDnat(session: Session, command: CommandOf<'deleteDnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const rule = ruleAt(gateway?.dnat, command.rule);
  const named = rule ?? {
    key: '',
    protocol: 'UDP',
    publicIp: '198.19.255.1',
    port: 9,
    privateIp: '10.2.1.10',
  };
  const other = command.otherHost ? { ...named, privateIp: '10.9.9.9' } : named;
  return {
    action: 'DeleteNatGatewayDestinationIpPortTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      DestinationIpPortTranslationNatRules: [dnatParameters(other)],
    },
    refusals: [...onGateway(gateway, IN_USE), ...when(rule === undefined || command.otherHost, NOT_EXISTS)],
    accept() {
      if (gateway !== undefined) gateway.dnat = gateway.dnat.filter((each) => each !== rule);
    },
  };
}

interface Source {
  readonly kind: 'SUBNET' | 'NETWORKINTERFACE' | 'USERDEFINED';
  readonly resourceId: string;
  readonly source: string;
  /** Why no gateway, or none of the second VPC, takes it. */
  readonly never?: string;
  readonly elsewhere?: string;
}

function sourceAt(session: Session, place: number): Source {
  const subnet = session.subnets[place % session.subnets.length] ?? { id: 'subnet-unknown', cidr: '' };
  const sources: readonly Source[] = [
    ...session.subnets.map(({ id, cidr }): Source => {
      return { kind: 'SUBNET', resourceId: id, source: cidr, elsewhere: 'ResourceNotFound' };
    }),
    { kind: 'USERDEFINED', resourceId: '', source: '10.7.0.0/16' },
    { kind: 'USERDEFINED', resourceId: '', source: '10.8.0.0/16' },
    { kind: 'USERDEFINED', resourceId: '', source: 'everything', never: 'InvalidParameterValue' },
    {
      kind: 'SUBNET',
      resourceId: subnet.id,
      source: '10.7.0.0/16',
      never: 'InvalidParameterValue',
      elsewhere: 'ResourceNotFound',
    },
    {
      kind: 'NETWORKINTERFACE',
      resourceId: 'ins-unknown',
      source: '10.2.1.10',
      never: 'UnsupportedOperation.NatGatewaySnatPipNeedVm',
    },
  ];
  return (
    sources[place % sources.length] ?? {
      kind: 'SUBNET',
      resourceId: 'subnet-unknown',
      source: '10.0.0.0/8',
      never: 'ResourceNotFound',
    }
  );
}

const snatParameters = (rule: Pick<ModelSnat, 'resourceId' | 'kind' | 'source' | 'ips'>) => ({
  ResourceId: rule.resourceId,
  ResourceType: rule.kind,
  PrivateIpAddress: rule.source,
  PublicIpAddresses: rule.ips,
  Description: '',
});

export function createSnat(session: Session, command: CommandOf<'createSnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const { never, elsewhere, ...source } = sourceAt(session, command.source);
  const ips = command.eips.map((place) => ruleEipAt(session, gateway, place));
  const inSecond = gateway?.vpc === session.vpcIds[1];
  const same = gateway?.snat.some(
    (rule) => rule.resourceId === source.resourceId && rule.source === source.source,
  );
  return {
    action: 'CreateNatGatewaySourceIpTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      SourceIpTranslationNatRules: [snatParameters({ ...source, ips })],
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...(never === undefined ? [] : [never]),
      ...(elsewhere === undefined ? [] : when(inSecond, elsewhere)),
      ...when(new Set(ips).size < ips.length, 'InvalidParameterValue'),
      ...ips.flatMap((ip) => useEip(gateway, ip, 'UnsupportedOperation.NatGatewayEipNotExists')),
      ...when(same ?? false, 'InvalidParameterValue.NatSnatRuleExists'),
    ],
    accept() {
      const shown = session.snapshot().gateways.find(({ natId }) => natId === gateway?.id)?.snat ?? [];
      const fresh = shown.find(({ id }) => !gateway?.snat.some((rule) => rule.id === id));
      if (gateway !== undefined) gateway.snat = [...gateway.snat, { id: fresh?.id ?? '', ...source, ips }];
    },
  };
}

export function modifySnat(session: Session, command: CommandOf<'modifySnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const rule = ruleAt(gateway?.snat, command.rule);
  const ips = command.eips.map((place) => ruleEipAt(session, gateway, place));
  const shown = rule ?? { id: 'snat-unknown', resourceId: '', kind: 'USERDEFINED', source: '10.7.0.0/16' };
  return {
    action: 'ModifyNatGatewaySourceIpTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      SourceIpTranslationNatRule: { ...snatParameters({ ...shown, ips }), NatGatewaySnatId: shown.id },
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(rule === undefined, 'InvalidParameterValue.NatGatewaySnatRuleNotExists'),
      ...when(new Set(ips).size < ips.length, 'InvalidParameterValue'),
      ...ips.flatMap((ip) => useEip(gateway, ip, 'UnsupportedOperation.UnbindEIP')),
    ],
    accept() {
      if (rule !== undefined) rule.ips = ips;
    },
  };
}

export function deleteSnat(session: Session, command: CommandOf<'deleteSnat'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const rule = ruleAt(gateway?.snat, command.rule);
  return {
    action: 'DeleteNatGatewaySourceIpTranslationNatRule',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      NatGatewaySnatIds: [rule?.id ?? 'snat-unknown'],
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(rule === undefined, 'InvalidParameterValue.NatGatewaySnatRuleNotExists'),
    ],
    accept() {
      if (gateway !== undefined) gateway.snat = gateway.snat.filter((each) => each !== rule);
    },
  };
}
