import { parseAddress } from '../../common/ipv4.ts';
import type { Address, BandwidthPackage, Carrier, ChargeType, Tag } from './model.ts';
import { admitAccount, admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';
import { checkTags } from './tags.ts';
import type { FaultSource, Work } from './tasks.ts';

/** Mbps an EIP may have, by how it is billed. */
export const mostBandwidth: Readonly<Record<ChargeType, number>> = {
  TRAFFIC_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_POSTPAID_BY_HOUR: 100,
  BANDWIDTH_PREPAID_BY_MONTH: 200,
  BANDWIDTH_PACKAGE: 2000,
};

/** Wishes for a certain address in a month and region. */
export const MOST_RECOVERIES = 3;

/** What the console calls an EIP without a name. */
const UNNAMED = '未命名';

type AddressDraft = Pick<Address, 'region' | 'bandwidth'> & Partial<Address>;

export function newAddress(state: State, draft: AddressDraft): Address {
  return {
    id: state.newId('eip'),
    ip: draft.ip ?? state.freePublicIp(),
    name: UNNAMED,
    carrier: 'BGP',
    chargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
    state: 'CREATING',
    createdAt: state.clock.calendar(),
    tags: [],
    conditions: new Set(),
    chargeChanges: 0,
    ...draft,
  };
}

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

export interface Allocated {
  readonly ids: readonly string[];
  readonly taskId: string;
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

  state.countPurchase(region, count);
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

function startWork(state: State, work: Work, fault: FaultSource): string {
  const taskId = state.counters.nextTask();
  state.tasks.start(taskId, work, fault);
  return taskId;
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

function bandwidthOf(chargeType: ChargeType, bandwidth: number): number {
  const most = mostBandwidth[chargeType];
  if (bandwidth < 1) throw new Refusal('eip-bandwidth-small', `${bandwidth} Mbps is below 1.`);
  if (bandwidth > most) throw new Refusal('eip-bandwidth-large', `${bandwidth} Mbps is above ${most}.`);
  return bandwidth;
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

export function networkTypeOf(carrier: Carrier): string {
  return carrier === 'BGP' ? 'BGP' : `SINGLEISP_${carrier}`;
}

function unusedIp(state: State, ip: string): string {
  if (parseAddress(ip) === undefined || state.addressesByIp.has(ip)) {
    throw new Refusal('eip-ip-unavailable', `${ip} is not available.`);
  }
  return ip;
}

/** An EIP a call names by id, in a state that takes changes. */
export function changeable(state: State, region: Region, id: string): Address {
  const address = state.address(region, id);
  if (address.conditions.has('blocked')) throw new Refusal('eip-blocked', `The EIP ${id} is blocked.`);
  if (!['UNBIND', 'BIND', 'BIND_ENI'].includes(address.state)) {
    throw new Refusal('eip-in-transit', `The EIP ${id} is ${address.state}.`);
  }
  return address;
}

export function releaseAddresses(
  state: State,
  region: Region,
  ids: readonly string[],
  fault: FaultSource,
): string {
  const addresses = [...new Set(ids)].map((id) => releasable(state, region, id));
  for (const address of addresses) address.state = 'OFFLINING';
  const work = {
    seconds: state.settings.durations.releaseAddress,
    resources: addresses.map(({ id }) => id),
    succeed() {
      for (const address of addresses) state.removeAddress(address);
    },
    fail() {
      for (const address of addresses) address.state = 'UNBIND';
    },
  };
  return startWork(state, work, fault);
}

function releasable(state: State, region: Region, id: string): Address {
  const address = changeable(state, region, id);
  if (address.state !== 'UNBIND') {
    throw new Refusal('eip-state', `The EIP ${id} is ${address.state}; only UNBIND can be released.`);
  }
  if (address.conditions.has('protected')) {
    throw new Refusal('eip-protected', `The EIP ${id} has deletion protection.`);
  }
  return address;
}

export function renameAddress(state: State, region: Region, id: string, name: string | undefined): void {
  const address = changeable(state, region, id);
  address.name = name ?? address.name;
}

export function changeBandwidth(
  state: State,
  region: Region,
  input: { readonly ids: readonly string[]; readonly bandwidth: number },
  fault: FaultSource,
): string {
  const addresses = [...new Set(input.ids)].map((id) => payingAddress(state, region, id));
  for (const { chargeType } of addresses) bandwidthOf(chargeType, input.bandwidth);
  const work = {
    seconds: state.settings.durations.changeAddress,
    resources: addresses.map(({ id }) => id),
    succeed() {
      for (const address of addresses) address.bandwidth = input.bandwidth;
    },
    fail() {},
  };
  return startWork(state, work, fault);
}

function payingAddress(state: State, region: Region, id: string): Address {
  const address = changeable(state, region, id);
  if (address.conditions.has('arrears')) throw new Refusal('eip-arrears', `The EIP ${id} is in arrears.`);
  return address;
}

/** How often an EIP may change how it is billed. */
const MOST_CHARGE_CHANGES = 2;

export function changeChargeType(
  state: State,
  region: Region,
  input: {
    readonly id: string;
    readonly chargeType: ChargeType;
    readonly bandwidth: number;
    readonly prepaid: boolean;
  },
): void {
  if (state.settings.accountType === 'LEGACY') {
    throw new Refusal('account-unsupported', 'Traditional accounts do not choose how an EIP is billed.');
  }
  const address = payingAddress(state, region, input.id);
  if (address.gateway !== undefined) {
    throw new Refusal('eip-on-gateway', `The EIP ${input.id} is bound to ${address.gateway.id}.`);
  }
  if (address.bandwidthPackage !== undefined) {
    throw new Refusal('eip-charge-type', `The EIP ${input.id} is in ${address.bandwidthPackage.id}.`);
  }
  if (address.chargeType === input.chargeType) {
    throw new Refusal(
      'eip-charge-unchanged',
      `The EIP ${input.id} is billed by ${input.chargeType} already.`,
    );
  }
  if (input.prepaid !== (input.chargeType === 'BANDWIDTH_PREPAID_BY_MONTH')) {
    throw new Refusal('eip-combination', 'AddressChargePrepaid belongs to BANDWIDTH_PREPAID_BY_MONTH.');
  }
  if (input.bandwidth < 1 || input.bandwidth > mostBandwidth[input.chargeType]) {
    throw new Refusal('eip-range', `InternetMaxBandwidthOut ${input.bandwidth} is out of range.`);
  }
  if (address.chargeChanges >= MOST_CHARGE_CHANGES) {
    throw new Refusal('eip-charge-changes', `The EIP ${input.id} was changed twice already.`);
  }
  if (state.settings.balanceTooLow) throw new Refusal('no-funds', 'The balance of the account is too low.');
  address.chargeType = input.chargeType;
  address.bandwidth = input.bandwidth;
  address.chargeChanges += 1;
}
