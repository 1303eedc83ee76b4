import type { CommandOf } from './commands.ts';
import { LIMITS, type Model, type ModelEip, type ModelGateway } from './model.ts';
import { eipAt, gatewayAt, ownEipAt } from './picker.ts';
import { type Plan, when } from './plan.ts';
import type { Session } from './session.ts';

/** The rules as the documents state them: each write answers every code there is to refuse. Their order is not documented. */

const MUTEX = 'UnsupportedOperation.MutexOperationTaskRunning';
const INVALID_STATE = 'UnsupportedOperation.InvalidState';
export const IN_USE = 'ResourceInUse';
const sizes = [1_000_000, 3_000_000, 10_000_000];
const bandwidths = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** What forbids a write that needs the gateway AVAILABLE. */
export function onGateway(gateway: ModelGateway | undefined, busy: string, task?: string): readonly string[] {
  if (gateway === undefined) return ['ResourceNotFound'];
  return [
    ...when(gateway.state !== 'AVAILABLE', busy),
    ...(task === undefined ? [] : when(gateway.running > 0, task)),
  ];
}

interface EipWords {
  readonly leaving: string;
  readonly transit: string;
  readonly none: string;
  readonly stock: string;
}

function useEips(
  { model }: Session,
  eips: readonly (ModelEip | undefined)[],
  { have, count }: { readonly have: number; readonly count: number },
  words: EipWords,
): readonly string[] {
  const each = eips.flatMap((eip) => {
    if (eip === undefined) return ['UnsupportedOperation.PublicIpAddressIsNotExisted'];
    if (eip.state === 'UNBIND') return [];
    if (eip.state === 'BIND') return ['ResourceInUse.Address'];
    return [eip.state === 'UNBINDING' ? words.leaving : words.transit];
  });
  const named = new Set(eips).size;
  return [
    ...each,
    ...when(named + count === 0, words.none),
    ...when(
      have + named + count > LIMITS.perGateway,
      'LimitExceeded.PublicIpAddressPerNatGatewayLimitExceeded',
    ),
    ...tooManyAllocated(
      model,
      count,
      'LimitExceeded.AddressQuotaLimitExceeded',
      'LimitExceeded.DailyAllocateAddressQuotaLimitExceeded',
    ),
  ];
}

export function tooManyAllocated(
  model: Model,
  count: number,
  quota: string,
  daily: string,
): readonly string[] {
  if (count === 0) return [];
  return [
    ...when(model.eips.length + count > LIMITS.eips, quota),
    ...when(model.allocated + count > LIMITS.perDay, daily),
  ];
}

/** EIPs on their way to a gateway: what was allocated for it goes again if that fails. */
function bind(session: Session, gateway: ModelGateway, eips: readonly ModelEip[]) {
  const { model } = session;
  const allocated = session.adopt();
  model.tie(gateway, [...eips, ...allocated]);
  const all = [...eips, ...allocated];
  return {
    done() {
      for (const eip of all) eip.state = 'BIND';
    },
    failed() {
      model.untie(gateway, all);
      model.forget(allocated);
    },
  };
}

const distinct = (eips: readonly (ModelEip | undefined)[]) =>
  [...new Set(eips)].filter((eip) => eip !== undefined);

export function create(session: Session, command: CommandOf<'create'>): Plan {
  const { model, vpcIds } = session;
  const eips = command.eips.map((place) => eipAt(session, place));
  const vpc = vpcIds[command.vpc] ?? vpcIds[0] ?? '';
  const { name, version, count, connections } = command;
  const size = version === 2 ? 2_000_000 : (connections ?? 1_000_000);
  const words = {
    leaving: 'UnsupportedOperation.NatGatewayHadEipUnassociate',
    transit: 'InvalidAddressState',
    none: 'InvalidParameterValue.Empty',
    stock: 'ResourceInsufficient.Instance',
  };
  const others = model.gateways.filter((each) => each.vpc === vpc && each.state !== 'PENDFAILURE');
  return {
    action: 'CreateNatGateway',
    parameters: {
      NatGatewayName: name,
      VpcId: vpc,
      NatProductVersion: version,
      MaxConcurrentConnection: connections,
      AddressCount: count,
      PublicIpAddresses: command.eips.map((place) => eipAt(session, place)?.ip ?? '198.19.255.1'),
      DeletionProtectionEnabled: command.protected,
    },
    refusals: [
      ...when(name === '', 'InvalidParameterValue.Empty'),
      ...when(name.length > 60, 'InvalidParameterValue.TooLong'),
      ...when(version === 1 && !sizes.includes(size), 'InvalidParameterValue.Range'),
      ...when(version === 2 && (connections ?? size) !== size, 'UnsupportedOperation'),
      ...useEips(session, eips, { have: 0, count }, words),
      ...when(others.length >= LIMITS.perVpc, 'LimitExceeded.NatGatewayPerVpcLimitExceeded'),
      ...when(command.fault === 'out-of-stock', words.stock),
    ],
    accept(answer) {
      const id = /"NatGatewayId":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
      const gateway: ModelGateway = {
        id,
        vpc,
        name,
        state: 'PENDING',
        version,
        connections: size,
        bandwidth: version === 2 ? 5000 : 100,
        protected: command.protected,
        running: 0,
        eips: [],
        dnat: [],
        snat: [],
      };
      model.gateways = [...model.gateways, gateway];
      const binding = bind(session, gateway, distinct(eips));
      const end = (state: string, happen: () => void) => () => {
        gateway.state = state;
        happen();
      };
      const task = { id: answer.RequestId, ofGateway: true };
      model.start(
        task,
        60,
        command.fault,
        end('AVAILABLE', binding.done),
        end('PENDFAILURE', binding.failed),
      );
    },
  };
}

export function remove(session: Session, command: CommandOf<'delete'>): Plan {
  const { model } = session;
  const gateway = gatewayAt(session, command.gateway);
  const deletable = ['AVAILABLE', 'PENDFAILURE', 'DELETEFAILURE'];
  return {
    action: 'DeleteNatGateway',
    parameters: { NatGatewayId: gateway?.id ?? 'nat-unknown' },
    refusals: [
      ...when(gateway === undefined, 'ResourceNotFound'),
      ...when(gateway !== undefined && !deletable.includes(gateway.state), MUTEX),
      ...when((gateway?.running ?? 0) > 0, MUTEX),
      ...when(gateway?.protected ?? false, 'UnsupportedOperation.DeletionProtectionEnabled'),
    ],
    accept(answer) {
      if (gateway === undefined) return;
      gateway.state = 'DELETING';
      const done = () => {
        model.untie(gateway, gateway.eips);
        model.gateways = model.gateways.filter((each) => each !== gateway);
      };
      const failed = () => {
        gateway.state = 'DELETEFAILURE';
      };
      model.start({ id: answer.RequestId, ofGateway: true }, 30, command.fault, done, failed);
    },
  };
}

export function modify(session: Session, command: CommandOf<'modify'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const { name, bandwidth } = command;
  const known = gateway?.bandwidth === bandwidth || bandwidths.includes(bandwidth);
  return {
    action: 'ModifyNatGatewayAttribute',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      NatGatewayName: name,
      InternetMaxBandwidthOut: bandwidth,
      DeletionProtectionEnabled: command.protected,
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(name === '', 'InvalidParameterValue.Malformed'),
      ...when(name.length > 60, 'InvalidParameterValue.TooLong'),
      ...when(gateway?.version === 1 && !known, 'InvalidParameterValue'),
      ...when(gateway?.version === 2 && bandwidth !== 5000, 'UnsupportedOperation'),
    ],
    accept() {
      if (gateway !== undefined) Object.assign(gateway, { name, bandwidth, protected: command.protected });
    },
  };
}

export function reset(session: Session, command: CommandOf<'reset'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  return {
    action: 'ResetNatGatewayConnection',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      MaxConcurrentConnection: command.connections,
    },
    refusals: [
      ...onGateway(gateway, IN_USE),
      ...when(gateway?.version === 2, 'UnsupportedOperation'),
      ...when(!sizes.includes(command.connections), 'InvalidParameterValue'),
      ...when(command.fault === 'out-of-stock', 'ResourceInsufficient'),
    ],
    accept(answer) {
      if (gateway === undefined) return;
      const before = gateway.connections;
      Object.assign(gateway, { state: 'UPDATING', connections: command.connections });
      const done = () => {
        gateway.state = 'AVAILABLE';
      };
      const failed = () => Object.assign(gateway, { state: 'AVAILABLE', connections: before });
      session.model.start({ id: answer.RequestId, ofGateway: true }, 10, command.fault, done, failed);
    },
  };
}

export function upgrade(session: Session, command: CommandOf<'upgrade'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const { checkOnly, fault } = command;
  return {
    action: 'UpgradeNatGatewayProductVersion',
    parameters: {
      VpcId: gateway?.vpc ?? session.vpcIds[0],
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      Force: 0,
      CheckOnlyMode: checkOnly,
    },
    refusals: [
      ...onGateway(gateway, INVALID_STATE),
      ...when(gateway?.version === 2, 'UnsupportedOperation.NatTypeError'),
      ...when((gateway?.connections ?? 0) > 2_000_000, 'UnsupportedOperation.NatSpecificationExceeded'),
      ...when(fault === 'out-of-stock' && !checkOnly, 'ResourceInsufficient.Instance'),
    ],
    accept(answer) {
      if (gateway === undefined || checkOnly) return;
      gateway.state = 'UPDATING';
      const standard = { state: 'AVAILABLE', version: 2, connections: 2_000_000, bandwidth: 5000 };
      const done = () => Object.assign(gateway, standard);
      const failed = () => {
        gateway.state = 'AVAILABLE';
      };
      session.model.start({ id: answer.RequestId, ofGateway: true }, 120, fault, done, failed);
    },
  };
}

export function associate(session: Session, command: CommandOf<'associate'>): Plan {
  const gateway = gatewayAt(session, command.gateway);
  const eips = command.eips.map((place) => eipAt(session, place));
  const words = { leaving: MUTEX, transit: MUTEX, none: 'MissingParameter', stock: 'ResourceInsufficient' };
  const { count, fault } = command;
  return {
    action: 'AssociateNatGatewayAddress',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      AddressCount: count,
      PublicIpAddresses: eips.map((eip) => eip?.ip ?? '198.19.255.1'),
    },
    refusals: [
      ...onGateway(gateway, INVALID_STATE, MUTEX),
      ...useEips(session, eips, { have: gateway?.eips.length ?? 0, count }, words),
      ...when(count > 0 && fault === 'out-of-stock', words.stock),
    ],
    accept(answer) {
      if (gateway === undefined) return;
      gateway.running += 1;
      const binding = bind(session, gateway, distinct(eips));
      const end = (happen: () => void) => () => {
        gateway.running -= 1;
        happen();
      };
      const task = { id: answer.RequestId, ofGateway: true };
      session.model.start(task, 10, fault, end(binding.done), end(binding.failed));
    },
  };
}

export function disassociate(session: Session, command: CommandOf<'disassociate'>): Plan {
  const { model } = session;
  const gateway = gatewayAt(session, command.gateway);
  const eips = command.eips.map((place) => ownEipAt(session, gateway, place));
  const staying = gateway?.eips.filter((eip) => eip.state === 'BIND' && !eips.includes(eip)) ?? [];
  return {
    action: 'DisassociateNatGatewayAddress',
    parameters: {
      NatGatewayId: gateway?.id ?? 'nat-unknown',
      PublicIpAddresses: eips.map((eip) => eip?.ip ?? '198.19.255.1'),
    },
    refusals: [
      ...onGateway(gateway, IN_USE, IN_USE),
      ...when(
        eips.some((eip) => eip === undefined || eip.gateway !== gateway),
        'ResourceNotFound',
      ),
      ...when(staying.length === 0, 'UnsupportedOperation.PublicIpAddressDisassociate'),
    ],
    accept(answer) {
      if (gateway === undefined) return;
      const leaving = distinct(eips);
      gateway.running += 1;
      for (const eip of leaving) eip.state = 'UNBINDING';
      const done = () => {
        gateway.running -= 1;
        model.untie(gateway, leaving);
        model.dropRules(gateway, leaving);
      };
      const failed = () => {
        gateway.running -= 1;
        for (const eip of leaving) eip.state = 'BIND';
      };
      model.start({ id: answer.RequestId, ofGateway: true }, 10, command.fault, done, failed);
    },
  };
}
