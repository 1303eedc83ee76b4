import type { EmulatorClock } from '../../clock.ts';
import type { Identity, WorkFault } from '../../cloud.ts';
import { printAddress } from './cidr.ts';
import { defaultQuotas } from './limits.ts';
import type { Account, Address, Gateway, NatPackage, SharedPackage, Vpc, VSwitch, Zone } from './model.ts';
import { Register } from './register.ts';
import { Timeline } from './timeline.ts';
import { TokenMemory } from './tokens.ts';

/** Everything one account owns. Rules are functions over it, one file per resource. */
export interface World {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  readonly timeline: Timeline;
  readonly tokens: TokenMemory<Answer>;
  readonly account: Account;
  readonly zones: Map<string, Zone>;
  readonly vpcs: Register<Vpc>;
  readonly vSwitches: Register<VSwitch>;
  readonly gateways: Register<Gateway>;
  readonly addresses: Register<Address>;
  readonly packages: Register<NatPackage>;
  readonly sharedPackages: Register<SharedPackage>;
  /** Table IDs to the gateway that owns them. */
  readonly snatTables: Map<string, Gateway>;
  readonly forwardTables: Map<string, Gateway>;
  /** Every public address in use to what holds it: an EIP or a NAT bandwidth package. */
  readonly publicAddresses: Map<string, PublicHolder>;
  /** How many public addresses were ever handed out. */
  addressCount: number;
}

/** What a call with a ClientToken was answered: named values, of no further concern here. */
export interface Answer {
  readonly [name: string]: AnswerValue;
}
export type AnswerValue = string | number | boolean | readonly AnswerValue[] | Answer;

type PublicHolder =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'package'; readonly natPackage: NatPackage };

/** How one call wants its change done. */
export interface Call {
  readonly dryRun: boolean;
  /** Reading it uses an injected fault up, so it is read only when work starts. */
  readonly workFault: WorkFault | undefined;
}

export function createWorld(clock: EmulatorClock, identity: Identity): World {
  return {
    clock,
    identity,
    timeline: new Timeline(clock),
    tokens: new TokenMemory(clock),
    account: freshAccount(),
    zones: new Map(),
    vpcs: new Register((vpc) => vpc.regionId),
    vSwitches: new Register((vSwitch) => vSwitch.vpcId),
    gateways: new Register((gateway) => gateway.regionId),
    addresses: new Register((address) => address.regionId),
    packages: new Register((natPackage) => natPackage.regionId),
    sharedPackages: new Register((sharedPackage) => sharedPackage.regionId),
    snatTables: new Map(),
    forwardTables: new Map(),
    publicAddresses: new Map(),
    addressCount: 0,
  };
}

function freshAccount(): Account {
  return {
    uid: '1234567890123456',
    bid: '26842',
    arrears: false,
    mayCreateServiceRole: true,
    serviceRole: false,
    enhancedAllowed: true,
    conversionAllowed: true,
    anySourceCidr: false,
    lag: 0,
    quotas: defaultQuotas,
  };
}

export function zoneOf(world: World, zoneId: string): Zone {
  const known = world.zones.get(zoneId);
  if (known !== undefined) return known;
  const zone = { publicAddresses: Number.POSITIVE_INFINITY, enhancedStock: Number.POSITIVE_INFINITY };
  world.zones.set(zoneId, zone);
  return zone;
}

const FIRST_PUBLIC = 47 * 2 ** 24 + 92 * 2 ** 16;

/** The next unused public address; the ends of each /24 are left out. */
export function nextPublicAddress(world: World): string {
  const count = world.addressCount;
  world.addressCount += 1;
  const address = printAddress(FIRST_PUBLIC + Math.floor(count / 254) * 256 + (count % 254) + 1);
  return world.publicAddresses.has(address) ? nextPublicAddress(world) : address;
}
