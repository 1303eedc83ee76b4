import {
  type CallOptions,
  type Capabilities,
  type Clouds,
  describeSize,
  describeSource,
  type Gateway,
  type GatewayHandle,
  type GatewayRef,
  type SizeRequest,
  sameSize,
} from '@polynat/core';
import { diffDnat, diffSnat, type TableDiff } from './diff.ts';
import { meaningDigest } from './digest.ts';
import type { DocumentedGateway, GatewayDocument } from './document.ts';
import { exportGateway } from './export.ts';
import { blocks, type Gap } from './gap.ts';
import { type MigrationPlan, readTarget, sealPlan } from './plan.ts';
import { describeDnat } from './render.ts';
import type { Stage, Step } from './step.ts';
import { translateDnat } from './translate/dnat.ts';
import { translateSnat } from './translate/snat.ts';

/**
 * Lays out how an existing gateway becomes what a document says: the same steps, runs and verification as a migration. A plan whose
 * `steps` are only checks means that nothing has drifted.
 */
export async function planChange(
  nat: Clouds,
  ref: GatewayRef | string,
  document: GatewayDocument,
  options: CallOptions = {},
): Promise<MigrationPlan> {
  const handle = nat.gateway(ref);
  const { cloud } = handle.ref;
  const { capabilities } = nat.cloud(cloud);
  const now = await exportGateway(nat, ref, options);
  const mapping = { network: now.gateway.network };
  const target = await readTarget(nat, cloud, mapping, options);
  const [snat, dnat] = [translateSnat(document, mapping, target), translateDnat(document, target)];
  const tables = await diffTables(handle, capabilities, { snat: snat.value, dnat: dnat.value }, options);
  const gaps: readonly Gap[] = [...snat.gaps, ...dnat.gaps];
  const digest = meaningDigest(now);
  return sealPlan({
    version: 1,
    kind: 'change',
    source: { ref: `${handle.ref}`, digest },
    target: { cloud, ref: `${handle.ref}` },
    gaps,
    blocked: blocks(gaps),
    stages: [
      stage('check the gateway', [checkStep(handle.ref, digest)]),
      stage('change the gateway', gatewaySteps(await handle.get(options), document.gateway, capabilities)),
      stage('attach addresses', attachSteps(now, document)),
      stage('make way', makeWay(tables, capabilities)),
      stage('add and replace rules', addAndReplace(tables, capabilities)),
      stage('remove rules', removals(tables)),
      stage('detach addresses', detachSteps(now, document)),
      stage('verify', [verifyStep({ snat: snat.value, dnat: dnat.value })]),
    ].filter(({ steps }) => steps.length > 0),
    addresses: {},
    changes: [],
    locks: [`${handle.ref}`],
  });
}

/** The steps of a plan that change something: what has drifted, when the document says how it should be. */
export const changingSteps = ({ stages }: MigrationPlan): readonly Step[] =>
  stages
    .flatMap(({ steps }) => steps)
    .filter(({ kind }) => kind !== 'source.check' && kind !== 'verify' && kind !== 'cut-over');

const stage = (title: string, steps: readonly Step[]): Stage => ({ title, concurrency: 8, steps });

interface Tables {
  readonly snat: TableDiff<Parameters<typeof diffSnat>[1][number]>;
  readonly dnat: TableDiff<Parameters<typeof diffDnat>[1][number]>;
}

async function diffTables(
  handle: GatewayHandle,
  { features }: Capabilities,
  desired: { snat: Parameters<typeof diffSnat>[1]; dnat: Parameters<typeof diffDnat>[1] },
  options: CallOptions,
): Promise<Tables> {
  const [snat, dnat] = await Promise.all([
    features['snat.rules'].supported ? handle.snat.list(options).toArray() : [],
    features['dnat.rules'].supported ? handle.dnat.list(options).toArray() : [],
  ]);
  return { snat: diffSnat(snat, desired.snat), dnat: diffDnat(dnat, desired.dnat) };
}

const checkStep = (ref: GatewayRef, digest: string): Step => ({
  id: 'check-source',
  kind: 'source.check',
  args: { ref: `${ref}`, digest },
  says: `make sure ${ref} is as planned`,
});

const verifyStep = (desired: Extract<Step, { kind: 'verify' }>['args']['desired']): Step => ({
  id: 'verify',
  kind: 'verify',
  args: { desired },
  says: 'read the gateway back and compare what it does, packet by packet',
});

function gatewaySteps(now: Gateway, wanted: DocumentedGateway, { features }: Capabilities): readonly Step[] {
  const steps: Step[] = [];
  if (wanted.name !== now.name) {
    steps.push({
      id: 'rename',
      kind: 'gateway.change',
      args: { name: wanted.name },
      says: `rename it from "${now.name}" to "${wanted.name}"`,
    });
  }
  if (
    wanted.description !== undefined &&
    wanted.description !== now.description &&
    features['gateways.description'].supported
  ) {
    steps.push({
      id: 'describe',
      kind: 'gateway.change',
      args: { description: wanted.description },
      says: 'change its description',
    });
  }
  if (!sameSize(wanted.size, now.size)) {
    const size: SizeRequest = wanted.size;
    steps.push({
      id: 'resize',
      kind: 'gateway.resize',
      args: { size },
      says: `resize it from ${describeSize(now.size)} to ${describeSize(size)}`,
    });
  }
  if (wanted.protected !== undefined && now.protected !== undefined && wanted.protected !== now.protected) {
    steps.push({
      id: 'protect',
      kind: 'gateway.protect',
      args: { on: wanted.protected },
      says: `turn protection ${wanted.protected ? 'on' : 'off'}`,
    });
  }
  const tags = Object.fromEntries(
    Object.entries(wanted.tags).filter(([key, value]) => now.tags[key] !== value),
  );
  if (Object.keys(tags).length > 0) {
    steps.push({
      id: 'tag',
      kind: 'gateway.tag',
      args: { tags },
      says: `set the tags ${Object.keys(tags).join(', ')}`,
    });
  }
  return steps;
}

function attachSteps(now: GatewayDocument, wanted: GatewayDocument): readonly Step[] {
  const attached = new Set(now.addresses.map(({ ip }) => ip));
  return wanted.addresses
    .filter(({ ip }) => !attached.has(ip))
    .map(({ ip }) => ({
      id: `attach/${ip}`,
      kind: 'address.attach',
      args: { stands: ip },
      says: `attach ${ip}`,
    }));
}

function detachSteps(now: GatewayDocument, wanted: GatewayDocument): readonly Step[] {
  const kept = new Set(wanted.addresses.map(({ ip }) => ip));
  return now.addresses
    .filter(({ ip }) => !kept.has(ip))
    .map(({ ip }) => ({
      id: `detach/${ip}`,
      kind: 'address.detach',
      args: { ip },
      says: `detach ${ip}; it stays in the account`,
    }));
}

/** Only where a cloud cannot replace a rule does the old one go first: the one place where traffic is without a rule. */
function makeWay({ snat, dnat }: Tables, { features }: Capabilities): readonly Step[] {
  const gap = 'traffic has no rule until the new one is there';
  const snatFirst = features['snat.replace'].supported ? [] : snat.replace;
  const dnatFirst = features['dnat.replace'].supported ? [] : dnat.replace;
  return [
    ...snatFirst.map(
      ({ id, before }): Step => ({
        id: `snat-way/${id}`,
        kind: 'snat.remove',
        args: { id, before },
        says: `remove SNAT ${id}; ${gap}`,
      }),
    ),
    ...dnatFirst.map(
      ({ id, before }): Step => ({
        id: `dnat-way/${id}`,
        kind: 'dnat.remove',
        args: { id, before },
        says: `remove DNAT ${id}; ${gap}`,
      }),
    ),
  ];
}

function addAndReplace({ snat, dnat }: Tables, { features }: Capabilities): readonly Step[] {
  const [snatInPlace, dnatInPlace] = [features['snat.replace'].supported, features['dnat.replace'].supported];
  const newSnat = snatInPlace ? snat.add : [...snat.add, ...snat.replace.map(({ rule }) => rule)];
  const newDnat = dnatInPlace ? dnat.add : [...dnat.add, ...dnat.replace.map(({ rule }) => rule)];
  return [
    ...newSnat.map(
      (rule, index): Step => ({
        id: `snat/${index}`,
        kind: 'snat.add',
        args: { rule },
        says: `let ${describeSource(rule.source)} leave through ${rule.through?.join(', ') ?? 'every address'}`,
      }),
    ),
    ...(snatInPlace ? snat.replace : []).map(
      (args): Step => ({
        id: `snat-replace/${args.id}`,
        kind: 'snat.replace',
        args,
        says: `change SNAT ${args.id}: ${describeSource(args.rule.source)} leaves through ${args.rule.through?.join(', ') ?? 'every address'}`,
      }),
    ),
    ...newDnat.map(
      (rule, index): Step => ({
        id: `dnat/${index}`,
        kind: 'dnat.add',
        args: { rule },
        says: `lead ${describeDnat(rule)}`,
      }),
    ),
    ...(dnatInPlace ? dnat.replace : []).map(
      (args): Step => ({
        id: `dnat-replace/${args.id}`,
        kind: 'dnat.replace',
        args,
        says: `change DNAT ${args.id}: ${describeDnat(args.rule)}`,
      }),
    ),
  ];
}

/** Removed last, when what replaces them is in place. */
function removals({ snat, dnat }: Tables): readonly Step[] {
  return [
    ...snat.remove.map(
      (args): Step => ({
        id: `snat-remove/${args.id}`,
        kind: 'snat.remove',
        args,
        says: `remove SNAT ${args.id} for ${describeSource(args.before.source)}`,
      }),
    ),
    ...dnat.remove.map(
      (args): Step => ({
        id: `dnat-remove/${args.id}`,
        kind: 'dnat.remove',
        args,
        says: `remove DNAT ${args.id} for ${describeDnat(args.before)}`,
      }),
    ),
  ];
}
