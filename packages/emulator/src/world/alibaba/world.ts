import type { EmulatorClock } from '../../clock.ts';
import type { CloudContext, Identity, WorkFault } from '../../cloud.ts';
import { formatAddress } from '../../common/ipv4.ts';
import { Register } from '../../common/register.ts';
import { Scheduler } from '../../common/scheduler.ts';
import { TokenMemory } from '../../common/token-memory.ts';
import { defaultQuotas } from './limits.ts';
import type { Account, Address, Gateway, NatPackage, SharedPackage, Vpc, VSwitch, Zone } from './model.ts';
import { refuse } from './refusal.ts';

/** Everything one account owns. Rules are functions over it, one file per resource. */
export interface World {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  readonly scheduler: Scheduler;
  readonly tokens: TokenMemory<Answer>;
  readonly account: Account;
  readonly zones: Map<string, Zone>;
  readonly vpcs: Register<Vpc, string>;
  readonly vSwitches: Register<VSwitch, string>;
  readonly gateways: Register<Gateway, string>;
  readonly addresses: Register<Address, string>;
  readonly packages: Register<NatPackage, string>;
  readonly sharedPackages: Register<SharedPackage, string>;
  /** Table IDs to the gateway that owns them. */
  readonly snatTables: Map<string, Gateway>;
  readonly forwardTables: Map<string, Gateway>;
  /** IDs of NAT addresses to the intranet gateway that owns them. */
  readonly natIps: Map<string, Gateway>;
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

/** Chosen: a ClientToken is remembered for a day of the calendar; no document says how long. */
const TOKEN_LIFETIME = 24 * 60 * 60 * 1000;

export function createWorld({ clock, identity, strictTokens = false }: CloudContext): World {
  return {
    clock,
    identity,
    scheduler: new Scheduler(),
    tokens: new TokenMemory({
      lifetime: TOKEN_LIFETIME,
      now: () => clock.calendar(),
      renewed: false,
      perOperation: true,
      strict: strictTokens,
      refuse: () => refuse('token-mismatch'),
    }),
    account: freshAccount(),
    zones: new Map(),
    vpcs: new Register<Vpc, string>((vpc) => vpc.regionId),
    vSwitches: new Register<VSwitch, string>((vSwitch) => vSwitch.vpcId),
    gateways: new Register<Gateway, string>((gateway) => gateway.regionId),
    addresses: new Register<Address, string>((address) => address.regionId),
    packages: new Register<NatPackage, string>((natPackage) => natPackage.regionId),
    sharedPackages: new Register<SharedPackage, string>((sharedPackage) => sharedPackage.regionId),
    snatTables: new Map(),
    forwardTables: new Map(),
    natIps: new Map(),
    publicAddresses: new Map(),
    addressCount: 0,
  };
}

/** Lets everything happen whose time has come. Every request and every look at the state begins with it. */
export function settle({ clock, scheduler }: World): void {
  scheduler.runDue((due) => clock.passed(due));
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

/** Whether a zone sells Enhanced gateways. Asking changes nothing: a zone that nobody has used is not in the world. */
export const sellsEnhanced = ({ zones }: World, zoneId: string): boolean =>
  zones.get(zoneId)?.enhancedStock !== 0;

const FIRST_PUBLIC = 47 * 2 ** 24 + 92 * 2 ** 16;

/** The next unused public address; the ends of each /24 are left out. */
export function nextPublicAddress(world: World): string {
  const count = world.addressCount;
  world.addressCount += 1;
  const address = formatAddress(FIRST_PUBLIC + Math.floor(count / 254) * 256 + (count % 254) + 1);
  return world.publicAddresses.has(address) ? nextPublicAddress(world) : address;
}
