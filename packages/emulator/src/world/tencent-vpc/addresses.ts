import type { FaultSource } from '../tencent/work-queue.ts';
import { bandwidthOf, mostBandwidth, startWork } from './eip.ts';
import type { Address, ChargeType } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import type { State } from './state.ts';

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
