import type { CommandOf } from './commands.ts';
import type { ModelGateway, ModelSubnet } from './model.ts';
import { idOf, ipOf, v2Part, v3Part } from './picker.ts';
import {
  type At,
  joinOf,
  present,
  reasonsOn,
  reserve,
  settleAddresses,
  stock,
  v2Key,
  v3Key,
} from './place.ts';
import * as rules from './rules.ts';

export function create(at: At, command: CommandOf<'create'>): void {
  const { session, vpc, place } = at;
  const { model } = session;
  const { name, spec, mode, exclusive, auto, version, fault } = command;
  const unused = (subnet: ModelSubnet) => subnet.vpc === vpc && subnet.gateway === undefined;
  const existing = place.freeAddresses(command.addresses, vpc, exclusive);
  const whole = place.subnets(command.whole, unused);
  const joinParts = mode === 1 ? [] : place.parts(command.parts, unused);
  const reasons: rules.Reasons = model.vpcs.has(vpc)
    ? [
        ...rules.when(name === '', 'missing'),
        ...rules.when(!rules.validName(name) || !rules.validSpec(spec), 'value'),
        ...rules.joinSubnets(vpc, mode, whole, joinParts),
        ...rules.useAddresses(vpc, exclusive, existing),
        ...rules.countAddresses(model, 0, existing.length, auto),
        ...rules.roomInVpc(model, vpc, exclusive),
        ...stock(fault),
      ]
    : ['vpc', ...rules.when(name === '', 'missing')];
  const task = session.write(
    {
      version,
      fault,
      value: 10001,
      v2: [
        'CreateBmNatGateway',
        {
          natName: name,
          unVpcId: vpc,
          maxConcurrent: spec,
          forwardMode: mode,
          exclusive,
          autoAllocEipNum: auto,
          assignedEipSet: existing.map(ipOf),
          unSubnetIds: whole.map(idOf),
          ips: joinParts.map(v2Part),
        },
      ],
      v3: [
        'CreateNatGateway',
        {
          NatName: name,
          VpcId: vpc,
          MaxConcurrent: spec,
          ForwardMode: String(mode),
          Exclusive: exclusive,
          AutoAllocEipNum: auto,
          AssignedEips: existing.map(ipOf),
          SubnetIds: whole.map(idOf),
          IpInfoSet: joinParts.map(v3Part),
        },
      ],
    },
    reasons,
  );
  if (task === undefined) return;
  const id = session.newGateway();
  const gateway: ModelGateway = { id, vpc, mode, exclusive, name, spec, stage: 'creating', failed: false };
  model.gateways.push(gateway);
  const used = reserve(at, gateway, existing);
  const wholeSubnets = present(whole);
  for (const subnet of wholeSubnets) joinOf(subnet, gateway, ['whole']);
  for (const { subnet, ips } of joinParts) if (subnet !== undefined) joinOf(subnet, gateway, ips);
  const works = exclusive === 0 || (model.vpcs.get(vpc)?.cluster ?? false);
  const end = (done: boolean) => {
    const succeeded = done && works;
    gateway.stage = succeeded ? 'created' : 'failed';
    gateway.failed = !succeeded;
    settleAddresses(at, used, succeeded);
    for (const subnet of wholeSubnets) model.settleJoins(subnet, ['whole'], 'joining', succeeded);
    for (const { subnet, ips } of joinParts) if (subnet) model.settleJoins(subnet, ips, 'joining', succeeded);
  };
  const doomed = works ? fault : (fault ?? 'failed');
  model.startTask({ id: task, gateway, end }, 60, doomed);
}

export function change(at: At, command: CommandOf<'delete' | 'upgrade' | 'rename'>): void {
  const { session, gateway } = at;
  const { version, fault } = command;
  const base = { version, fault, value: 4000 } as const;
  if (command.kind === 'delete') {
    const reasons = reasonsOn(at, () => [], 'delete');
    const before = gateway?.stage ?? '';
    const task = session.write(
      { ...base, v2: ['DeleteBmNatGateway', v2Key(at)], v3: ['DeleteNatGateway', v3Key(at)] },
      reasons,
    );
    if (task === undefined || gateway === undefined) return;
    gateway.stage = 'deleting';
    const end = (succeeded: boolean) => {
      if (succeeded) session.model.forget(gateway);
      else gateway.stage = before;
    };
    session.model.startTask({ id: task, gateway, end }, 30, fault);
    return;
  }
  if (command.kind === 'rename') {
    const { name } = command;
    const reasons = [
      ...reasonsOn(at, () => rules.when(!rules.validName(name), 'value')),
      ...rules.when(name === '', 'missing'),
    ];
    const v2 = ['ModifyBmNatGateway', { ...v2Key(at), natName: name }] as const;
    const done = session.write({ ...base, fault: undefined, v2, v3: undefined }, reasons);
    if (done !== undefined && gateway !== undefined) gateway.name = name;
    return;
  }
  upgrade(at, command);
}

function upgrade(at: At, { spec, version, fault }: CommandOf<'upgrade'>): void {
  const reasons = reasonsOn(at, () => [...rules.when(!rules.validSpec(spec), 'value'), ...stock(fault)]);
  const task = at.session.write(
    {
      version,
      fault,
      value: 4000,
      v2: ['UpgradeBmNatGateway', { ...v2Key(at), maxConcurrent: spec }],
      v3: ['UpgradeNatGateway', { ...v3Key(at), MaxConcurrent: spec }],
    },
    reasons,
  );
  const { gateway } = at;
  if (task === undefined || gateway === undefined) return;
  const end = (succeeded: boolean) => {
    if (succeeded) gateway.spec = spec;
  };
  at.session.model.startTask({ id: task, gateway, end }, 20, fault);
}
