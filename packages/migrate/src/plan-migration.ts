import type { Clouds, GatewayRef } from '@polynat/core';
import { buildCutOver, buildStages, changesOf, needsOf } from './build-stages.ts';
import { meaningDigest } from './digest.ts';
import type { DocumentedNetwork, GatewayDocument } from './document.ts';
import { type ExportOptions, exportGateway } from './export.ts';
import { flowsOf } from './flows.ts';
import { blocks } from './gap.ts';
import { type Mapping, readMapping, replacementsIn } from './mapping.ts';
import { type MigrationPlan, sealPlan } from './plan.ts';
import { readTarget } from './read-target.ts';
import { quotaGaps } from './translate/quotas.ts';
import type { Target } from './translate/target.ts';
import { translate } from './translate/translate.ts';

export interface PlanOptions extends ExportOptions {
  /** What the source does, when it has just been read. */
  readonly document?: GatewayDocument;
  readonly mapping: Mapping | unknown;
  /** Alias of the cloud to move to. */
  readonly to: string;
}

/** Reads source and target and plans the way between them. Changes nothing. */
export async function planMigration(
  nat: Clouds,
  from: GatewayRef | string,
  options: PlanOptions,
): Promise<MigrationPlan> {
  const mapping = readMapping(options.mapping);
  const { ref } = nat.gateway(from);
  const { document = await exportGateway(nat, ref, options) } = options;
  return planNewGateway(nat, document, mapping, options, `${ref}`);
}

/** Plans a new gateway that does what a document says. There is no source to check, to cut over from or to delete. */
export async function planCreation(
  nat: Clouds,
  document: GatewayDocument,
  options: PlanOptions,
): Promise<MigrationPlan> {
  const { deleteSource, soak, ...mapping } = readMapping(options.mapping);
  return planNewGateway(nat, document, mapping, options, undefined);
}

async function planNewGateway(
  nat: Clouds,
  document: GatewayDocument,
  mapping: Mapping,
  { to, clock = Date, mapping: _decided, document: _read, ...options }: PlanOptions,
  from: string | undefined,
): Promise<MigrationPlan> {
  const named = replacementsIn(mapping).length > 0;
  const target = await readTarget(nat, to, mapping.network.vpc, options, { addresses: named, order: true });
  const { desired, gaps: lost } = translate(document, mapping, target);
  const gaps = [...lost, ...quotaGaps(needsOf(desired), mapping, target)];
  const digest = meaningDigest(document);
  const { name } = desired.gateway;
  const layout = { from, digest, target, desired, mapping };
  return sealPlan({
    made: new Date(clock.now()).toISOString(),
    kind: from === undefined ? 'create' : 'migrate',
    source: { ...(from !== undefined && { ref: from }), digest },
    target: { cloud: to },
    gaps,
    blocked: blocks(gaps),
    stages: buildStages(layout),
    ...buildCutOver(layout),
    addresses: Object.fromEntries(
      desired.addresses.flatMap(({ sourceIp, target: wanted }) =>
        'ip' in wanted ? [[sourceIp, wanted.ip]] : [],
      ),
    ),
    changes: changesOf(desired),
    flows: flowsOf(document, {
      ...desired,
      addresses: desired.addresses.map(({ sourceIp }) => sourceIp),
      network: networkOf(target, mapping),
    }),
    locks: [...(from === undefined ? [] : [from]), `${to}/${mapping.network.vpc}/${name}`],
  });
}

/** As a document of the new gateway would tell it. */
const networkOf = ({ cidrs, subnets }: Target, { network }: Mapping): DocumentedNetwork => ({
  ...network,
  ...(cidrs.length > 0 && { cidrs }),
  subnets: Object.fromEntries(subnets.map(({ id, cidr }) => [id, cidr])),
});
