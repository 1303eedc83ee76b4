import {
  type AddressUse,
  type AttachFor,
  formatIpv4,
  type Metering,
  NatError,
  type PublicAddress,
  parseIpv4,
} from '@polynat/core';
import type { DriverContext } from './driver-context.ts';
import { limitOf } from './limits.ts';
import { belongingTo, type StoredAddress, type World } from './world.ts';

export function viewAddress(world: World, address: StoredAddress): PublicAddress {
  const { ip, id, gateway, bandwidthMbps, meteredBy, sharedBandwidth, state } = address;
  return {
    ip,
    id,
    use: useOf(world, address),
    ...(gateway !== undefined && { gateway }),
    ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    meteredBy,
    ...(sharedBandwidth !== undefined && { sharedBandwidth }),
    state,
    providerState: state,
    native: structuredClone(address),
  };
}

/** An address that serves one pool only counts as used for it; any other by the rules that name it. */
export function useOf(world: World, { ip, pool }: StoredAddress): AddressUse {
  return pool === 'any' ? useByRules(world, ip) : pool;
}

function useByRules(world: World, ip: string): AddressUse {
  const snat = [...world.snat.values()].some((rule) => rule.spec.through.includes(ip));
  const dnat = [...world.dnat.values()].some((rule) => rule.spec.public.address === ip);
  if (snat && dnat) return 'both';
  if (snat) return 'snat';
  return dnat ? 'dnat' : 'idle';
}

/** 203.0.113.0/24 and 198.51.100.0/24 are kept for documentation by RFC 5737; nobody's traffic goes there. */
const stock: readonly string[] = ['203.0.113.0', '198.51.100.0'].flatMap(hostsOf);

interface AddressTraits {
  readonly name?: string;
  /** 5 when left out. */
  readonly bandwidthMbps?: number;
  /** By traffic when left out. */
  readonly meteredBy?: Metering;
  /** The gateway and the package an address is bought for. */
  readonly gateway?: string;
  readonly sharedBandwidth?: string;
}

export function newAddress(world: World, traits: AddressTraits = {}): StoredAddress {
  const [ip] = unused(world, 1);
  const address: StoredAddress = {
    ...world.number('eip'),
    ip,
    bandwidthMbps: 5,
    meteredBy: 'traffic',
    ...traits,
    pool: 'any',
    state: 'available',
  };
  world.addresses.set(ip, address);
  return address;
}

/** So many new addresses, or none. */
export function newAddresses(world: World, count: number, traits: AddressTraits): void {
  unused(world, count);
  for (let made = 0; made < count; made += 1) newAddress(world, traits);
}

function unused(world: World, count: number): readonly [string, ...string[]] {
  const [ip, ...others] = stock.filter((candidate) => !world.addresses.has(candidate));
  if (ip !== undefined && others.length + 1 >= count) return [ip, ...others];
  throw new NatError('quota-exceeded', `the in-memory cloud has no ${count} public addresses left`, {
    remedy: 'release addresses no gateway uses',
  });
}

function hostsOf(block: string): readonly string[] {
  const first = parseIpv4(block) ?? 0;
  return Array.from({ length: 254 }, (_, index) => formatIpv4(first + 1 + index));
}

/** The address a rule of this gateway wants to use. */
export function attachedAddress(
  world: World,
  gateway: string,
  ip: string,
  use: AttachFor,
  field: string,
): StoredAddress {
  const address = world.addresses.get(ip);
  if (address?.gateway !== gateway || address.state !== 'available') {
    throw new NatError('failed-precondition', `${ip} is not attached to gateway ${gateway}`, {
      field,
      remedy: 'attach the address to the gateway first',
    });
  }
  if (address.pool === 'any' || address.pool === use) return address;
  throw new NatError('failed-precondition', `${ip} is attached for ${address.pool} only`, {
    field,
    remedy: `attach an address for ${use}`,
  });
}

/** By ip or allocation id. */
const findAddress = (world: World, name: string): StoredAddress | undefined =>
  world.addresses.get(name) ?? [...world.addresses.values()].find((address) => address.id === name);

export function addressOf(world: World, name: string): StoredAddress {
  const address = findAddress(world, name);
  if (address) return address;
  throw new NatError('not-found', `there is no public address ${name}`, { field: 'address' });
}

export function mustBeFree(address: StoredAddress): void {
  if (address.gateway !== undefined) throw attached(address);
}

/** `joining`: how many are about to come. */
export function mustHaveRoom(context: DriverContext, gateway: string, joining = 1): void {
  const { maximum } = limitOf(context, 'addresses.attach') ?? {};
  const held = belongingTo(context.account.world.addresses.values(), gateway).length;
  if (maximum === undefined || held + joining <= maximum) return;
  throw new NatError(
    'quota-exceeded',
    `a gateway holds ${maximum} public addresses, and this one has ${held}`,
    {
      remedy: 'detach addresses it does not need',
    },
  );
}

export const attached = ({ ip, gateway }: StoredAddress): NatError =>
  new NatError('conflict', `${ip} is attached to gateway ${gateway}`, { remedy: 'detach it there first' });

export function mustBeIdle(world: World, { ip }: StoredAddress): void {
  const use = useByRules(world, ip);
  if (use === 'idle') return;
  throw new NatError(
    'failed-precondition',
    `${ip} is in use by ${use === 'both' ? 'SNAT and DNAT' : use.toUpperCase()} rules`,
    {
      remedy: 'remove or change the rules that use it first',
    },
  );
}

/** It leaves the package of its gateway, and keeps the bandwidth it shares with addresses of others. */
export function setFree(world: World, address: StoredAddress): void {
  Object.assign(address, { gateway: undefined, pool: 'any', state: 'available' });
  if (!world.shared.has(address.sharedBandwidth ?? '')) address.sharedBandwidth = undefined;
}
