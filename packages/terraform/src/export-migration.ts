import { type CallOptions, type Clouds, GatewayRef } from '@polynat/core';
import { exportBeside, type HclExport } from './export-hcl.ts';
import { foundIn } from './read-state.ts';
import { resourcesIn } from './state/resources.ts';
import { type Letting, removedFile } from './write/removed.ts';

/** A migration that has ended. */
export interface EndedMigration {
  /** The gateway it began with. */
  readonly source: string;
  readonly target: string;
  readonly sourceDeleted: boolean;
}

export interface MigrationExport extends HclExport {
  /** Addresses in Terraform that the `removed` blocks let go of. */
  readonly removed: readonly string[];
  /** Addresses that no block can let go of: `terraform state rm` does. */
  readonly byHand: readonly string[];
}

export interface MigrationExportOptions extends CallOptions {
  /** What `terraform show -json` prints where the source is managed. */
  readonly state?: unknown;
}

/**
 * The new gateway as HCL with import blocks, and `removed` blocks for a source that is deleted: Terraform forgets it and destroys
 * nothing. A source that is still there stays managed. Only reads.
 */
export async function exportMigration(
  nat: Clouds,
  migration: EndedMigration,
  { state, ...options }: MigrationExportOptions = {},
): Promise<MigrationExport> {
  const letting = lettingGo(migration, state);
  const removed = letting.removed.length > 0 ? GatewayRef.from(migration.source) : undefined;
  const made = await exportBeside(nat, migration.target, removed, options);
  return {
    ...made,
    files: [...made.files, removedFile(migration, letting)],
    removed: letting.removed,
    byHand: letting.byHand,
  };
}

function lettingGo({ source, sourceDeleted }: EndedMigration, state: unknown): Letting {
  const nothing = { known: false, removed: [], byHand: [], kept: [] };
  if (!sourceDeleted || state === undefined) return nothing;
  const { id } = GatewayRef.from(source);
  const found = foundIn(state).find((gateway) => gateway.id === id);
  if (!found) return nothing;
  const others = resourcesIn(state)
    .map(({ address }) => address)
    .filter((address) => !found.owned.includes(address))
    .map(withoutKeys);
  const whole = [...new Set(found.owned.map(withoutKeys))].filter((address) => !others.includes(address));
  return {
    known: true,
    removed: whole,
    byHand: found.owned.filter((address) => !whole.includes(withoutKeys(address))),
    kept: found.kept,
  };
}

/** A `removed` block speaks of a resource with all its instances. */
const withoutKeys = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
