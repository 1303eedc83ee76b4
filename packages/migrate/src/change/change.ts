import type { CallOptions, Capabilities, Clouds, GatewayHandle, GatewayRef } from '@polynat/core';
import { digestOf, meaningDigest } from '../digest.ts';
import type { DocumentedBandwidth, GatewayDocument } from '../document.ts';
import { type ExportOptions, exportGateway } from '../export.ts';
import { flowsOf } from '../flows.ts';
import { blocks, type Gap, lossy } from '../gap.ts';
import type { Mapping } from '../mapping.ts';
import { type MigrationPlan, sealPlan } from '../plan.ts';
import { differingSettings } from '../provider-settings.ts';
import { readTarget } from '../read-target.ts';
import { stage } from '../stage.ts';
import type { Step, StepKind } from '../steps/index.ts';
import { checkSource } from '../steps/source-check.ts';
import { verification } from '../steps/verify.ts';
import { translateDnat } from '../translate/dnat.ts';
import { translateSnat } from '../translate/snat.ts';
import type { Target } from '../translate/target.ts';
import type { DesiredGateway } from '../translate/translate.ts';
import { planAddresses } from './address-steps.ts';
import { diffDnat, diffSnat } from './diff.ts';
import { gatewaySteps } from './gateway-steps.ts';
import { makeWay, ruleStages, type Tables } from './rule-steps.ts';

/**
 * Plans how an existing gateway becomes what a document says: the same steps, runs and verification as a migration. A plan
 * whose steps are only checks means that nothing has drifted.
 */
export async function planChange(
  nat: Clouds,
  ref: GatewayRef | string,
  document: GatewayDocument,
  { clock = Date, ...options }: ExportOptions = {},
): Promise<MigrationPlan> {
  const handle = nat.gateway(ref);
  const { cloud: alias } = handle.ref;
  const now = await exportGateway(nat, ref, { ...options, clock });
  const target = await readSurroundings(nat, alias, now, document, options);
  const mapping = asItIs(now, document);
  const [snat, dnat] = [translateSnat(document, mapping, target), translateDnat(document, mapping, target)];
  const desired = { snat: snat.value, dnat: dnat.value };
  const gateway = gatewaySteps(await handle.get(options), document.gateway, target);
  const addresses = planAddresses(now, document, target);
  const tables = await diffTables(handle, now, desired, target.capabilities, addresses.freed, options);
  const gaps = [
    ...gateway.gaps,
    ...addresses.gaps,
    ...packageGaps(now.bandwidth, document.bandwidth),
    ...snat.gaps,
    ...dnat.gaps,
    ...differingSettings(now, document),
  ];
  const digest = meaningDigest(now);
  return sealPlan({
    made: new Date(clock.now()).toISOString(),
    kind: 'change',
    source: { ref: `${handle.ref}`, digest },
    target: { cloud: alias, ref: `${handle.ref}` },
    gaps,
    blocked: blocks(gaps),
    stages: [
      stage('check the gateway', [checkSource('check-source', `${handle.ref}`, digest)]),
      stage('change the gateway', gateway.value, 1),
      addresses.first,
      makeWay(tables),
      addresses.exchange,
      ...ruleStages(tables),
      addresses.last,
      stage('verify', [verification(desired)]),
    ],
    addresses: {},
    changes: [],
    flows: flowsOf(now, {
      ...desired,
      addresses: document.addresses.map(({ ip }) => ip),
      network: now.gateway.network,
    }),
    locks: [`${handle.ref}`],
  });
}

const checks: readonly StepKind[] = [
  'source.check',
  'target.check',
  'preflight',
  'verify',
  'cut-over.start',
  'cut-over',
];

/** The steps of a plan that change something: what has drifted, when the document says how it should be. */
export const changingSteps = ({ stages }: MigrationPlan): readonly Step[] =>
  stages.flatMap(({ steps }) => steps).filter(({ kind }) => !checks.includes(kind));

/** The gateway's own cloud as a target: addresses it has can be taken, and so can free ones. */
async function readSurroundings(
  nat: Clouds,
  alias: string,
  now: GatewayDocument,
  wanted: GatewayDocument,
  options: CallOptions,
): Promise<Target> {
  const attached = new Set(now.addresses.map(({ ip }) => ip));
  const addresses = wanted.addresses.some(({ ip }) => !attached.has(ip));
  const target = await readTarget(nat, alias, now.gateway.network.vpc, options, { addresses });
  const packages = new Map(
    now.bandwidth.flatMap(({ name, addresses: ips }) => ips.map((ip) => [ip, name] as const)),
  );
  const own = now.addresses.map(({ ip, sharedBandwidth = packages.get(ip) }) => ({
    ip,
    ...(sharedBandwidth !== undefined && { sharedBandwidth }),
  }));
  return { ...target, addresses: [...own, ...(target.addresses ?? [])] };
}

/** Every public IP and subnet replaces itself. */
function asItIs({ gateway }: GatewayDocument, wanted: GatewayDocument): Mapping {
  const subnets = wanted.snat.flatMap(({ source }) =>
    'subnet' in source && source.subnet !== undefined ? [[source.subnet, source.subnet]] : [],
  );
  return {
    network: gateway.network,
    addresses: Object.fromEntries(wanted.addresses.map(({ ip }) => [ip, ip])),
    subnets: Object.fromEntries(subnets),
  };
}

async function diffTables(
  handle: GatewayHandle,
  now: GatewayDocument,
  desired: Pick<DesiredGateway, 'snat' | 'dnat'>,
  { features }: Capabilities,
  freed: ReadonlySet<string>,
  options: CallOptions,
): Promise<Tables> {
  const [snat, dnat] = await Promise.all([
    features['snat.rules'].supported ? handle.snat.list({}, options).toArray() : [],
    features['dnat.rules'].supported ? handle.dnat.list({}, options).toArray() : [],
  ]);
  const leaving = new Set(now.snat.flatMap(({ through }) => through));
  const breaksPorts = (ip: string) => features['dnat.port-break'].supported && leaving.has(ip);
  return {
    snat: diffSnat({
      current: snat,
      desired: desired.snat,
      network: now.gateway.network,
      inPlace: features['snat.replace'].supported,
      keepsSource: features['snat.replace'].supported && features['snat.replace'].keeps === 'source',
      chooses: features['snat.through'].supported,
      freed,
    }),
    dnat: diffDnat({
      current: dnat,
      desired: desired.dnat,
      inPlace: features['dnat.replace'].supported,
      freed,
      breaksPorts,
    }),
  };
}

function packageGaps(
  now: readonly DocumentedBandwidth[],
  wanted: readonly DocumentedBandwidth[],
): readonly Gap[] {
  if (digestOf(now) === digestOf(wanted)) return [];
  const why = 'a plan does not buy or change bandwidth packages';
  const remedy = 'change them with `polynat bandwidth`, or write the present ones into the document';
  return [lossy('bandwidth-package', 'bandwidth', 'the bandwidth packages of the document', { why, remedy })];
}
