import type { CommandOf } from './commands.ts';
import { LIMITS, type ModelAddress } from './model.ts';
import { ipOf } from './picker.ts';
import { type At, present, reasonsOn, reserve, settleAddresses, stock, v2Key, v3Key } from './place.ts';
import * as rules from './rules.ts';

export function addresses(at: At, command: CommandOf<'bind' | 'unbind'>): void {
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

export function order(at: At, { count, version, fault }: CommandOf<'order'>): void {
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

export function release(at: At, { addresses: places, version, fault }: CommandOf<'release'>): void {
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
