import { type CallOptions, type Clouds, describeSize, describeSource, type GatewayRef } from '@polynat/core';
import { digestOf, meaningDigest } from './digest.ts';
import type { GatewayDocument } from './document.ts';
import { exportGateway } from './export.ts';
import { blocks, type Gap } from './gap.ts';
import { type Mapping, readMapping } from './mapping.ts';
import { describeDnat } from './render.ts';
import type { Stage, Step } from './step.ts';
import type { AddressSlot } from './translate/addresses.ts';
import { gap, type Target } from './translate/target.ts';
import { type DesiredGateway, translate } from './translate/translate.ts';

/** How many requests of one stage may be on their way. Clouds that want one at a time still get one: lanes see to it. */
const sideBySide = 8;

/** Everything a migration will do, as data: print it, keep it, apply it later or elsewhere. */
export interface MigrationPlan {
  readonly version: 1;
  /** Hash of the rest: the identity of the run. */
  readonly id: string;
  readonly kind: 'migrate' | 'change';
  readonly source: { readonly ref: string; readonly digest: string };
  readonly target: { readonly cloud: string; readonly ref?: string };
  readonly gaps: readonly Gap[];
  readonly blocked: boolean;
  readonly stages: readonly Stage[];
  /** Addresses that are known to stand for others before anything runs. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What owners of firewalls, routes and names must know. */
  readonly changes: readonly string[];
  readonly locks: readonly string[];
}

export interface PlanOptions extends CallOptions {
  readonly mapping: Mapping | unknown;
  /** Alias of the cloud to move to. */
  readonly to: string;
}

/** Reads source and target and lays out the way between them. Changes nothing. */
export async function planMigration(
  nat: Clouds,
  from: GatewayRef | string,
  options: PlanOptions,
): Promise<MigrationPlan> {
  const mapping = readMapping(options.mapping);
  const document = await exportGateway(nat, from, options);
  return planFromDocument(nat, document, `${from}`, mapping, options);
}

export async function planFromDocument(
  nat: Clouds,
  document: GatewayDocument,
  from: string,
  mapping: Mapping,
  options: PlanOptions,
): Promise<MigrationPlan> {
  const target = await readTarget(nat, options.to, mapping, options);
  const { desired, gaps } = translate(document, mapping, target);
  const taken = await nameGap(nat, options.to, desired, mapping, options);
  const known = await knownAddresses(nat, options.to, desired, options);
  const digest = meaningDigest(document);
  const creating = target.capabilities.features['gateways.create'];
  const withAddress = creating.supported && creating.addresses === 'required';
  const layout = { from, digest, to: options.to, desired, known, mapping, withAddress };
  return sealPlan({
    version: 1,
    kind: 'migrate',
    source: { ref: from, digest },
    target: { cloud: options.to },
    gaps: [...gaps, ...taken],
    blocked: blocks([...gaps, ...taken]),
    stages: layOut(layout),
    addresses: Object.fromEntries(
      desired.addresses.flatMap(({ stands, take }) => ('ip' in take ? [[stands, take.ip]] : [])),
    ),
    changes: changesOf(desired),
    locks: [from, `${options.to}/${mapping.network.vpc}/${desired.gateway.name}`].sort(),
  });
}

export const sealPlan = (plan: Omit<MigrationPlan, 'id'>): MigrationPlan => ({
  ...plan,
  id: digestOf(plan).slice(0, 32),
});

export async function readTarget(
  nat: Clouds,
  alias: string,
  { network }: Mapping,
  options: CallOptions,
): Promise<Target> {
  const cloud = nat.cloud(alias);
  if (!cloud.can('networks.list')) return { alias, capabilities: cloud.capabilities, cidrs: [], subnets: [] };
  const [networks, subnets] = await Promise.all([
    cloud.networks.list(options).toArray(),
    cloud.networks.subnets(network.vpc, options).toArray(),
  ]);
  const cidrs = networks.find(({ id }) => id === network.vpc)?.cidrs ?? [];
  return {
    alias,
    capabilities: cloud.capabilities,
    cidrs,
    subnets: subnets.map(({ id, cidr }) => ({ id, cidr })),
  };
}

/** A gateway of that name would be taken for ours after a lost answer, so the name must be free. */
async function nameGap(
  nat: Clouds,
  alias: string,
  { gateway }: DesiredGateway,
  { network }: Mapping,
  options: CallOptions,
): Promise<readonly Gap[]> {
  const listing = nat.cloud(alias).gateways.list({ network: network.vpc }, options);
  const twin = await listing.find(({ name }) => name === gateway.name);
  if (!twin) return [];
  const remedy = 'give another `name` in the mapping, or delete that gateway';
  const why = `${twin.ref} has it already`;
  return [gap('name', 'blocking', 'gateway.name', `the name "${gateway.name}" on ${alias}`, { why, remedy })];
}

async function knownAddresses(
  nat: Clouds,
  alias: string,
  { addresses }: DesiredGateway,
  options: CallOptions,
): Promise<readonly string[] | undefined> {
  const cloud = nat.cloud(alias);
  const buys = addresses.some(({ take }) => 'allocate' in take);
  if (!buys || cloud.can('writes.token')) return undefined;
  const all = await cloud.addresses.list({}, options).toArray();
  return all.map(({ ip }) => ip).sort();
}

interface Layout {
  readonly from: string;
  readonly digest: string;
  readonly to: string;
  readonly desired: DesiredGateway;
  readonly known: readonly string[] | undefined;
  readonly mapping: Mapping;
  /** Whether a gateway of the target must have an address from the start. */
  readonly withAddress: boolean;
}

function layOut(layout: Layout): readonly Stage[] {
  const { desired, mapping, from } = layout;
  const changes = changesOf(desired);
  const stages = [
    stage('check the source', [
      {
        id: 'check-source',
        kind: 'source.check',
        args: { ref: from, digest: layout.digest },
        says: `make sure ${from} is as planned`,
      },
    ]),
    stage(
      'buy addresses',
      desired.addresses.flatMap((slot) => allocation(slot, layout)),
      layout.known ? 1 : sideBySide,
    ),
    stage('create the gateway', [creation(layout)]),
    stage('attach addresses', attachments(layout)),
    stage('add rules', [...desired.snat.map(snatStep), ...desired.dnat.map(dnatStep)]),
    stage('verify', [
      {
        id: 'verify',
        kind: 'verify',
        args: { desired: { snat: desired.snat, dnat: desired.dnat } },
        says: 'read the target back and compare what it does, packet by packet',
      },
    ]),
    stage('cut over', [
      {
        id: 'cut-over',
        kind: 'cut-over',
        args: { source: from, changes },
        says: 'hand over: routes, firewalls and names are yours to switch',
      },
    ]),
    stage('retire the source', mapping.retireSource ? [retirement(from)] : []),
  ];
  return stages.filter(({ steps }) => steps.length > 0);
}

const stage = (title: string, steps: readonly Step[], concurrency = sideBySide): Stage => ({
  title,
  concurrency,
  steps,
});

const retirement = (ref: string): Step => ({
  id: 'retire-source',
  kind: 'source.retire',
  args: { ref },
  says: `remove the rules of ${ref}, detach its addresses and delete it; the addresses stay in the account`,
});

function allocation({ stands, take }: AddressSlot, { to, known }: Layout): Step[] {
  if (!('allocate' in take)) return [];
  const args = { cloud: to, stands, spec: take.allocate, ...(known && { known }) };
  return [
    {
      id: `allocate/${stands}`,
      kind: 'address.allocate',
      args,
      says: `buy an address on ${to} to stand for ${stands}`,
    },
  ];
}

function creation(layout: Layout): Step {
  const { to, desired, mapping } = layout;
  const { gateway } = desired;
  const size = gateway.size ? `, ${describeSize(gateway.size)}` : '';
  const paid = gateway.billing?.mode === 'prepaid' ? ', prepaid' : ', on demand';
  return {
    id: 'create-gateway',
    kind: 'gateway.create',
    args: { cloud: to, spec: gateway, stands: atCreation(layout) },
    says: `create gateway "${gateway.name}" on ${to} in ${mapping.network.vpc}${size}${paid}`,
  };
}

/** Where a gateway cannot be without an address, the first one comes with it; all others are attached one by one. */
const atCreation = ({ desired, withAddress }: Layout): readonly string[] =>
  desired.addresses.slice(0, withAddress ? 1 : 0).map(({ stands }) => stands);

const attachments = (layout: Layout): Step[] =>
  layout.desired.addresses.slice(atCreation(layout).length).map(({ stands, take }) => ({
    id: `attach/${stands}`,
    kind: 'address.attach',
    args: { stands },
    says: `attach ${'ip' in take ? take.ip : 'the new address'} in place of ${stands}`,
  }));

const snatStep = (rule: DesiredGateway['snat'][number], index: number): Step => ({
  id: `snat/${index}`,
  kind: 'snat.add',
  args: { rule },
  says: `let ${describeSource(rule.source)} leave${rule.through ? ` through ${rule.through.join(', ')}` : ''}`,
});

const dnatStep = (rule: DesiredGateway['dnat'][number], index: number): Step => ({
  id: `dnat/${index}`,
  kind: 'dnat.add',
  args: { rule },
  says: `lead ${describeDnat(rule)}`,
});

function changesOf({ addresses }: DesiredGateway): readonly string[] {
  return addresses.map(({ stands, take }) =>
    'ip' in take
      ? `${stands} becomes ${take.ip}`
      : `${stands} becomes a new address, known once it is bought`,
  );
}
