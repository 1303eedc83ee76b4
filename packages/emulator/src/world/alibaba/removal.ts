import { becomeIdle, findAddress } from './addresses.ts';
import { checkGatewayStanding } from './billing.ts';
import { checkAvailable, findGateway } from './gateways.ts';
import { hasNatIpAtWork } from './inside.ts';
import { durations } from './limits.ts';
import type { Address, Gateway, Inside } from './model.ts';
import { givePrivateAddressesBack, vpcOf } from './network.ts';
import { dropPackage } from './packages.ts';
import { refuse } from './refusal.ts';
import { begin, confirm } from './work.ts';
import { type Call, type World, zoneOf } from './world.ts';

export interface GatewayRemoval {
  readonly regionId: string;
  readonly gatewayId: string;
  /** Takes entries, addresses, packages and routes along instead of being refused for them. */
  readonly force: boolean;
}

export function deleteGateway(world: World, call: Call, removal: GatewayRemoval): void {
  const gateway = findGateway(world, removal.regionId, removal.gatewayId);
  if (gateway.chargeType === 'PrePaid') refuse('gateway-prepaid');
  if (gateway.deletionProtection) refuse('gateway-protected');
  checkAvailable(gateway);
  checkGatewayStanding(world, gateway);
  checkAddressesSettled(world, gateway);
  if (removal.force) checkEntriesSettled(gateway);
  else checkNothingLeft(gateway);
  confirm(call);
  beginRemoval(world, call, gateway);
}

function checkAddressesSettled(world: World, gateway: Gateway): void {
  for (const id of gateway.addressIds) {
    if (world.addresses.get(id)?.status !== 'InUse') refuse('address-busy');
  }
}

function checkEntriesSettled({ snat, forward, inside }: Gateway): void {
  if ([...snat.entries.values()].some(({ status }) => status === 'Pending')) refuse('delete-snat-busy');
  if ([...forward.entries.values()].some(({ status }) => status === 'Pending')) refuse('delete-forward-busy');
  if (inside !== undefined && hasNatIpAtWork(inside)) refuse('nat-ip-busy');
}

function checkNothingLeft(gateway: Gateway): void {
  if (gateway.packageIds.size > 0) refuse('delete-with-packages');
  if (gateway.snat.entries.size > 0) refuse('delete-with-snat');
  if (gateway.forward.entries.size > 0) refuse('delete-with-forward');
  if (gateway.addressIds.size > 0) refuse('delete-with-addresses');
  if (gateway.inside !== undefined) checkNoNatIpLeft(gateway.inside);
}

/** What came with the gateway goes with it. */
function checkNoNatIpLeft({ ips, cidrs }: Inside): void {
  if ([...ips.values()].some(({ isDefault }) => !isDefault)) refuse('delete-with-nat-ips');
  if ([...cidrs.values()].some(({ isDefault }) => !isDefault)) refuse('delete-with-nat-ip-cidrs');
}

function beginRemoval(world: World, call: Call, gateway: Gateway): void {
  setAside(world, gateway, 'Deleting', 'Unassociating');
  begin(world, call, {
    milliseconds: durations.deleteGateway,
    done: () => removeGateway(world, gateway),
    failed: () => setAside(world, gateway, 'Available', 'InUse'),
  });
}

function setAside(world: World, gateway: Gateway, status: Gateway['status'], use: Address['status']): void {
  gateway.status = status;
  for (const id of gateway.addressIds) findAddress(world, id).status = use;
}

/** The gateway is gone with its tables, packages, route and place in the vSwitch; its EIPs come free. */
export function removeGateway(world: World, gateway: Gateway): void {
  gateway.snat.entries.clear();
  gateway.forward.entries.clear();
  for (const id of [...gateway.packageIds]) dropPackage(world, gateway, id);
  for (const id of [...gateway.addressIds]) becomeIdle(world, findAddress(world, id));
  givePrivateAddressesBack(world, gateway);
  if (gateway.privateSide !== undefined) zoneOf(world, gateway.privateSide.zoneId).enhancedStock += 1;
  leaveVpc(world, gateway);
  world.gateways.remove(gateway);
  world.snatTables.delete(gateway.snat.id);
  world.forwardTables.delete(gateway.forward.id);
  for (const natIp of gateway.inside?.ips.keys() ?? []) world.natIps.delete(natIp);
}

function leaveVpc(world: World, gateway: Gateway): void {
  const vpc = vpcOf(world, gateway);
  vpc.gatewayIds.delete(gateway.id);
  if (vpc.defaultRoute?.gatewayId === gateway.id) vpc.defaultRoute = undefined;
}
