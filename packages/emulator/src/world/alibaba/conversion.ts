import { checkGatewayStanding } from './billing.ts';
import { checkVSwitchForGateway } from './creation.ts';
import { checkAvailable, takePrivateSide } from './gateways.ts';
import { durations, sharedPackagesPerGateway } from './limits.ts';
import type { Address, Gateway, VSwitch } from './model.ts';
import { findVSwitch, givePrivateAddressesBack, vpcOf } from './network.ts';
import { refuse } from './refusal.ts';
import { findRegion } from './regions.ts';
import { begin, confirm } from './work.ts';
import { type Call, type World, zoneOf } from './world.ts';

export interface ConversionRequest {
  readonly natType: string;
  readonly vSwitchId: string;
}

/** Normal to Enhanced, never back. */
export function convertGateway(world: World, call: Call, gateway: Gateway, wanted: ConversionRequest): void {
  if (wanted.natType !== 'Enhanced') refuse('conversion-target');
  checkOffered(world, gateway);
  checkAvailable(gateway);
  checkGatewayStanding(world, gateway);
  checkQuiet(world, gateway);
  checkTableSizes(world, gateway);
  checkNetwork(world, gateway, findVSwitch(world, wanted.vSwitchId));
  confirm(call);
  if (call.workFault === 'out-of-stock') refuse('enhanced-out-of-stock');
  beginConversion(world, call, gateway, wanted.vSwitchId);
}

function checkOffered(world: World, gateway: Gateway): void {
  const region = findRegion(gateway.regionId);
  if (region?.enhanced !== true) refuse('enhanced-not-sold');
  if (!region.conversion || !world.account.conversionAllowed) refuse('conversion-not-offered');
  if (!world.account.enhancedAllowed) refuse('enhanced-unauthorized');
  if (gateway.natType === 'Enhanced') refuse('conversion-not-offered');
}

/** Nothing of the gateway may be on its way, and its addresses must be EIPs. */
function checkQuiet(world: World, gateway: Gateway): void {
  if (gateway.packageIds.size > 0) refuse('conversion-with-packages');
  const addresses = addressesOf(world, gateway);
  if (addresses.some(({ status }) => status !== 'InUse')) refuse('converting-address-busy');
  const sharedPackages = new Set(addresses.flatMap(({ sharedPackageId }) => sharedPackageId ?? []));
  if (sharedPackages.size > sharedPackagesPerGateway) refuse('conversion-shared-packages');
  if (hasEntryAtWork(gateway.snat.entries)) refuse('converting-snat-busy');
  if (hasEntryAtWork(gateway.forward.entries)) refuse('converting-forward-busy');
}

function addressesOf(world: World, gateway: Gateway): readonly Address[] {
  return [...gateway.addressIds].flatMap((id) => world.addresses.get(id) ?? []);
}

function hasEntryAtWork(entries: ReadonlyMap<string, { readonly status: string }>): boolean {
  return [...entries.values()].some(({ status }) => status !== 'Available');
}

function checkTableSizes(world: World, { snat, forward }: Gateway): void {
  const { snatEntriesPerTable, forwardEntriesPerTable } = world.account.quotas;
  if (snat.entries.size > snatEntriesPerTable) refuse('converting-snat-quota');
  if (forward.entries.size > forwardEntriesPerTable) refuse('converting-forward-quota');
}

function checkNetwork(world: World, gateway: Gateway, vSwitch: VSwitch): void {
  const vpc = vpcOf(world, gateway);
  if (vSwitch.vpcId !== vpc.id) refuse('vswitch-not-in-vpc');
  if (vpc.attachedToCen) refuse('conversion-vpc-attached');
  if (vpc.routerInterface) refuse('conversion-vpc-interface');
  if (vpc.defaultRoute?.gatewayId === gateway.id && vpc.defaultRoute.status === 'Pending') {
    refuse('converting-route-busy');
  }
  const enhanced = [...vpc.gatewayIds].filter((id) => world.gateways.get(id)?.natType === 'Enhanced');
  if (enhanced.length >= world.account.quotas.gatewaysPerVpc) refuse('enhanced-quota');
  checkVSwitchForGateway(world, vSwitch);
}

function beginConversion(world: World, call: Call, gateway: Gateway, vSwitchId: string): void {
  const fault = call.workFault;
  gateway.status = 'Converting';
  gateway.privateSide = takePrivateSide(world, vSwitchId);
  gateway.conversion = {
    startedAt: world.clock.calendar(),
    startedWork: world.clock.work(),
    outcome: fault === 'stuck' || fault === 'failed' ? fault : 'success',
  };
  begin(world, call, {
    milliseconds: durations.convertGateway,
    done: () => Object.assign(gateway, { status: 'Available', natType: 'Enhanced' }),
    failed: () => rollBack(world, gateway),
  });
}

function rollBack(world: World, gateway: Gateway): void {
  givePrivateAddressesBack(world, gateway);
  if (gateway.privateSide !== undefined) zoneOf(world, gateway.privateSide.zoneId).enhancedStock += 1;
  gateway.privateSide = undefined;
  gateway.status = 'Available';
}
