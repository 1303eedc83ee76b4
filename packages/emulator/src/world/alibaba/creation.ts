import { addGateway, type GatewayDescription, settleRouteLater } from './gateways.ts';
import { durations } from './limits.ts';
import type { Gateway, Vpc, VSwitch } from './model.ts';
import {
  checkRouteQuota,
  checkVpcUsable,
  findVpc,
  findVSwitch,
  freeAddressCount,
  isFreeIn,
} from './network.ts';
import { addPackage, checkPackage, type PackageDescription } from './packages.ts';
import { refuse } from './refusal.ts';
import { findRegion } from './regions.ts';
import { removeGateway } from './removal.ts';
import { begin, confirm } from './work.ts';
import { type Call, type World, zoneOf } from './world.ts';

/** Everything that may forbid a gateway, before anything is changed. */
function checkCreation(world: World, wanted: GatewayDescription): void {
  const vpc = findVpc(world, wanted.regionId, wanted.vpcId);
  checkVpcUsable(vpc);
  const vSwitch = wanted.vSwitchId === undefined ? undefined : vSwitchInVpc(world, vpc, wanted.vSwitchId);
  if (vpc.gatewayIds.size >= world.account.quotas.gatewaysPerVpc) refuse('gateway-quota');
  if (wanted.natType === 'Normal') checkNormal(vpc);
  else checkEnhanced(world, wanted, vSwitch);
  const bringsRoute = wanted.networkType === 'internet' && vpc.defaultRoute === undefined;
  if (bringsRoute) checkRouteQuota(world, vpc);
}

function vSwitchInVpc(world: World, vpc: Vpc, id: string): VSwitch {
  const vSwitch = findVSwitch(world, id);
  return vSwitch.vpcId === vpc.id ? vSwitch : refuse('vswitch-not-in-vpc');
}

function checkNormal(vpc: Vpc): void {
  if (vpc.defaultRoute !== undefined) refuse('default-route-exists');
}

function checkEnhanced(world: World, wanted: GatewayDescription, vSwitch: VSwitch | undefined): void {
  const { regionId, privateAddress } = wanted;
  if (findRegion(regionId)?.enhanced !== true) refuse('enhanced-not-sold');
  if (!world.account.enhancedAllowed) refuse('enhanced-unauthorized');
  if (!world.account.serviceRole && !world.account.mayCreateServiceRole) refuse('service-role-forbidden');
  if (vSwitch === undefined) return;
  checkVSwitchForGateway(world, vSwitch);
  if (privateAddress !== undefined && !isFreeIn(vSwitch, privateAddress)) refuse('nat-ip-taken');
}

/** What an Enhanced gateway needs from its vSwitch: ready, a free address, and gateways in stock in its zone. */
export function checkVSwitchForGateway(world: World, vSwitch: VSwitch): void {
  if (vSwitch.status === 'creating') refuse('vswitch-busy');
  if (freeAddressCount(vSwitch) < 1) refuse('vswitch-full');
  if (zoneOf(world, vSwitch.zoneId).enhancedStock < 1) refuse('enhanced-out-of-stock');
}

export function createGateway(
  world: World,
  call: Call,
  wanted: GatewayDescription,
  natPackage?: PackageDescription,
): Gateway {
  checkCreation(world, wanted);
  const zoneId = natPackage === undefined ? '' : checkPackage(world, wanted.regionId, natPackage);
  confirm(call);
  if (call.workFault === 'out-of-stock') {
    refuse(wanted.natType === 'Enhanced' ? 'enhanced-out-of-stock' : 'normal-out-of-stock');
  }
  const gateway = addGateway(world, wanted);
  if (natPackage !== undefined) addPackage(world, gateway, zoneId, natPackage);
  const milliseconds = creationTime(wanted);
  begin(world, call, {
    milliseconds,
    done: () => {
      gateway.status = 'Available';
    },
    failed: () => removeGateway(world, gateway),
  });
  if (call.workFault !== 'stuck') settleRouteLater(world, gateway, milliseconds);
  return gateway;
}

function creationTime({ chargeType, autoPay }: GatewayDescription): number {
  const unpaid = chargeType === 'PrePaid' && !autoPay;
  return durations.createGateway + (unpaid ? durations.payByHand : 0);
}
