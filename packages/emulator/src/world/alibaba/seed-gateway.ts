import { associateAddress, becomeInUse } from './addresses.ts';
import { createGateway } from './creation.ts';
import { createForwardEntry } from './forward.ts';
import type { GatewayDescription } from './gateways.ts';
import type { Gateway, Vpc } from './model.ts';
import { createNatIp } from './nat-ips.ts';
import { vpcOf } from './network.ts';
import { createPackage } from './packages.ts';
import { found, refuse } from './refusal.ts';
import { plantAddress } from './seed-address.ts';
import type { GatewaySeed } from './seed-schema.ts';
import { createSnatEntry } from './snat.ts';
import type { Call, World } from './world.ts';

/** Work that never ends by itself: a seed settles everything by hand. */
const byHand: Call = { dryRun: false, workFault: 'stuck' };

/** A gateway with all it has, obeying the rules a caller obeys, but at once. */
export function plantGateway(world: World, seed: GatewaySeed): Gateway {
  const gateway = createGateway(world, byHand, describe(world, seed));
  gateway.status = 'Available';
  settleRoute(vpcOf(world, gateway));
  const ips = [
    ...natIpsOf(world, gateway, seed),
    ...bindAddresses(world, gateway, seed.addresses),
    ...addPackages(world, gateway, seed),
  ];
  const ipAt = (place: number) => ips[place] ?? refuse('address-not-found');
  for (const entry of seed.snat) plantSnat(world, gateway, entry, ipAt);
  for (const entry of seed.forward) plantForward(world, gateway, entry, ipAt);
  gateway.deletionProtection = seed.deletionProtection;
  gateway.locked = seed.locked;
  return gateway;
}

function describe(world: World, seed: GatewaySeed): GatewayDescription {
  const [first] = world.vpcs.in(seed.region);
  const vpc = found(seed.vpc === undefined ? first : world.vpcs.get(seed.vpc), 'vpc-not-found');
  return {
    regionId: seed.region,
    vpcId: vpc.id,
    vSwitchId: seed.vSwitch ?? vpc.vSwitchIds[0],
    name: seed.name,
    description: seed.description,
    spec: seed.spec,
    natType: seed.natType,
    chargeType: seed.expires === undefined ? 'PostPaid' : 'PrePaid',
    internetChargeType: seed.internetChargeType,
    expires: seed.expires === undefined ? undefined : Date.parse(seed.expires),
    autoPay: seed.expires !== undefined,
    eipBindMode: 'MULTI_BINDED',
    icmpReply: true,
    tags: new Map(Object.entries(seed.tags)),
    networkType: seed.networkType,
  };
}

function settleRoute({ defaultRoute }: Vpc): void {
  if (defaultRoute !== undefined) defaultRoute.status = 'Available';
}

/** The default NAT address first, and then those asked for, all of them in the default block. */
function natIpsOf(world: World, gateway: Gateway, { natIps }: GatewaySeed): readonly string[] {
  if (gateway.inside === undefined) return natIps > 0 ? refuse('gateway-not-intranet') : [];
  const { cidrs, ips } = gateway.inside;
  const [cidr = ''] = cidrs.keys();
  for (let index = 0; index < natIps; index += 1) {
    createNatIp(world, byHand, gateway, { cidr, ip: undefined, name: '', description: '' }).status =
      'Available';
  }
  return [...ips.values()].map(({ ip }) => ip);
}

function bindAddresses(world: World, gateway: Gateway, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const address = plantAddress(world, gateway.regionId, '5');
    associateAddress(world, byHand, address, gateway.id);
    becomeInUse(address);
    return address.ip;
  });
}

function addPackages(world: World, gateway: Gateway, { packages }: GatewaySeed): readonly string[] {
  return packages.flatMap(({ bandwidth, ipCount, locked }) => {
    const natPackage = createPackage(world, byHand, gateway, {
      bandwidth,
      ipCount,
      isp: 'BGP',
      internetChargeType: 'PayByTraffic',
      zoneId: undefined,
      name: '',
      description: '',
    });
    natPackage.locked = locked;
    return [...natPackage.addresses.keys()];
  });
}

type IpAt = (place: number) => string;

function plantSnat(world: World, gateway: Gateway, seed: GatewaySeed['snat'][number], ipAt: IpAt): void {
  const entry = createSnatEntry(world, byHand, gateway, {
    addresses: seed.addresses.map(ipAt),
    sourceVSwitchId: seed.vSwitch,
    sourceCidr: seed.cidr,
    name: seed.name,
    affinity: '0',
  });
  entry.status = 'Available';
}

function plantForward(
  world: World,
  gateway: Gateway,
  seed: GatewaySeed['forward'][number],
  ipAt: IpAt,
): void {
  const { address, ...mapping } = seed;
  const entry = createForwardEntry(world, byHand, gateway, { ...mapping, externalIp: ipAt(address) });
  entry.status = 'Available';
}
