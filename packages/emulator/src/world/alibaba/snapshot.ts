import { formatAddress } from '../../common/ipv4.ts';
import { standingOf } from './billing.ts';
import type { Gateway, Vpc, VSwitch } from './model.ts';
import type { World } from './world.ts';

/** Everything there is, as plain JSON in order of creation; holds no secret. */
export function snapshot(world: World): unknown {
  return {
    account: { ...world.account },
    zones: Object.fromEntries([...world.zones].sort().map(([id, zone]) => [id, finite(zone)])),
    vpcs: [...world.vpcs.all()].map((vpc) => vpcSnapshot(world, vpc)),
    gateways: [...world.gateways.all()].map((gateway) => gatewaySnapshot(world, gateway)),
    addresses: [...world.addresses.all()].map(({ tags, usableFrom: _, ...address }) => ({
      ...address,
      tags: Object.fromEntries(tags),
    })),
    packages: [...world.packages.all()].map((natPackage) => ({
      ...natPackage,
      addresses: Object.fromEntries(natPackage.addresses),
    })),
    sharedPackages: [...world.sharedPackages.all()].map((shared) => ({
      ...shared,
      addressIds: [...shared.addressIds],
      tags: Object.fromEntries(shared.tags),
    })),
  };
}

/** A number without limit cannot stand in JSON. */
function finite(numbers: object): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

function vpcSnapshot(world: World, { block: _, ...vpc }: Vpc): unknown {
  return {
    ...vpc,
    gatewayIds: [...vpc.gatewayIds],
    serversWithAddress: [...vpc.serversWithAddress],
    tags: Object.fromEntries(vpc.tags),
    vSwitches: world.vSwitches.in(vpc.id).map(vSwitchSnapshot),
  };
}

function vSwitchSnapshot({ block: _, taken, ...vSwitch }: VSwitch): unknown {
  return { ...vSwitch, taken: [...taken].sort((one, other) => one - other).map(formatAddress) };
}

function gatewaySnapshot(world: World, gateway: Gateway): unknown {
  const { snat, forward, privateSide, inside } = gateway;
  return {
    ...gateway,
    businessStatus: standingOf(world, gateway),
    privateSide: privateSide && { ...privateSide, address: formatAddress(privateSide.address) },
    inside: inside && {
      cidrs: [...inside.cidrs.values()].map(({ block: _, ...cidr }) => cidr),
      ips: [...inside.ips.values()].map(({ address: _, ...natIp }) => natIp),
    },
    addressIds: [...gateway.addressIds],
    packageIds: [...gateway.packageIds],
    tags: Object.fromEntries(gateway.tags),
    snat: { id: snat.id, entries: [...snat.entries.values()].map(({ source: _, ...entry }) => entry) },
    forward: { id: forward.id, entries: [...forward.entries.values()] },
  };
}
