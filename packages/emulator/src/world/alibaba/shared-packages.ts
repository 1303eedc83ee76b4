import { durations } from './limits.ts';
import type { Address, SharedPackage, Tags } from './model.ts';
import { found, refuse } from './refusal.ts';
import { begin, confirm } from './work.ts';
import type { Call, World } from './world.ts';

export interface SharedPackageDescription {
  readonly regionId: string;
  readonly isp: string;
  readonly internetChargeType: string;
  readonly name: string;
  readonly description: string;
  readonly bandwidth: string;
  readonly resourceGroupId: string;
  readonly tags: Tags;
}

export function findSharedPackage(world: World, regionId: string, id: string): SharedPackage {
  const shared = world.sharedPackages.get(id);
  return found(shared?.regionId === regionId ? shared : undefined, 'shared-package-not-found');
}

export function addSharedPackage(world: World, wanted: SharedPackageDescription): SharedPackage {
  const shared: SharedPackage = {
    ...wanted,
    id: `cbwp-${world.identity.word(20)}`,
    created: world.clock.calendar(),
    addressIds: new Set(),
    status: 'Available',
    deletionProtection: false,
  };
  world.sharedPackages.add(shared);
  return shared;
}

function addressIn(world: World, shared: SharedPackage, id: string): Address {
  const address = world.addresses.get(id);
  const here = address?.regionId === shared.regionId ? address : undefined;
  return found(here, 'shared-package-address-not-found');
}

/** While it or one of its addresses is at work, it can only be read. */
function checkAtRest(world: World, { status, addressIds }: SharedPackage): void {
  const joining = [...addressIds].some((id) => world.addresses.get(id)?.sharedPackageStatus === 'BINDING');
  if (status !== 'Available' || joining) refuse('shared-package-in-use');
}

export function renameSharedPackage(
  shared: SharedPackage,
  { name, description }: { readonly name: string | undefined; readonly description: string | undefined },
): void {
  shared.name = name ?? shared.name;
  shared.description = description ?? shared.description;
}

/** The EIP must be settled, paid by use, of the same line type and in no other package. */
export function joinSharedPackage(
  world: World,
  call: Call,
  shared: SharedPackage,
  ids: readonly string[],
): void {
  const addresses = ids.map((id) => addressIn(world, shared, id));
  for (const address of addresses) checkMayJoin(shared, address);
  checkAtRest(world, shared);
  confirm(call);
  for (const address of addresses) beginJoining(world, call, shared, address);
}

function checkMayJoin(shared: SharedPackage, address: Address): void {
  const settled = address.status === 'Available' || address.status === 'InUse';
  const fits = address.chargeType === 'PostPaid' && address.isp === shared.isp;
  if (!settled || !fits || address.sharedPackageId !== undefined) refuse('shared-package-address-not-ready');
}

function beginJoining(world: World, call: Call, shared: SharedPackage, address: Address): void {
  address.sharedPackageId = shared.id;
  address.sharedPackageStatus = 'BINDING';
  shared.addressIds.add(address.id);
  begin(world, call, {
    milliseconds: durations.sharedPackage,
    done: () => {
      if (address.sharedPackageId === shared.id) address.sharedPackageStatus = 'BINDED';
    },
    failed: () => leave(shared, address),
  });
}

export function leaveSharedPackage(world: World, call: Call, shared: SharedPackage, id: string): void {
  const address = addressIn(world, shared, id);
  if (address.sharedPackageId !== shared.id) refuse('shared-package-address-not-found');
  if (address.sharedPackageStatus !== 'BINDED') refuse('shared-package-address-not-ready');
  checkAtRest(world, shared);
  confirm(call);
  leave(shared, address);
}

function leave(shared: SharedPackage, address: Address): void {
  address.sharedPackageId = undefined;
  address.sharedPackageStatus = undefined;
  shared.addressIds.delete(address.id);
}

export function resizeSharedPackage(
  world: World,
  call: Call,
  shared: SharedPackage,
  bandwidth: string,
): void {
  checkAtRest(world, shared);
  const before = shared.bandwidth;
  shared.bandwidth = bandwidth;
  shared.status = 'Modifying';
  const settle = (settled: string) => () => {
    shared.bandwidth = settled;
    shared.status = 'Available';
  };
  begin(world, call, {
    milliseconds: durations.sharedPackage,
    done: settle(bandwidth),
    failed: settle(before),
  });
}

export function deleteSharedPackage(world: World, shared: SharedPackage, force: boolean): void {
  if (shared.deletionProtection) refuse('shared-package-protected');
  if (shared.addressIds.size > 0 && !force) refuse('shared-package-in-use');
  checkAtRest(world, shared);
  for (const id of [...shared.addressIds]) leave(shared, addressIn(world, shared, id));
  world.sharedPackages.remove(shared);
}
