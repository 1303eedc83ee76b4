import type { CutOverPlan } from './cut-over/plan.ts';
import type { Mapping } from './mapping.ts';
import { type Needs, untold } from './preflight.ts';
import { type Stage, stage } from './stage.ts';
import { allocation } from './steps/address-allocate.ts';
import { attachment } from './steps/address-attach.ts';
import { creation } from './steps/gateway-create.ts';
import type { Step } from './steps/index.ts';
import { allocatesOnce } from './steps/orders.ts';
import { preflightOf } from './steps/preflight.ts';
import { addDnat, addSnat } from './steps/rule-add.ts';
import { addAllDnat, addAllSnat } from './steps/rule-add-all.ts';
import { checkSource } from './steps/source-check.ts';
import { deletion } from './steps/source-delete.ts';
import { checkTarget } from './steps/target-check.ts';
import { verification } from './steps/verify.ts';
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

/** The stages of a migration, in order. What fails early costs nothing; the source is not touched. */
export function buildStages(layout: Layout): readonly Stage[] {
  const { from, digest, target, desired } = layout;
  const { alias } = target;
  const first = atCreation(layout);
  const sourceIps = first.map(({ sourceIp }) => sourceIp);
  return [
    stage('check source and target', [
      ...(from === undefined ? [] : [checkSource('check-source', from, digest)]),
      targetCheck(layout),
      preflightOf({
        cloud: alias,
        network: layout.mapping.network.vpc,
        ...(layout.mapping.network.subnet !== undefined && { subnet: layout.mapping.network.subnet }),
        ...needsOf(desired),
        untold: untold(target.capabilities),
      }),
    ]),
    stage(
      'allocate public IPs',
      desired.addresses.flatMap(({ sourceIp, target: wanted }) =>
        'allocate' in wanted ? [allocation({ cloud: alias, sourceIp, spec: wanted.allocate })] : [],
      ),
      allocateConcurrency(target),
    ),
    stage('create the gateway', [creation(alias, desired.gateway, sourceIps)]),
    stage('attach public IPs', desired.addresses.filter((slot) => !first.includes(slot)).map(attachmentOf)),
    stage('add rules', [...snatSteps(layout), ...dnatSteps(layout)]),
    stage('verify', [verification(desired)]),
  ];
}

/** What the new gateway needs of the account. */
export const needsOf = ({ addresses, snat, dnat }: DesiredGateway): Needs => ({
  addresses: addresses.filter(({ target }) => 'allocate' in target).length,
  held: addresses.length,
  snat: snat.length,
  dnat: dnat.length,
});

/** Orders that the cloud does not recognise again are placed one at a time, so that what is new can be told. */
const allocateConcurrency = (target: Target): number | undefined => (allocatesOnce(target) ? undefined : 1);

function targetCheck({ target, desired, mapping }: Layout) {
  const wanted = desired.addresses.map((slot) => slot.target);
  return checkTarget({
    cloud: target.alias,
    network: mapping.network.vpc,
    name: desired.gateway.name ?? '',
    addresses: wanted.flatMap((address) => ('ip' in address ? [address.ip] : [])),
    note: wanted.some((address) => 'allocate' in address),
  });
}

/** The order takes along what it can, so that no request is needed for each; a pool for DNAT alone is filled afterwards. */
function atCreation({ desired, target }: Layout): readonly AddressSlot[] {
  const creating = target.capabilities.features['gateways.create'];
  if (!creating.supported || creating.addresses === 'unused') return [];
  return desired.addresses.filter(({ purpose }) => purpose !== 'dnat');
}

function attachmentOf({ sourceIp, target, purpose }: AddressSlot) {
  const which = 'ip' in target ? target.ip : 'the new public IP';
  return attachment({ sourceIp, purpose }, `${which} (replaces ${sourceIp})`);
}

/** One request for many rules where the cloud takes them so, and a step for each elsewhere. */
const snatSteps = ({ desired: { snat }, target }: Layout): readonly Step[] =>
  takesBatches(target, 'snat', snat.length) ? addAllSnat(snat) : snat.map(addSnat);

const dnatSteps = ({ desired: { dnat }, target }: Layout): readonly Step[] =>
  takesBatches(target, 'dnat', dnat.length) ? addAllDnat(dnat) : dnat.map(addDnat);

const takesBatches = ({ capabilities }: Target, table: 'snat' | 'dnat', count: number): boolean =>
  count > 1 && capabilities.features[`${table}.addAll.atomic`].supported;

/** What follows the stages: a document alone has no traffic to move, and no gateway to leave. */
export function buildCutOver({ from, digest, target, mapping }: Layout): { readonly cutOver?: CutOverPlan } {
  if (from === undefined) return {};
  const creating = target.capabilities.features['gateways.create'];
  const routes = creating.supported ? creating.routes : undefined;
  const { soak, deleteSource } = mapping;
  return {
    cutOver: {
      ...(routes && { routes }),
      ...(soak !== undefined && { soak }),
      finalize: deleteSource ? deletion(from, digest) : [],
    },
  };
}

export const changesOf = ({ addresses }: DesiredGateway): readonly string[] =>
  addresses.map(({ sourceIp, target }) =>
    'ip' in target ? `${sourceIp} → ${target.ip}` : `${sourceIp} → new public IP (allocated by the run)`,
  );
