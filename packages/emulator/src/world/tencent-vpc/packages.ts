import { mostBandwidth, networkTypeOf } from './eip.ts';
import type { Address, BandwidthPackage, ChargeType, Tag } from './model.ts';
import { admitAccount } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import { checkTags } from './tags.ts';

export interface PackageInput {
  readonly name: string;
  readonly networkType: string;
  readonly chargeType: string;
  readonly bandwidth: number;
  readonly count: number;
  readonly tags: readonly Tag[];
}

export function createPackages(state: State, region: Region, input: PackageInput): readonly string[] {
  const tags = checkTags(input.tags);
  admitAccount(state);
  if (state.settings.accountType === 'LEGACY') {
    throw new Refusal('account-unsupported', 'Bandwidth packages are for standard accounts.');
  }
  if (state.settings.balanceTooLow) throw new Refusal('no-funds', 'The balance of the account is too low.');
  const { count, ...rest } = input;
  const owned = state.packages.in(region).length;
  if (owned + count > mostPackages) {
    throw new Refusal(
      'package-quota',
      `${mostPackages} bandwidth packages fit a region, and there are ${owned}.`,
    );
  }
  const packages = Array.from({ length: count }, () => newPackage(state, { ...rest, region, tags }));
  for (const each of packages) state.packages.add(each);
  return packages.map(({ id }) => id);
}

/** Per region, unless a ticket raised it. */
export const mostPackages = 20;

export interface PackageChange {
  readonly packageId: string;
  readonly name?: string | undefined;
  readonly chargeType?: string | undefined;
  readonly bandwidth?: number | undefined;
}

/** Takes effect at once. */
export function changePackage(state: State, region: Region, change: PackageChange): void {
  const target = packageIn(state, region, change.packageId);
  target.name = change.name ?? target.name;
  target.chargeType = change.chargeType ?? target.chargeType;
  target.bandwidth = change.bandwidth ?? target.bandwidth;
}

type PackageDraft = Omit<BandwidthPackage, 'id' | 'createdAt' | 'addresses'> & { readonly id?: string };

export function newPackage(state: State, draft: PackageDraft): BandwidthPackage {
  return { id: state.newId('bwp'), createdAt: state.clock.calendar(), addresses: new Set(), ...draft };
}

export function packageIn(state: State, region: Region, id: string): BandwidthPackage {
  const found = state.packages.get(id);
  if (found?.region !== region) {
    throw new Refusal('package-not-found', `The bandwidth package ${id} does not exist.`);
  }
  return found;
}

export interface PackageMembers {
  readonly packageId: string;
  readonly addressIds: readonly string[];
}

/** EIPs in a package are billed by it, wherever they are bound. */
export function addToPackage(state: State, region: Region, input: PackageMembers): void {
  const target = packageIn(state, region, input.packageId);
  const addresses = [...new Set(input.addressIds)].map((id) => member(state, region, id));
  for (const address of addresses) {
    if (address.bandwidthPackage !== undefined) {
      throw new Refusal('package-holds-it', `${address.id} is in ${address.bandwidthPackage.id}.`);
    }
    if (networkTypeOf(address.carrier) !== target.networkType) {
      throw new Refusal('package-type', `${target.id} is of type ${target.networkType}.`);
    }
    if (address.chargeType === 'BANDWIDTH_PREPAID_BY_MONTH') {
      throw new Refusal('eip-charge-type', `${address.id} is billed by ${address.chargeType}.`);
    }
  }
  for (const address of addresses) {
    address.bandwidthPackage = target;
    address.chargeType = 'BANDWIDTH_PACKAGE';
    target.addresses.add(address);
  }
}

export function removeFromPackage(
  state: State,
  region: Region,
  input: PackageMembers,
  chargeType: ChargeType,
): void {
  const source = packageIn(state, region, input.packageId);
  const addresses = [...new Set(input.addressIds)].map((id) => member(state, region, id));
  for (const { id, bandwidthPackage } of addresses) {
    if (bandwidthPackage !== source)
      throw new Refusal('package-resource-missing', `${id} is not in ${source.id}.`);
  }
  for (const address of addresses) {
    address.bandwidthPackage = undefined;
    address.chargeType = chargeType;
    address.bandwidth = Math.min(address.bandwidth, mostBandwidth[chargeType]);
    source.addresses.delete(address);
  }
}

function member(state: State, region: Region, id: string): Address {
  const address = state.addresses.get(id);
  if (address?.region !== region) throw new Refusal('package-resource-not-found', `There is no EIP ${id}.`);
  return address;
}

export function deletePackage(state: State, region: Region, id: string): void {
  const found = packageIn(state, region, id);
  if (found.addresses.size > 0) throw new Refusal('package-in-use', `EIPs are in ${id}.`);
  state.packages.remove(found);
}
