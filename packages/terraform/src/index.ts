export { driftFromState, type TerraformDrift } from './drift.ts';
export { exportHcl, type HclExport, writeGateway } from './export-hcl.ts';
export {
  type EndedMigration,
  exportMigration,
  type MigrationExport,
  type MigrationExportOptions,
} from './export-migration.ts';
export { readState, requireDocument, stateGateway } from './read-state.ts';
export type { StateGateway, Untold } from './state/state-gateway.ts';
export type { Unsaid } from './write/entry.ts';
export type { WrittenFile } from './write/files.ts';
