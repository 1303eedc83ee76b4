import {
  type AddressSpec,
  type DnatSpec,
  describeDnat,
  describeSize,
  describeSnat,
  describeTerm,
  type SnatSpec,
} from '@polynat/core';
import type { Mapping } from './mapping.ts';
import { type Stage, type Step, type StepOf, stage } from './step.ts';
import type { AddressSlot } from './translate/address-slot.ts';
import type { Target } from './translate/target.ts';
import type { DesiredGateway } from './translate/translate.ts';

export interface Layout {
  /** The source; absent when there is only a document. */
  readonly from: string | undefined;
  readonly digest: string;
  readonly target: Target;
  readonly desired: DesiredGateway;
  readonly mapping: Mapping;
}

/** The stages of a migration, in order. What fails early costs nothing; the source is touched last. */
export function layOut(layout: Layout): readonly Stage[] {
  const { from, digest, target, desired, mapping } = layout;
  const before = from === undefined ? [] : [checkSource('check-source', from, digest)];
  const retirement = from === undefined || !mapping.retireSource ? [] : retire(from, digest);
  return [
    stage('check source and target', [...before, checkTarget(layout)]),
    stage(
      'allocate public IPs',
      desired.addresses.flatMap((slot) => allocation(slot, target.alias)),
      orderly(target),
    ),
    stage('create the gateway', [creation(layout)]),
    stage('attach public IPs', attachments(layout)),
    stage('add rules', [...desired.snat.map(addSnat), ...desired.dnat.map(addDnat)]),
    stage('verify', [verification(desired)]),
    stage('cut over', from === undefined ? [] : handOver(from, layout), 1),
    stage('delete the source', retirement, 1),
  ];
}

/** Orders that the cloud does not recognise again are placed one at a time, so that what is new can be told. */
const orderly = ({ capabilities }: Target): number | undefined =>
  capabilities.features['writes.token'].supported ? undefined : 1;

export const checkSource = (id: string, ref: string, digest: string): StepOf<'source.check'> => ({
  id,
  kind: 'source.check',
  args: { ref, digest },
  says: `check that ${ref} has not changed since planning`,
});

function checkTarget({ target, desired, mapping }: Layout): StepOf<'target.check'> {
  const { name = '' } = desired.gateway;
  const takes = desired.addresses.flatMap(({ take }) => ('ip' in take ? [take.ip] : []));
  const buys = desired.addresses.some(({ take }) => 'allocate' in take);
  return {
    id: 'check-target',
    kind: 'target.check',
    args: {
      cloud: target.alias,
      network: mapping.network.vpc,
      name,
      addresses: takes,
      note: buys,
    },
    says: `check that name "${name}"${takes.length > 0 ? ` and ${takes.join(', ')} are` : ' is'} free on ${target.alias}`,
  };
}

function allocation({ stands, take }: AddressSlot, cloud: string): readonly StepOf<'address.allocate'>[] {
  if (!('allocate' in take)) return [];
  return [
    {
      id: `allocate/${stands}`,
      kind: 'address.allocate',
      args: { cloud, stands, spec: take.allocate },
      says: `allocate a public IP on ${[cloud, ...priced(take.allocate)].join(', ')} (replaces ${stands})`,
    },
  ];
}

function priced({ bandwidthMbps, meteredBy }: AddressSpec): readonly string[] {
  const bandwidth = bandwidthMbps === undefined ? '' : `${bandwidthMbps} Mbit/s`;
  const metering = meteredBy === undefined ? '' : `by ${meteredBy}`;
  return bandwidth || metering ? [`${bandwidth} ${metering}`.trim()] : [];
}

function creation(layout: Layout): StepOf<'gateway.create'> {
  const { desired, mapping, target } = layout;
  const { gateway } = desired;
  const size = gateway.size ? `, ${describeSize(gateway.size)}` : '';
  const { billing } = gateway;
  const paid = billing?.mode === 'prepaid' ? `, prepaid for ${describeTerm(billing.term)}` : ', on demand';
  return {
    id: 'create-gateway',
    kind: 'gateway.create',
    args: { cloud: target.alias, spec: gateway, stands: atCreation(layout).map(({ stands }) => stands) },
    says: `create gateway "${gateway.name}" on ${target.alias} in ${mapping.network.vpc}${size}${paid}`,
  };
}

/** Where a gateway cannot be without an address, the first one comes with it; all others are attached one by one. */
function atCreation({ desired, target }: Layout): readonly AddressSlot[] {
  const creating = target.capabilities.features['gateways.create'];
  return desired.addresses.slice(0, creating.supported && creating.addresses === 'required' ? 1 : 0);
}

const attachments = (layout: Layout): readonly StepOf<'address.attach'>[] =>
  layout.desired.addresses.slice(atCreation(layout).length).map(({ stands, take, purpose }) => ({
    id: `attach/${stands}`,
    kind: 'address.attach',
    args: { stands, purpose },
    says: `attach ${'ip' in take ? take.ip : 'the new public IP'} (replaces ${stands})`,
  }));

export const addSnat = (rule: SnatSpec, index: number): StepOf<'snat.add'> => ({
  id: `snat/${index}`,
  kind: 'snat.add',
  args: { rule },
  says: `add SNAT ${describeSnat(rule)}`,
});

export const addDnat = (rule: DnatSpec, index: number): StepOf<'dnat.add'> => ({
  id: `dnat/${index}`,
  kind: 'dnat.add',
  args: { rule },
  says: `add DNAT ${describeDnat(rule)}`,
});

export const verification = ({ snat, dnat }: Pick<DesiredGateway, 'snat' | 'dnat'>): StepOf<'verify'> => ({
  id: 'verify',
  kind: 'verify',
  args: { desired: { snat, dnat } },
  says: "verify: compare the gateway's rules with the plan",
});

function handOver(source: string, { desired, target }: Layout): readonly Step[] {
  const changes = changesOf(desired);
  const creating = target.capabilities.features['gateways.create'];
  const routes = creating.supported ? creating.routes : undefined;
  const note =
    routes === undefined ? '' : '; the new gateway carries no traffic until a route table points at it';
  return [
    {
      id: 'way-back',
      kind: 'way-back',
      args: { source, changes },
      says: 'start cut-over (a later rollback first asks you to move traffic back)',
    },
    {
      id: 'cut-over',
      kind: 'cut-over',
      args: { source, changes, ...(routes && { routes }) },
      says: `cut over: you switch routes, firewalls and DNS${note}`,
    },
  ];
}

/** Looked at once more: a rule added to the source while traffic moved would be lost with it. */
const retire = (ref: string, digest: string): readonly Step[] => [
  checkSource('check-source-again', ref, digest),
  {
    id: 'retire-source',
    kind: 'source.retire',
    args: { ref },
    says: `delete source ${ref}: remove rules, detach public IPs (kept, still billed)`,
  },
];

export const changesOf = ({ addresses }: DesiredGateway): readonly string[] =>
  addresses.map(({ stands, take }) =>
    'ip' in take ? `${stands} → ${take.ip}` : `${stands} → new public IP (allocated by the run)`,
  );
