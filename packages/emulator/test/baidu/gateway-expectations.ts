import {
  addressAt,
  type CommandOf,
  type Expectation,
  fittingUse,
  preferBound,
  preferFree,
  type Scene,
  targetOf,
} from './expectation.ts';
import { type ModelAddress, type ModelDnat, type ModelGateway, monthsAfter } from './model.ts';

/** A command on a gateway the model knows, or on one that does not exist. */
export type GatewayCommand = CommandOf<
  | 'rename'
  | 'protect'
  | 'resize'
  | 'renew'
  | 'release'
  | 'bind'
  | 'unbind'
  | 'addSnat'
  | 'addDnat'
  | 'dropSnat'
  | 'dropDnat'
>;

export function expectOnGateway(scene: Scene, gateway: ModelGateway, command: GatewayCommand): Expectation {
  switch (command.kind) {
    case 'rename':
      return expectRename(scene, gateway, command);
    case 'protect':
      return expectProtect(scene, gateway, command);
    case 'resize':
      return expectResize(scene, gateway, command);
    case 'renew':
      return expectRenew(scene, gateway, command);
    case 'release':
      return expectRelease(scene, gateway);
    case 'bind':
    case 'unbind':
      return expectBinding(scene, gateway, command);
    case 'addSnat':
      return expectSnat(scene, gateway, command);
    case 'addDnat':
      return expectDnat(scene, gateway, command);
    case 'dropSnat':
      return expectDrop(scene, gateway, gateway.snat, 'snatRule', command);
    case 'dropDnat':
      return expectDrop(scene, gateway, gateway.dnat, 'dnatRule', command);
  }
}

function pathOf({ id }: ModelGateway): string {
  return `/v1/nat/${id}`;
}

/** A stopped gateway takes no changes of size, addresses and rules. */
function stopped({ model }: Scene, gateway: ModelGateway): readonly string[] {
  return model.isDown(gateway) ? ['OperationDenied'] : [];
}

function expectRename(scene: Scene, gateway: ModelGateway, { name }: CommandOf<'rename'>): Expectation {
  const wrongName = /^[a-z][a-z/._-]*$/.test(name) ? [] : ['BadRequest'];
  const obstacles = name === '' ? ['RequestNameEmpty'] : wrongName;
  const apply = () => {
    gateway.name = name;
  };
  return { method: 'PUT', target: targetOf(scene, pathOf(gateway)), body: { name }, obstacles, apply };
}

function expectProtect(scene: Scene, gateway: ModelGateway, { on }: CommandOf<'protect'>): Expectation {
  const target = targetOf(scene, `${pathOf(gateway)}/deleteProtect`);
  const apply = () => {
    gateway.protect = on;
  };
  return { method: 'PUT', target, body: { deleteProtect: on }, obstacles: [], apply };
}

function expectResize(scene: Scene, gateway: ModelGateway, { units }: CommandOf<'resize'>): Expectation {
  const obstacles = [...stopped(scene, gateway)];
  if (units < 1) obstacles.push('BadRequest');
  if (!gateway.enhanced) obstacles.push('OperationDenied');
  if (gateway.addresses.size > units * 5) obstacles.push('LimitExceeded');
  const target = targetOf(scene, pathOf(gateway), 'resize=%20');
  const apply = () => {
    gateway.size = units;
  };
  return { method: 'PUT', target, body: { cuNum: units }, obstacles, apply };
}

function expectRenew(scene: Scene, gateway: ModelGateway, { months }: CommandOf<'renew'>): Expectation {
  const { expiresAt } = gateway;
  const obstacles = expiresAt === undefined ? ['OperationDenied'] : [];
  if (months === 10) obstacles.push('BadRequest');
  const target = targetOf(scene, pathOf(gateway), 'purchaseReserved');
  const body = { billing: { reservation: { reservationLength: months } } };
  const apply = () => {
    gateway.expiresAt = monthsAfter(Math.max(expiresAt ?? 0, scene.model.now), months);
  };
  return { method: 'PUT', target, body, obstacles, apply };
}

function expectRelease(scene: Scene, gateway: ModelGateway): Expectation {
  const { model } = scene;
  const paid = gateway.expiresAt !== undefined && !model.isDown(gateway);
  const obstacles = gateway.protect || paid ? ['OperationDenied'] : [];
  const apply = () => {
    model.gateways.splice(model.gateways.indexOf(gateway), 1);
  };
  return { method: 'DELETE', target: targetOf(scene, pathOf(gateway)), obstacles, apply };
}

function expectBinding(
  scene: Scene,
  gateway: ModelGateway,
  command: CommandOf<'bind' | 'unbind'>,
): Expectation {
  const { kind, addresses } = command;
  const use = fittingUse(gateway, command);
  const binds = kind === 'bind';
  const chosen = binds ? preferFree(scene, gateway, addresses) : preferBound(scene, gateway, addresses);
  const wish = chosen.map((address) => [address, use] as const);
  const obstacles = binds
    ? scene.model.obstaclesToBinding(gateway, wish)
    : scene.model.obstaclesToUnbinding(gateway, wish);
  const field = { snat: 'eips', dnat: 'dnatEips', both: 'bindEips' }[use];
  const apply = () => {
    for (const { ip } of chosen) {
      if (binds) gateway.addresses.set(ip, use);
      else gateway.addresses.delete(ip);
    }
  };
  return {
    method: 'PUT',
    target: targetOf(scene, pathOf(gateway), kind),
    body: { [field]: chosen.map(({ ip }) => ip) },
    obstacles: [...stopped(scene, gateway), ...obstacles],
    apply,
  };
}

function obstaclesToUse(
  { model }: Scene,
  gateway: ModelGateway,
  address: ModelAddress,
  use: 'snat' | 'dnat',
): readonly string[] {
  if (model.serves(gateway, address.ip, use)) return [];
  return [address.gone || address.vpc !== gateway.vpc ? 'NoSuchObject' : 'OperationDenied'];
}

function expectSnat(scene: Scene, gateway: ModelGateway, command: CommandOf<'addSnat'>): Expectation {
  const chosen = preferBound(scene, gateway, command.addresses);
  const ips = chosen.map(({ ip }) => ip);
  const source = `10.0.${command.source}.0/24`;
  const obstacles = chosen.flatMap((address) => obstaclesToUse(scene, gateway, address, 'snat'));
  if ([...gateway.snat.values()].some((rule) => rule.source === source)) obstacles.push('OperationDenied');
  const apply = ({ ruleId }: Readonly<Record<string, unknown>>) => {
    gateway.snat.set(String(ruleId), { source, ips });
  };
  return {
    method: 'POST',
    target: targetOf(scene, `${pathOf(gateway)}/snatRule`),
    body: { ruleName: 'r', publicIpsAddress: ips, sourceCIDR: source },
    obstacles: [...stopped(scene, gateway), ...obstacles],
    apply,
  };
}

function expectDnat(scene: Scene, gateway: ModelGateway, command: CommandOf<'addDnat'>): Expectation {
  const { protocol, port, length } = command;
  const [address = addressAt(scene, 0)] = preferBound(scene, gateway, [command.address]);
  const ports = protocol === 'all' ? { first: 0, last: 65_535 } : { first: port, last: port + length };
  const wanted: ModelDnat = { ip: address.ip, protocol, ...ports };
  const obstacles = [...stopped(scene, gateway), ...obstaclesToUse(scene, gateway, address, 'dnat')];
  if (protocol !== 'all' && port < 1) obstacles.push('BadRequest');
  if (scene.model.collides(gateway, wanted)) obstacles.push('OperationDenied');
  const apply = ({ ruleId }: Readonly<Record<string, unknown>>) => {
    gateway.dnat.set(String(ruleId), wanted);
  };
  const target = targetOf(scene, `${pathOf(gateway)}/dnatRule`);
  const body = {
    publicIpAddress: address.ip,
    privateIpAddress: '192.168.0.9',
    protocol,
    ...portFields(command),
  };
  return { method: 'POST', target, body, obstacles, apply };
}

function portFields({ protocol, port, length }: CommandOf<'addDnat'>): Record<string, unknown> {
  if (protocol === 'all') return {};
  const range = `${port}-${port + length}`;
  return length === 0
    ? { publicPort: port, privatePort: `${port}` }
    : { publicPortRange: range, privatePortRange: range };
}

function expectDrop(
  scene: Scene,
  gateway: ModelGateway,
  rules: Map<string, unknown>,
  segment: string,
  { rule }: { readonly rule: number },
): Expectation {
  // One place more than there are rules: the one that does not exist.
  const id = [...rules.keys()][rule % (rules.size + 1)];
  const obstacles = [...stopped(scene, gateway), ...(id === undefined ? ['NoSuchObject'] : [])];
  const target = targetOf(scene, `${pathOf(gateway)}/${segment}/${id ?? 'rule-0'}`);
  const apply = () => {
    if (id !== undefined) rules.delete(id);
  };
  return { method: 'DELETE', target, obstacles, apply };
}
