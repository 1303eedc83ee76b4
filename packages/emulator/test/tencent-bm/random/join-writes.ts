import type { WorkFault } from '../../../src/cloud.ts';
import type { CommandOf } from './commands.ts';
import type { ModelGateway, ModelSubnet } from './model.ts';
import { idOf, v2Part, v3Part } from './picker.ts';
import { type At, joinOf, present, reasonsOn, v2Key, v3Key } from './place.ts';
import * as rules from './rules.ts';

export function subnets(at: At, command: CommandOf<'join' | 'leave'>): void {
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

export function parts(at: At, command: CommandOf<'joinParts' | 'leaveParts'>): void {
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
  }: { readonly task: number; readonly joins: boolean; readonly fault: WorkFault | undefined },
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
