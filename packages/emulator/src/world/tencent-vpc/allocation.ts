import { parseAddress } from '../../common/ipv4.ts';
import type { FaultSource } from '../tencent/work-queue.ts';
import { bandwidthOf, networkTypeOf, newAddress, startWork } from './eip.ts';
import type { Address, Allocated, BandwidthPackage, Carrier, ChargeType, Tag } from './model.ts';
import { admitAccount, admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import { checkTags } from './tags.ts';
import type { Work } from './tasks.ts';

/** Wishes for a certain address in a month and region. */
export const MOST_RECOVERIES = 3;

export interface AllocationInput {
  readonly count: number;
  readonly carrier: Carrier;
  /** Undefined for accounts of the older kind, which pay elsewhere. */
  readonly chargeType: ChargeType | undefined;
  readonly bandwidth: number | undefined;
  readonly prepaid: boolean;
  readonly packageId: string | undefined;
  readonly name: string | undefined;
  readonly tags: readonly Tag[];
  /** Certain addresses the account would like. */
  readonly ips: readonly string[];
}

/** The same token asks for the same EIPs once; when they could not be delivered, for another token. */
export function allocateAddresses(
  state: State,
  region: Region,
  { token, ...input }: AllocationInput & { readonly token: string | undefined },
  fault: FaultSource,
): Allocated {
  if (token === undefined) return allocate(state, region, input, fault);
  const operation = `AllocateAddresses in ${region.name}`;
  const use = { token, operation, fingerprint: JSON.stringify(input) };
  const result = state.allocations.once(use, () => allocate(state, region, input, fault));
  if (state.tasks.find(result.taskId).status === 'FAILED') {
    throw new Refusal('token-failed', 'Delivery failed; send again with a new ClientToken.');
  }
  return result;
}

function allocate(state: State, region: Region, input: AllocationInput, fault: FaultSource): Allocated {
  const tags = checkTags(input.tags);
  const chargeType = chargeTypeOf(state, input);
  const bandwidth = bandwidthOf(chargeType, input.bandwidth ?? 1);
  const bandwidthPackage = packageOf(state, region, chargeType, input);
  const ips = input.ips.map((ip) => unusedIp(state, ip));
  const count = ips.length > 0 ? ips.length : input.count;
  if (count < 1) throw new Refusal('eip-range', `AddressCount ${count} is below 1.`);
  if (state.recoveredThisMonth(region) + ips.length > MOST_RECOVERIES) {
    throw new Refusal('eip-monthly-recovery', `${MOST_RECOVERIES} wishes for an address a month.`);
  }
  admitAddresses(state, region, count);
  admitAccount(state);
  admitPurchase(state, fault);

  state.countAllocations(region, count);
  state.countRecovery(region, ips.length);
  const addresses = Array.from({ length: count }, (_, index) =>
    newAddress(state, {
      region,
      bandwidth,
      carrier: input.carrier,
      chargeType,
      tags: [...tags],
      ...(ips[index] !== undefined && { ip: ips[index] }),
      ...(input.name !== undefined && { name: input.name }),
      ...(bandwidthPackage !== undefined && { bandwidthPackage }),
    }),
  );
  for (const address of addresses) {
    state.addAddress(address);
    bandwidthPackage?.addresses.add(address);
  }
  const taskId = startWork(state, delivery(state, addresses), fault);
  return { ids: addresses.map(({ id }) => id), taskId };
}

function delivery(state: State, addresses: readonly Address[]): Work {
  return {
    seconds: state.settings.durations.allocateAddress,
    resources: addresses.map(({ id }) => id),
    succeed() {
      for (const address of addresses) address.state = 'UNBIND';
    },
    fail() {
      for (const address of addresses) state.removeAddress(address);
    },
  };
}

function chargeTypeOf({ settings }: State, { chargeType, prepaid, packageId }: AllocationInput): ChargeType {
  if (settings.accountType === 'LEGACY' && chargeType !== undefined) {
    throw new Refusal('account-unsupported', 'InternetChargeType is not for traditional accounts.');
  }
  const chosen = chargeType ?? 'TRAFFIC_POSTPAID_BY_HOUR';
  if (prepaid !== (chosen === 'BANDWIDTH_PREPAID_BY_MONTH')) {
    throw new Refusal('eip-combination', 'AddressChargePrepaid belongs to BANDWIDTH_PREPAID_BY_MONTH.');
  }
  if ((packageId !== undefined) !== (chosen === 'BANDWIDTH_PACKAGE')) {
    throw new Refusal('eip-combination', 'BandwidthPackageId belongs to BANDWIDTH_PACKAGE.');
  }
  return chosen;
}

function packageOf(
  state: State,
  region: Region,
  chargeType: ChargeType,
  { packageId, carrier }: AllocationInput,
): BandwidthPackage | undefined {
  if (chargeType !== 'BANDWIDTH_PACKAGE') return undefined;
  const found = state.packages.get(packageId ?? '');
  if (found?.region !== region) {
    throw new Refusal('package-not-found', `The bandwidth package ${packageId} does not exist.`);
  }
  if (found.networkType !== networkTypeOf(carrier)) {
    throw new Refusal('package-type', `The bandwidth package ${packageId} is of type ${found.networkType}.`);
  }
  return found;
}

function unusedIp(state: State, ip: string): string {
  if (parseAddress(ip) === undefined || state.addressesByIp.has(ip)) {
    throw new Refusal('eip-ip-unavailable', `${ip} is not available.`);
  }
  return ip;
}
