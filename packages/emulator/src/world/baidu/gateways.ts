import { Collection } from '../../common/collection.ts';
import {
  type AddressWish,
  attachAddresses,
  checkWish,
  giveBack,
  requireSpace,
  reserveAddresses,
} from './bindings.ts';
import { drawFault, type FaultSource } from './fault-source.ts';
import { isExpired, scheduleExpiry } from './lifetime.ts';
import type { Capacity, Gateway, Payment, SessionConfig, Tag, Vpc } from './model.ts';
import { requirePermission } from './permissions.ts';
import { PortClaims } from './port-claims.ts';
import { Refusal } from './refusal.ts';
import { begin, restingState } from './work.ts';
import { findGateway, findVpc, type Scope, type World } from './world.ts';

export interface GatewayOrder {
  readonly name: string;
  readonly vpcId: string;
  readonly capacity: Capacity;
  readonly payment: Payment;
  readonly addresses: AddressWish;
  readonly ipVersion: 'v4' | 'v6';
  readonly sessionConfig: SessionConfig | undefined;
  readonly tags: readonly Tag[];
  readonly resourceGroupId: string | undefined;
  readonly releaseProtection: boolean;
}

export function createGateway(world: World, scope: Scope, order: GatewayOrder, faults: FaultSource): Gateway {
  const vpc = findVpc(world, scope, order.vpcId);
  requireRoom(vpc);
  requireSolvency(world, order.payment);
  const addresses = checkWish(world, vpc.region, order.capacity, new Map(), order.addresses);
  const fault = drawFault(faults);
  const gateway = addGateway(world, vpc, order);
  reserveAddresses(addresses, gateway.id);
  begin(
    world,
    gateway,
    {
      state: 'building',
      duration: world.rules.durations.create,
      complete: () => {
        attachAddresses(gateway, order.addresses, addresses);
        return restingState(gateway);
      },
      abandon: () => giveBack(world, addresses),
    },
    fault,
  );
  return gateway;
}

/** A gateway that is there at once and has no addresses yet. */
export function addGateway(
  world: World,
  vpc: Vpc,
  order: Omit<GatewayOrder, 'addresses' | 'vpcId'>,
): Gateway {
  const gateway: Gateway = {
    name: order.name,
    capacity: order.capacity,
    payment: order.payment,
    ipVersion: order.ipVersion,
    sessionConfig: order.sessionConfig,
    tags: order.tags,
    resourceGroupId: order.resourceGroupId,
    releaseProtection: order.releaseProtection,
    id: `nat-${world.identity.word(12)}`,
    region: vpc.region,
    vpcId: vpc.id,
    createdAt: world.clock.calendar(),
    state: 'unconfigured',
    work: undefined,
    stoppedFor: undefined,
    expiry: undefined,
    removal: undefined,
    addresses: new Map(),
    snatRules: new Collection(),
    snatSources: new Map(),
    dnatRules: new Collection(),
    portClaims: new PortClaims(),
    addressUsers: new Map(),
  };
  vpc.gateways.add(gateway);
  world.gateways.set(gateway.id, gateway);
  scheduleExpiry(world, gateway);
  return gateway;
}

function requireRoom(vpc: Vpc): void {
  if (vpc.gateways.size < vpc.gatewayQuota) return;
  throw new Refusal('over-limit', `The VPC ${vpc.id} takes ${vpc.gatewayQuota} gateways.`);
}

function requireSolvency(world: World, payment: Payment): void {
  if (payment.timing === 'Prepaid' || !world.account.inArrears) return;
  throw new Refusal('not-allowed', 'The account is in arrears.');
}

export function renameGateway(world: World, scope: Scope, id: string, name: string): void {
  const gateway = findGateway(world, scope, id);
  requirePermission(gateway, 'describe');
  gateway.name = name;
}

export function protectGateway(world: World, scope: Scope, id: string, protection: boolean): void {
  const gateway = findGateway(world, scope, id);
  requirePermission(gateway, 'describe');
  gateway.releaseProtection = protection;
}

export function resizeGateway(
  world: World,
  scope: Scope,
  id: string,
  units: number,
  faults: FaultSource,
): void {
  const gateway = findGateway(world, scope, id);
  const { kind } = gateway.capacity;
  if (kind === 'normal') throw new Refusal('not-allowed', 'A normal gateway keeps its size.');
  requirePermission(gateway, 'change');
  const capacity: Capacity = { kind: 'enhanced', units };
  requireSpace(world.rules, capacity, gateway.addresses.size);
  const complete = () => {
    gateway.capacity = capacity;
    return restingState(gateway);
  };
  const duration = world.rules.durations.resize;
  begin(world, gateway, { state: 'updating', duration, complete }, drawFault(faults));
}

/** Bound addresses and rules do not stand in the way: they go with the gateway. */
export function releaseGateway(world: World, scope: Scope, id: string, faults: FaultSource): void {
  const gateway = findGateway(world, scope, id);
  requirePermission(gateway, 'release');
  if (gateway.releaseProtection) throw new Refusal('not-allowed', 'Release protection is on.');
  if (gateway.payment.timing === 'Prepaid' && !isExpired(world, gateway)) {
    throw new Refusal('not-allowed', 'A prepaid gateway is released only after it has expired.');
  }
  const fault = drawFault(faults);
  const duration = world.rules.durations.release;
  begin(world, gateway, { state: 'deleting', duration, complete: () => 'gone' }, fault);
}
