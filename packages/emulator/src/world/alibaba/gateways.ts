import { checkGatewayStanding } from './billing.ts';
import { newInside } from './inside.ts';
import type { ChargeType, Gateway, NatType, PrivateSide, Tags } from './model.ts';
import { findVpc, findVSwitch, newDefaultRoute, takePrivateAddress, vpcOf } from './network.ts';
import { found, refuse } from './refusal.ts';
import { type World, zoneOf } from './world.ts';

export interface GatewayDescription {
  readonly regionId: string;
  readonly vpcId: string;
  readonly vSwitchId: string | undefined;
  readonly name: string;
  readonly description: string;
  readonly spec: string;
  readonly natType: NatType;
  readonly chargeType: ChargeType;
  readonly internetChargeType: string;
  /** End of a subscription, on the calendar. */
  readonly expires: number | undefined;
  readonly autoPay: boolean;
  readonly eipBindMode: string;
  readonly icmpReply: boolean;
  readonly tags: Tags;
  readonly networkType: 'internet' | 'intranet';
  /** The private address asked for. */
  readonly privateAddress?: number | undefined;
}

export function findGateway(world: World, regionId: string, id: string): Gateway {
  const gateway = world.gateways.get(id);
  return found(gateway?.regionId === regionId ? gateway : undefined, 'gateway-not-found');
}

/** In every state but Available only queries are allowed. */
export function checkAvailable(gateway: Gateway): void {
  if (gateway.status !== 'Available') refuse('gateway-busy', { variant: gateway.status });
}

/** Available, and nothing is owed for it. */
export function checkWritable(world: World, gateway: Gateway): void {
  checkAvailable(gateway);
  checkGatewayStanding(world, gateway);
}

/** Whether a gateway leads to the internet or to private networks. */
export function networkTypeOf({ inside }: Gateway): 'internet' | 'intranet' {
  return inside === undefined ? 'internet' : 'intranet';
}

/** Puts a gateway there, still Creating, with its tables, its private side and, where it leads to the internet, its route. */
export function addGateway(world: World, wanted: GatewayDescription): Gateway {
  const gateway = newGateway(world, wanted);
  const vpc = findVpc(world, wanted.regionId, wanted.vpcId);
  vpc.gatewayIds.add(gateway.id);
  if (gateway.inside === undefined) vpc.defaultRoute ??= newDefaultRoute(world, gateway.id);
  if (gateway.natType === 'Enhanced') world.account.serviceRole = true;
  world.gateways.add(gateway);
  world.snatTables.set(gateway.snat.id, gateway);
  world.forwardTables.set(gateway.forward.id, gateway);
  for (const natIp of gateway.inside?.ips.keys() ?? []) world.natIps.set(natIp, gateway);
  return gateway;
}

function newGateway(world: World, wanted: GatewayDescription): Gateway {
  const { word } = world.identity;
  const { vSwitchId = '', name, networkType, privateAddress, ...kept } = wanted;
  const id = `ngw-${word(20)}`;
  const privateSide =
    wanted.natType === 'Enhanced' ? takePrivateSide(world, vSwitchId, privateAddress) : undefined;
  return {
    ...kept,
    id,
    created: world.clock.calendar(),
    name: name === '' ? id : name,
    locked: 'Normal',
    resourceGroupId: `rg-${world.account.uid.slice(0, 8)}`,
    snat: { id: `stb-${word(20)}`, entries: new Map(), deleted: new Set() },
    forward: { id: `ftb-${word(20)}`, entries: new Map(), deleted: new Set() },
    addressIds: new Set(),
    packageIds: new Set(),
    status: 'Creating',
    deletionProtection: false,
    ecsMetric: false,
    privateSide,
    inside: privateSide && networkType === 'intranet' ? newInside(world, privateSide) : undefined,
    conversion: undefined,
  };
}

export function takePrivateSide(world: World, vSwitchId: string, wanted?: number): PrivateSide {
  const vSwitch = findVSwitch(world, vSwitchId);
  zoneOf(world, vSwitch.zoneId).enhancedStock -= 1;
  return {
    vSwitchId,
    zoneId: vSwitch.zoneId,
    interfaceId: `eni-${world.identity.word(20)}`,
    address: takePrivateAddress(vSwitch, wanted),
  };
}

/** The route of a new gateway is ready by the lag of the account after the gateway, which takes `milliseconds` from now. */
export function settleRouteLater(world: World, gateway: Gateway, milliseconds: number): void {
  const route = vpcOf(world, gateway).defaultRoute;
  if (route?.gatewayId !== gateway.id) return;
  world.scheduler.at(world.clock.due(milliseconds + world.account.lag * 1000), () => {
    route.status = 'Available';
  });
}
