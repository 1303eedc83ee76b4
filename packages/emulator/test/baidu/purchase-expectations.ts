import type { Use } from './commands.ts';
import {
  addressAt,
  addressesAt,
  type CommandOf,
  type Expectation,
  type Scene,
  targetOf,
} from './expectation.ts';
import { monthsAfter } from './model.ts';

export const SPECS = ['small', 'medium', 'large'];

export function expectCreate(scene: Scene, command: CommandOf<'create'>): Expectation {
  const { model, vpcIds } = scene;
  const { enhanced, size, vpc, months, protect } = command;
  const use: Use = enhanced ? 'both' : 'snat';
  const wish = addressesAt(scene, command.addresses).map((address) => [address, use] as const);
  const expiresAt = months === 0 ? undefined : monthsAfter(model.now, months);
  const gateway = { vpc, enhanced, size, name: 'created', protect, expiresAt };
  const obstacles = model.obstaclesToBinding({ ...gateway, addresses: new Map() }, wish);
  if (model.gateways.filter((other) => other.vpc === vpc).length >= 3) obstacles.push('LimitExceeded');
  const reservation = { reservationLength: months, reservationTimeUnit: 'month' };
  const body = {
    name: gateway.name,
    vpcId: vpcIds[vpc],
    ...(enhanced ? { cuNum: `${size}`, spec: '' } : { spec: SPECS[size - 1] }),
    [enhanced ? 'bindEips' : 'eips']: wish.map(([{ ip }]) => ip),
    billing: months === 0 ? { paymentTiming: 'Postpaid' } : { paymentTiming: 'Prepaid', reservation },
    deleteProtect: protect,
  };
  const apply = ({ natId }: Readonly<Record<string, unknown>>) => {
    const addresses = new Map(wish.map(([{ ip }]) => [ip, use]));
    model.gateways.push({ ...gateway, id: String(natId), addresses, snat: new Map(), dnat: new Map() });
  };
  return { method: 'POST', target: targetOf(scene, '/v1/nat'), body, obstacles, apply };
}

export function expectBuy(scene: Scene): Expectation {
  const body = { bandwidthInMbps: 1, billing: { paymentTiming: 'Postpaid' } };
  const apply = ({ eip }: Readonly<Record<string, unknown>>) => {
    scene.model.addresses.push({ ip: String(eip), vpc: 0, group: '', gone: false });
  };
  return { method: 'POST', target: targetOf(scene, '/v1/eip'), body, obstacles: [], apply };
}

export function expectDiscard(scene: Scene, { address: place }: CommandOf<'discard'>): Expectation {
  const address = addressAt(scene, place);
  const busy = scene.model.ownerOf(address.ip) !== undefined || address.group !== '';
  const obstacles = [...(address.gone ? ['EipNotFound'] : []), ...(busy ? ['OperationDenied'] : [])];
  const apply = () => {
    address.gone = true;
  };
  return { method: 'DELETE', target: targetOf(scene, `/v1/eip/${address.ip}`), obstacles, apply };
}
