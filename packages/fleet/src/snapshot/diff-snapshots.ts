import { GatewayRef } from '@polynat/core';
import { type FieldChange, fieldChanges, hasChanges, type ItemChanges, itemChanges } from './differences.ts';
import type { GatewayEntry, RulePart, StoredAddress, StoredDnat, StoredSnat } from './entries.ts';
import type { CloudSummary } from './header.ts';
import type { Snapshot } from './read-snapshot.ts';

/** A gateway that is not the same in two snapshots. */
export type GatewayDifference =
  | { readonly type: 'added'; readonly ref: string; readonly gateway: GatewayEntry }
  | { readonly type: 'removed'; readonly ref: string; readonly gateway: GatewayEntry }
  | ChangedGateway;

export interface ChangedGateway {
  readonly type: 'changed';
  readonly ref: string;
  readonly name: string;
  readonly fields: readonly FieldChange[];
  readonly addresses: ItemChanges<StoredAddress>;
  readonly snat: ItemChanges<StoredSnat>;
  readonly dnat: ItemChanges<StoredDnat>;
}

/** What two snapshots do not let one compare. */
export interface NotCompared {
  readonly cloud: string;
  /** The gateway, and which of its rules; the cloud as a whole without it. */
  readonly ref?: string;
  readonly part?: RulePart;
  readonly why: string;
  /** Whether something failed; else it was left out on purpose. */
  readonly failed: boolean;
}

export interface SnapshotDiff {
  readonly before: SnapshotName;
  readonly after: SnapshotName;
  /** In the order of the refs. */
  readonly differences: readonly GatewayDifference[];
  readonly notCompared: readonly NotCompared[];
}

interface SnapshotName {
  readonly file: string;
  readonly id: string;
  readonly started: string;
}

/** Compares two snapshots, gateway by gateway. Holds their differences in memory, and an index of each. */
export async function diffSnapshots(before: Snapshot, after: Snapshot): Promise<SnapshotDiff> {
  const coverage = new Coverage(before, after);
  const differences: GatewayDifference[] = [];
  const notCompared: NotCompared[] = [...coverage.gaps];
  for (const ref of [...new Set([...before.refs, ...after.refs])].sort()) {
    const [old, now] = [await before.gateway(ref), await after.gateway(ref)];
    const { cloud } = GatewayRef.parse(ref);
    if (old && now) {
      const changed = changesOf(old, now, coverage.tellsAddresses(cloud));
      if (changed) differences.push(changed);
      notCompared.push(...missingParts(cloud, old, now));
    } else if (now && coverage.tellsAdded(cloud)) differences.push({ type: 'added', ref, gateway: now });
    else if (old && coverage.tellsRemoved(cloud)) differences.push({ type: 'removed', ref, gateway: old });
  }
  return { before: nameOf(before), after: nameOf(after), differences, notCompared };
}

const nameOf = ({ path, header: { id, started } }: Snapshot): SnapshotName => ({ file: path, id, started });

/** What each of two snapshots covers: a gateway that is missing where its cloud was not read to the end may be there. */
class Coverage {
  readonly gaps: readonly NotCompared[];
  readonly #before: ReadonlyMap<string, CloudSummary>;
  readonly #after: ReadonlyMap<string, CloudSummary>;

  constructor(before: Snapshot, after: Snapshot) {
    this.#before = cloudsOf(before);
    this.#after = cloudsOf(after);
    const aliases = [...new Set([...this.#before.keys(), ...this.#after.keys()])].sort();
    this.gaps = aliases.flatMap((cloud) => [
      ...gapsOf(cloud, this.#before.get(cloud), before.path),
      ...gapsOf(cloud, this.#after.get(cloud), after.path),
    ]);
  }

  tellsAdded(cloud: string): boolean {
    return isWhole(this.#before.get(cloud));
  }

  /** Whether both have more of the public IPs than what gateways tell. */
  tellsAddresses(cloud: string): boolean {
    return ![this.#before, this.#after].some((clouds) => clouds.get(cloud)?.addressFailure);
  }

  tellsRemoved(cloud: string): boolean {
    return isWhole(this.#after.get(cloud));
  }
}

const cloudsOf = ({ header }: Snapshot): ReadonlyMap<string, CloudSummary> =>
  new Map(header.clouds.map((summary) => [summary.cloud, summary]));

const isWhole = (summary: CloudSummary | undefined): boolean => summary !== undefined && !summary.failure;

function gapsOf(cloud: string, summary: CloudSummary | undefined, file: string): readonly NotCompared[] {
  if (!summary) return [{ cloud, why: `${file} does not cover it`, failed: false }];
  const { failure, addressFailure, carried } = summary;
  const old = `rules of ${carried} gateway(s) in ${file} were read for an earlier snapshot`;
  return [
    ...(failure ? [{ cloud, why: `${file} lacks gateways: ${failure.message}`, failed: true }] : []),
    ...(addressFailure
      ? [{ cloud, why: `${file} lacks details of public IPs: ${addressFailure.message}`, failed: true }]
      : []),
    ...(carried > 0 ? [{ cloud, why: old, failed: false }] : []),
  ];
}

const partsOf: readonly RulePart[] = ['snat', 'dnat'];

function missingParts(cloud: string, before: GatewayEntry, after: GatewayEntry): readonly NotCompared[] {
  return partsOf.flatMap((part) => {
    const failure = [before, after].flatMap(({ failures = [] }) => failures).find((one) => one.part === part);
    return failure ? [{ cloud, ref: before.ref, part, why: failure.message, failed: true }] : [];
  });
}

const idOf = ({ id }: { readonly id: string }): string => id;

function changesOf(
  before: GatewayEntry,
  after: GatewayEntry,
  withDetails: boolean,
): ChangedGateway | undefined {
  const [old, now] = [before.addresses, after.addresses].map((all) => (withDetails ? all : all.map(inBrief)));
  const changes = {
    fields: fieldChanges(before.gateway, after.gateway),
    addresses: itemChanges(old ?? [], now ?? [], ({ ip }) => ip),
    snat: rulesChanged(before.snat, after.snat),
    dnat: rulesChanged(before.dnat, after.dnat),
  };
  const { fields, addresses, snat, dnat } = changes;
  if (fields.length === 0 && ![addresses, snat, dnat].some(hasChanges)) return undefined;
  return { type: 'changed', ref: before.ref, name: after.gateway.name, ...changes };
}

/** What a gateway tells of its public IPs. */
const inBrief = ({ ip, use }: StoredAddress): StoredAddress => ({
  ...{ ip, use, state: 'unknown', providerState: '' },
});

/** Rules that one of the two could not read are not compared. */
const rulesChanged = <Rule extends { readonly id: string }>(
  before: readonly Rule[] | undefined,
  after: readonly Rule[] | undefined,
): ItemChanges<Rule> =>
  before && after ? itemChanges(before, after, idOf) : { added: [], removed: [], changed: [] };
