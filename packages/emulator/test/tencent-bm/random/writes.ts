import type { Command, CommandOf, PartPick } from './commands.ts';
import type { ModelAddress, ModelGateway, ModelSubnet, Reason } from './model.ts';
import { LIMITS } from './model.ts';
import * as rules from './rules.ts';
import type { Session } from './session.ts';

type WriteCommand = Exclude<Command, CommandOf<'wait' | 'poll' | 'list' | 'tampered' | 'garbage'>>;

const UNKNOWN_IP = '203.0.113.9';
const OUTSIDE_IP = '10.99.99.9';
const UNKNOWN_SUBNET = 'subnet-00000000';

/**
 * The things a command's numbers stand for. Most of the time they suit the call, so that much of it is accepted: one
 * place in eight is anything at all, the one past the end of the list something that does not exist.
 */
function picker({ model }: Session) {
  const vpcs = [...model.vpcs.keys()];
  const oneOf = <T>(place: number, suitable: readonly T[], all: readonly T[]): T | undefined => {
    const anything = place % 8 === 7 || suitable.length === 0;
    return anything ? all[place % (all.length + 1)] : suitable[place % suitable.length];
  };
  const addressesOf = (places: readonly number[], suitable: readonly ModelAddress[]) => [
    ...new Set(places.map((place) => oneOf(place, suitable, model.addresses))),
  ];
  const subnetOf = (place: number, suitable: (subnet: ModelSubnet) => boolean) =>
    oneOf(place, model.subnets.filter(suitable), model.subnets);
  return {
    vpc(place: number, gateway?: ModelGateway) {
      if (place === 11) return 'vpc-00000000';
      const other = gateway === undefined ? place >= 7 : place === 10;
      return (other ? vpcs[1] : (gateway?.vpc ?? vpcs[0])) ?? '';
    },
    gateway: (place: number) => oneOf(place, model.gateways, model.gateways),
    freeAddresses: (places: readonly number[], vpc: string, exclusive: number) =>
      addressesOf(
        places,
        model.addresses.filter(
          (each) => each.vpc === vpc && each.exclusive === exclusive && each.state === 'free',
        ),
      ),
    ownAddresses: (places: readonly number[], gateway: ModelGateway | undefined) =>
      addressesOf(places, gateway === undefined ? [] : model.addressesOf(gateway)),
    addresses: (places: readonly number[]) => addressesOf(places, model.addresses),
    subnets: (places: readonly number[], suitable: (subnet: ModelSubnet) => boolean) => [
      ...new Set(places.map((place) => subnetOf(place, suitable))),
    ],
    parts: (picks: readonly PartPick[], suitable: (subnet: ModelSubnet) => boolean) =>
      picks.map(({ subnet, ips }) => {
        const chosen = subnetOf(subnet, suitable);
        return { subnet: chosen, ips: [...new Set(ips.map((ip) => ipIn(chosen, ip)))] };
      }),
    /** Single addresses that are on the gateway already, but for one outside every subnet. */
    ownParts: (picks: readonly PartPick[], suitable: (subnet: ModelSubnet) => boolean) =>
      picks.map(({ subnet, ips }) => {
        const chosen = subnetOf(subnet, suitable);
        const own = [...(chosen?.joins.keys() ?? [])];
        const ipOfPlace = (ip: number) => (ip < 7 ? own[ip % own.length] : undefined) ?? ipIn(chosen, ip);
        return { subnet: chosen, ips: [...new Set(ips.map(ipOfPlace))] };
      }),
  };
}

const ipIn = (subnet: ModelSubnet | undefined, ip: number) =>
  ip === 7 ? OUTSIDE_IP : `${subnet?.prefix ?? '10.1.1'}.${10 + ip}`;
const ipOf = (address: ModelAddress | undefined) => address?.ip ?? UNKNOWN_IP;
const idOf = (subnet: ModelSubnet | undefined) => subnet?.id ?? UNKNOWN_SUBNET;
const v2Part = ({ subnet, ips }: rules.Part) => ({ unSubnetId: idOf(subnet), ipList: ips });
const v3Part = ({ subnet, ips }: rules.Part) => ({ SubnetId: idOf(subnet), Ips: ips });
const stock = (fault: string | undefined): readonly Reason[] => (fault === 'out-of-stock' ? ['stock'] : []);
const present = <T>(items: readonly (T | undefined)[]) => items.filter((item) => item !== undefined);

export function writers(session: Session, command: WriteCommand): void {
  const place = picker(session);
  const gateway =
    command.kind === 'create' || command.kind === 'order' ? undefined : place.gateway(command.gateway);
  const vpc = place.vpc(command.vpc, gateway);
  const at = { session, vpc, gateway, place };
  if (command.kind === 'create') create(at, command);
  else if (command.kind === 'order') order(at, command);
  else if (command.kind === 'release') release(at, command);
  else if (command.kind === 'bind' || command.kind === 'unbind') addresses(at, command);
  else if (command.kind === 'join' || command.kind === 'leave') subnets(at, command);
  else if (command.kind === 'joinParts' || command.kind === 'leaveParts') parts(at, command);
  else change(at, command);
}

interface At {
  readonly session: Session;
  readonly vpc: string;
  readonly gateway: ModelGateway | undefined;
  readonly place: ReturnType<typeof picker>;
}

const v2Key = ({ vpc, gateway }: At) => ({ natId: gateway?.id ?? 'nat-00000000', unVpcId: vpc });
const v3Key = ({ vpc, gateway }: At) => ({ NatId: gateway?.id ?? 'nat-00000000', VpcId: vpc });

/** Rules beyond the gateway itself can only be told when it is the one that is meant. */
function reasonsOn(
  at: At,
  further: (gateway: ModelGateway) => rules.Reasons,
  action?: string,
): rules.Reasons {
  const first = rules.onGateway(at.session.model, at.vpc, at.gateway, action);
  const told = at.gateway !== undefined && at.gateway.vpc === at.vpc;
  return told ? [...first, ...further(at.gateway)] : first;
}

function create(at: At, command: CommandOf<'create'>): void {
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

/** Ties addresses to the gateway, the ones just ordered among them. */
function reserve({ session }: At, gateway: ModelGateway, existing: readonly (ModelAddress | undefined)[]) {
  const ordered: ModelAddress[] = session.newAddresses().map((ip) => session.adopt(ip));
  const used = [...present(existing), ...ordered];
  for (const address of used) {
    if (!ordered.includes(address)) address.state = 'binding';
    address.gateway = gateway;
  }
  return used;
}

function settleAddresses({ session }: At, used: readonly ModelAddress[], succeeded: boolean): void {
  for (const address of used) {
    if (succeeded) address.state = 'bound';
    else session.model.free(address, address.state === 'creating' ? 'failed' : 'free');
  }
}

function joinOf(subnet: ModelSubnet, gateway: ModelGateway, names: readonly string[]): void {
  subnet.gateway = gateway;
  for (const name of names) if (!subnet.joins.has(name)) subnet.joins.set(name, 'joining');
}

function change(at: At, command: CommandOf<'delete' | 'upgrade' | 'rename'>): void {
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

function addresses(at: At, command: CommandOf<'bind' | 'unbind'>): void {
  const { session, gateway, place } = at;
  const { model } = session;
  const { version, fault } = command;
  const binds = command.kind === 'bind';
  const chosen = binds
    ? place.freeAddresses(command.addresses, at.vpc, gateway?.exclusive ?? 0)
    : place.ownAddresses(command.addresses, gateway);
  const auto = binds ? command.auto : 0;
  const reasons = reasonsOn(at, (on) =>
    binds
      ? [
          ...rules.useAddresses(at.vpc, on.exclusive, chosen),
          ...rules.countAddresses(model, model.addressesOf(on).length, chosen.length, auto),
          ...stock(fault),
        ]
      : rules.dropAddresses(model, on, chosen),
  );
  const ips = chosen.map(ipOf);
  const task = session.write(
    {
      version,
      fault,
      value: 4000,
      v2: [
        binds ? 'EipBindBmNatGateway' : 'EipUnBindBmNatGateway',
        { ...v2Key(at), assignedEipSet: ips, ...(binds ? { autoAllocEipNum: auto } : {}) },
      ],
      v3: [
        binds ? 'BindEipsToNatGateway' : 'UnbindEipsFromNatGateway',
        { ...v3Key(at), AssignedEips: ips, ...(binds ? { AutoAllocEipNum: auto } : {}) },
      ],
    },
    reasons,
  );
  if (task === undefined || gateway === undefined) return;
  if (binds) {
    const used = reserve(at, gateway, chosen);
    model.startTask(
      { id: task, gateway, end: (succeeded) => settleAddresses(at, used, succeeded) },
      10,
      fault,
    );
    return;
  }
  for (const address of present(chosen)) address.state = 'unbinding';
  const end = (succeeded: boolean) => {
    for (const address of present(chosen)) {
      if (succeeded) model.free(address);
      else address.state = 'bound';
    }
  };
  model.startTask({ id: task, gateway, end }, 10, fault);
}

function subnets(at: At, command: CommandOf<'join' | 'leave'>): void {
  const { session, gateway, place } = at;
  const joins = command.kind === 'join';
  const whole = place.subnets(command.whole, ({ vpc, gateway: on }) =>
    joins ? vpc === at.vpc && on === undefined : on === gateway && on !== undefined,
  );
  const { version, fault } = command;
  const reasons = reasonsOn(at, (on) =>
    joins ? rules.joinSubnets(at.vpc, on.mode, whole, [], on) : rules.leaveSubnets(on, whole),
  );
  const ids = whole.map(idOf);
  const task = session.write(
    {
      version,
      fault,
      value: 10001,
      v2: [joins ? 'SubnetBindBmNatGateway' : 'SubnetUnBindBmNatGateway', { ...v2Key(at), unSubnetIds: ids }],
      v3: [
        joins ? 'BindSubnetsToNatGateway' : 'UnbindSubnetsFromNatGateway',
        { ...v3Key(at), SubnetIds: ids },
      ],
    },
    reasons,
  );
  if (task === undefined || gateway === undefined) return;
  const entries = present(whole).map((subnet) => ({
    subnet,
    names: joins ? ['whole'] : [...subnet.joins.keys()],
  }));
  startJoin(at, gateway, entries, { task, joins, fault });
}

function parts(at: At, command: CommandOf<'joinParts' | 'leaveParts'>): void {
  const { session, gateway, place } = at;
  const joins = command.kind === 'joinParts';
  const chosen = joins
    ? place.parts(
        command.parts,
        ({ vpc, gateway: on }) => vpc === at.vpc && (on === undefined || on === gateway),
      )
    : place.ownParts(
        command.parts,
        ({ gateway: on, joins: entries }) => on === gateway && on !== undefined && !entries.has('whole'),
      );
  const { version, fault } = command;
  const reasons = reasonsOn(at, (on) =>
    joins ? rules.joinSubnets(at.vpc, on.mode, [], chosen, on) : rules.leaveParts(on, chosen),
  );
  const task = session.write(
    {
      version,
      fault,
      value: 10001,
      v2: [
        joins ? 'BindIpsToBmNatGateway' : 'UnbindIpsToBmNatGateway',
        { ...v2Key(at), ips: chosen.map(v2Part) },
      ],
      v3: [
        joins ? 'BindIpsToNatGateway' : 'UnbindIpsFromNatGateway',
        { ...v3Key(at), IpInfoSet: chosen.map(v3Part) },
      ],
    },
    reasons,
  );
  if (task === undefined || gateway === undefined) return;
  const entries = chosen.flatMap(({ subnet, ips }) => (subnet === undefined ? [] : [{ subnet, names: ips }]));
  startJoin(at, gateway, entries, { task, joins, fault });
}

interface Entry {
  readonly subnet: ModelSubnet;
  readonly names: readonly string[];
}

function startJoin(
  { session: { model } }: At,
  gateway: ModelGateway,
  entries: readonly Entry[],
  {
    task,
    joins,
    fault,
  }: { readonly task: number; readonly joins: boolean; readonly fault: string | undefined },
): void {
  for (const { subnet, names } of entries) {
    if (joins) joinOf(subnet, gateway, names);
    else for (const name of names) subnet.joins.set(name, 'leaving');
  }
  const end = (succeeded: boolean) => {
    for (const { subnet, names } of entries) {
      model.settleJoins(subnet, names, joins ? 'joining' : 'leaving', joins === succeeded);
    }
  };
  model.startTask({ id: task, gateway, end }, 10, fault);
}

function order(at: At, { count, version, fault }: CommandOf<'order'>): void {
  const { session, vpc } = at;
  const { model } = session;
  const reasons: rules.Reasons = [
    ...rules.when(count > 20, 'value'),
    ...rules.when(!model.vpcs.has(vpc), 'vpc'),
    ...rules.when(model.livingAddresses() + session.elsewhere + count > LIMITS.quota, 'quota'),
    ...rules.when(session.orders >= LIMITS.ordersPerDay, 'daily'),
    ...stock(fault),
  ];
  const task = session.write(
    {
      version,
      fault,
      value: 9003,
      v2: ['EipBmApply', { unVpcId: vpc, goodsNum: count }],
      v3: ['CreateEip', { VpcId: vpc, GoodsNum: count }],
    },
    reasons,
  );
  const counted =
    count <= 20 && model.vpcs.has(vpc) && !reasons.some((reason) => reason === 'quota' || reason === 'daily');
  if (counted) session.orders += 1;
  if (task === undefined) return;
  const ordered: ModelAddress[] = session.newAddresses().map((ip) => session.adopt(ip));
  const end = (succeeded: boolean) => {
    for (const address of ordered) address.state = succeeded ? 'free' : 'failed';
  };
  model.startTask({ id: task, gateway: undefined, end }, 10, fault);
}

function release(at: At, { addresses: places, version, fault }: CommandOf<'release'>): void {
  const { session } = at;
  const { model } = session;
  const chosen = at.place.addresses(places);
  const reasons = chosen.flatMap((address): rules.Reasons => {
    if (address === undefined) return ['address-id'];
    return rules.when(address.state !== 'free' && address.state !== 'failed', 'not-releasable');
  });
  const ids = chosen.map((address) => address?.id ?? 'eip-00000000');
  const task = session.write(
    { version, fault, value: 9003, v2: ['EipBmDelete', { eipIds: ids }], v3: ['DeleteEip', { EipIds: ids }] },
    reasons,
  );
  if (task === undefined) return;
  const before = present(chosen).map((address) => [address, address.state] as const);
  for (const [address] of before) address.state = 'releasing';
  const end = (succeeded: boolean) => {
    if (succeeded) model.addresses = model.addresses.filter((address) => !chosen.includes(address));
    else for (const [address, state] of before) address.state = state;
  };
  model.startTask({ id: task, gateway: undefined, end }, 10, fault);
}
