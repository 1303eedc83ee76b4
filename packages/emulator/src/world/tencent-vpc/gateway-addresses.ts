import { mostBandwidth, newAddress } from './eip.ts';
import { idle } from './gateways.ts';
import type { Address, Gateway } from './model.ts';
import { admitAddresses, admitPurchase } from './purchase.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { dropRulesOf } from './rules.ts';
import type { State } from './state.ts';
import type { TaskOrder } from './tasks.ts';

/** EIPs a gateway is to use: some the account has, named by IP, and how many to allocate. */
export interface AddressWish {
  readonly ips: readonly string[];
  readonly count: number;
  /** Mbps for those the account has; undefined leaves them as they are. */
  readonly stockBandwidth: number | undefined;
  /** Mbps for those to be allocated. */
  readonly newBandwidth: number | undefined;
}

const MOST_BY_TRAFFIC = mostBandwidth.TRAFFIC_POSTPAID_BY_HOUR;

/** Looks the named EIPs up; each must be free and of a kind that a gateway takes. */
export function planAddresses(state: State, region: Region, wish: AddressWish): readonly Address[] {
  const addresses = [...new Set(wish.ips)].map((ip) => usableAddress(state, region, ip));
  for (const address of addresses) {
    checkBandwidth(wish.stockBandwidth, mostBandwidth[address.chargeType]);
  }
  checkBandwidth(wish.newBandwidth, MOST_BY_TRAFFIC);
  return addresses;
}

function usableAddress(state: State, region: Region, ip: string): Address {
  const address = state.addressesByIp.get(ip);
  if (address?.region !== region) throw new Refusal('ip-not-found', `There is no EIP ${ip}.`);
  if (address.state === 'UNBINDING') throw new Refusal('ip-leaving', `${ip} is not unbound yet.`);
  if (address.state === 'BIND' || address.state === 'BIND_ENI') {
    throw new Refusal('ip-in-use', `${ip} is in use.`);
  }
  if (address.state !== 'UNBIND') throw new Refusal('ip-in-transit', `${ip} is ${address.state}.`);
  checkKind(state, address);
  return address;
}

/** Carriers only in a package, and no billing by bandwidth: the EIP pays for the traffic of the gateway. */
function checkKind({ settings }: State, { ip, carrier, chargeType, bandwidthPackage }: Address): void {
  const legacy = settings.accountType === 'LEGACY';
  if (carrier !== 'BGP' && (legacy || bandwidthPackage === undefined)) {
    throw new Refusal('ip-not-bgp', `${ip} is no BGP address.`);
  }
  if (!legacy && chargeType !== 'TRAFFIC_POSTPAID_BY_HOUR' && chargeType !== 'BANDWIDTH_PACKAGE') {
    throw new Refusal('ip-not-by-traffic', `${ip} is billed by ${chargeType}.`);
  }
}

function checkBandwidth(bandwidth: number | undefined, most: number): void {
  if (bandwidth !== undefined && (bandwidth < 1 || bandwidth > most)) {
    throw new Refusal('eip-bandwidth', `${bandwidth} Mbps is not between 1 and ${most}.`);
  }
}

/** At least one, and no more than a gateway may have. */
export function checkCount(state: State, have: number, existing: number, { count }: AddressWish): void {
  if (count < 0) throw new Refusal('out-of-range', `AddressCount ${count} is below 0.`);
  if (existing + count === 0) {
    throw new Refusal('nothing-named', 'Give AddressCount or PublicIpAddresses.');
  }
  const most = state.settings.addressesPerGateway;
  if (have + existing + count > most)
    throw new Refusal('ip-count', `A NAT gateway has ${most} EIPs at most.`);
}

export function reserveAddresses(
  state: State,
  gateway: Gateway,
  existing: readonly Address[],
  wish: AddressWish,
): readonly Address[] {
  const { region } = gateway.vpc;
  const bandwidth = wish.newBandwidth ?? MOST_BY_TRAFFIC;
  const allocated = Array.from({ length: wish.count }, () => newAddress(state, { region, bandwidth }));
  state.countAllocations(region, wish.count);
  for (const address of allocated) state.addAddress(address);
  for (const address of existing) address.bandwidth = wish.stockBandwidth ?? address.bandwidth;
  for (const address of [...existing, ...allocated]) {
    address.state = 'BINDING';
    address.gateway = gateway;
    gateway.addresses.add(address);
  }
  return [...existing, ...allocated];
}

export function finishBinding(addresses: readonly Address[]): void {
  for (const address of addresses) address.state = 'BIND';
}

/** What the account had becomes free again; what was allocated for the gateway is not delivered. */
export function giveUpBinding(
  state: State,
  gateway: Gateway,
  addresses: readonly Address[],
  existing: readonly Address[],
): void {
  for (const address of addresses) {
    untie(gateway, address);
    if (!existing.includes(address)) state.removeAddress(address);
  }
}

export function untie(gateway: Gateway, address: Address): void {
  gateway.addresses.delete(address);
  address.gateway = undefined;
  address.state = 'UNBIND';
}

export function associateAddresses(
  state: State,
  region: Region,
  input: AddressWish & { readonly gateway: string },
  { requestId, fault }: TaskOrder,
): void {
  const gateway = idle(state, region, input.gateway);
  const existing = planAddresses(state, region, input);
  checkCount(state, gateway.addresses.size, existing.length, input);
  if (input.count > 0) {
    admitAddresses(state, region, input.count);
    admitPurchase(state, fault);
  }
  const addresses = reserveAddresses(state, gateway, existing, input);
  gateway.running += 1;
  const work = {
    seconds: state.settings.durations.bindAddress,
    resources: addresses.map(({ id }) => id),
    succeed() {
      gateway.running -= 1;
      finishBinding(addresses);
    },
    fail() {
      gateway.running -= 1;
      giveUpBinding(state, gateway, addresses, existing);
    },
  };
  state.tasks.start(requestId, work, fault);
}

export function disassociateAddresses(
  state: State,
  region: Region,
  input: { readonly gateway: string; readonly ips: readonly string[] },
  { requestId, fault }: TaskOrder,
): void {
  const gateway = idle(state, region, input.gateway);
  if (gateway.conditions.has('restricted')) {
    throw new Refusal('gateway-restricted', `The NAT gateway ${gateway.id} is banned.`);
  }
  const addresses = [...new Set(input.ips)].map((ip) => boundAddress(state, gateway, ip));
  const staying = [...gateway.addresses].filter(
    (address) => address.state === 'BIND' && !addresses.includes(address),
  );
  if (staying.length === 0) throw new Refusal('last-address', 'A NAT gateway keeps at least one EIP.');
  for (const address of addresses) address.state = 'UNBINDING';
  gateway.running += 1;
  const work = {
    seconds: state.settings.durations.unbindAddress,
    resources: addresses.map(({ id }) => id),
    succeed() {
      gateway.running -= 1;
      for (const address of addresses) untie(gateway, address);
      dropRulesOf(gateway, new Set(addresses.map(({ ip }) => ip)));
    },
    fail() {
      gateway.running -= 1;
      finishBinding(addresses);
    },
  };
  state.tasks.start(requestId, work, fault);
}

function boundAddress(state: State, gateway: Gateway, ip: string): Address {
  const address = state.addressesByIp.get(ip);
  if (address?.gateway !== gateway) {
    throw new Refusal('ip-of-other-gateway', `${ip} is not bound to ${gateway.id}.`);
  }
  const forwarded = [...gateway.dnat.values()].some(({ publicIp }) => publicIp === ip);
  if (forwarded && state.settings.unbindWithDnat === 'refuse') {
    throw new Refusal('gateway-busy', `DNAT rules use ${ip}.`);
  }
  return address;
}
