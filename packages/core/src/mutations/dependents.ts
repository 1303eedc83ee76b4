import type { Call } from '../call.ts';
import type { PublicAddress } from '../model/address.ts';
import type { BandwidthPackage } from '../model/bandwidth.ts';
import { type DependentKind, dependentKinds } from '../model/deletion.ts';
import type { DnatRule } from '../model/dnat-rule.ts';
import type { GatewayRecord } from '../model/gateway.ts';
import type { SnatRule } from '../model/snat-rule.ts';
import { readAll } from '../runtime/pages.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Target } from './define.ts';
import { invalidArgument } from './order.ts';

/** A gateway and what hangs on it, as far as it was read. */
export interface Dependents {
  readonly gateway: GatewayRecord;
  readonly snat: readonly SnatRule[];
  readonly dnat: readonly DnatRule[];
  readonly packages: readonly BandwidthPackage[];
  /** Without those that belong to a package. */
  readonly addresses: readonly PublicAddress[];
  /** IPs of the addresses to release. */
  readonly released: readonly string[];
}

interface Wanted {
  /** Also what the cloud takes along, which needs no request of its own. */
  readonly all: boolean;
  readonly release: true | readonly string[] | undefined;
}

/** What a cloud removes along with a gateway when it is asked to. */
export const takenBy = ({ driver }: Runtime): ReadonlySet<DependentKind> => {
  const fact = driver.capabilities.features['gateways.delete'];
  return new Set(fact.supported ? fact.takes : []);
};

export async function readDependents(
  { runtime, key }: Target,
  gateway: GatewayRecord,
  { all, release }: Wanted,
  call: Call,
): Promise<Dependents> {
  const { driver } = runtime;
  const taken = takenBy(runtime);
  const needed = new Set(dependentKinds.filter((kind) => all || !taken.has(kind)));
  const { snat, dnat, bandwidth } = driver;
  const withPackages = needed.has('packages') || release !== undefined;
  const [outbound, inbound, packages] = await Promise.all([
    snat && needed.has('rules') ? readAll((cursor) => snat.list(key, cursor, call)) : [],
    dnat && needed.has('rules') ? readAll((cursor) => dnat.list(key, cursor, call)) : [],
    bandwidth && withPackages ? readAll((cursor) => bandwidth.list(key, cursor, call)) : [],
  ]);
  const bought = new Set(packages.flatMap(({ addresses }) => addresses.map(({ ip }) => ip)));
  const addresses = gateway.addresses.filter(({ ip }) => !bought.has(ip));
  const released = releasedOf(addresses, release);
  return { gateway, snat: outbound, dnat: inbound, packages, addresses, released };
}

function releasedOf(addresses: readonly PublicAddress[], release: Wanted['release']): readonly string[] {
  if (release === undefined) return [];
  if (release === true) return addresses.map(({ ip }) => ip);
  return release.map((name, index) => {
    const held = addresses.find(({ ip, id }) => ip === name || id === name);
    return held?.ip ?? invalidArgument(`release.${index}`, `is ${name}, which the gateway does not hold`);
  });
}
