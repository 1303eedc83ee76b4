import { addGateway, newGateway } from './creation.ts';
import { keyOf } from './dnat.ts';
import { newAddress } from './eip.ts';
import { type Address, type Gateway, type SnatRule, standard, type Vpc } from './model.ts';
import type { GatewaySeed } from './seed-schema.ts';
import type { State } from './state.ts';

/** A gateway that is in operation, with its EIPs and rules. */
export function seedGateway(state: State, vpc: Vpc, seed: GatewaySeed): Gateway {
  const [firstZone] = vpc.region.zones;
  const gateway = newGateway(state, {
    ...(seed.natId !== undefined && { id: seed.natId }),
    name: seed.name,
    vpc,
    zone: vpc.region.zones.find(({ name }) => name === seed.zone) ?? firstZone,
    state: 'AVAILABLE',
    version: seed.productVersion,
    ...(seed.productVersion === 2
      ? standard
      : { bandwidth: seed.bandwidth, connections: seed.maxConcurrent }),
    exclusiveType: seed.exclusiveType,
    protected: seed.protected,
    tags: Object.entries(seed.tags).map(([key, value]) => ({ key, value })),
    conditions: new Set(seed.conditions),
  });
  for (const address of addressesOf(state, vpc, seed.eips)) tie(gateway, address);
  for (const rule of seed.dnat) seedDnat(state, gateway, rule);
  for (const rule of seed.snat) seedSnat(state, gateway, rule);
  addGateway(state, gateway);
  return gateway;
}

function addressesOf(state: State, vpc: Vpc, eips: GatewaySeed['eips']): readonly Address[] {
  if (typeof eips !== 'number') return eips.map((ip) => freeAddress(state, vpc, ip));
  return Array.from({ length: eips }, () => {
    const address = newAddress(state, { region: vpc.region, bandwidth: 100 });
    state.addAddress(address);
    return address;
  });
}

function freeAddress(state: State, { region }: Vpc, ip: string): Address {
  const address = state.addressesByIp.get(ip);
  if (address?.region !== region || address.state !== 'UNBIND') {
    throw new Error(`eips: ${ip} is no free EIP of ${region.name}`);
  }
  return address;
}

function tie(gateway: Gateway, address: Address): void {
  address.state = 'BIND';
  address.gateway = gateway;
  gateway.addresses.add(address);
}

type Place = string | number;

function publicIp(gateway: Gateway, place: Place): string {
  const address = [...gateway.addresses].find(({ ip }, index) => ip === place || index === place);
  if (address === undefined) throw new Error(`eips: ${gateway.name} has no EIP ${place}`);
  return address.ip;
}

function seedDnat(state: State, gateway: Gateway, { eip, ...rest }: GatewaySeed['dnat'][number]): void {
  const rule = { ...rest, publicIp: publicIp(gateway, eip), createdAt: state.clock.calendar() };
  gateway.dnat.set(keyOf(rule), rule);
}

function seedSnat(state: State, gateway: Gateway, seed: GatewaySeed['snat'][number]): void {
  const subnet = [...gateway.vpc.subnets].find(
    ({ id, name }) => id === seed.resource || name === seed.resource,
  );
  const source = seed.source ?? subnet?.cidrBlock;
  if (source === undefined) throw new Error(`snat: ${seed.resource} is no subnet, so it needs a source`);
  const rule: SnatRule = {
    id: seed.snatId ?? state.newId('snat'),
    resourceId: subnet?.id ?? seed.resource,
    resourceType: seed.resourceType,
    source,
    publicIps: seed.eips.map((place) => publicIp(gateway, place)),
    description: seed.description,
    createdAt: state.clock.calendar(),
  };
  gateway.snat.set(rule.id, rule);
}
