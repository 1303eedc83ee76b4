export { accountsOf } from './accounts.ts';
export { changingSteps, planChange } from './change/change.ts';
export type { CutOverOptions } from './cut-over/cut-over.ts';
export type { Drift, SourceState } from './cut-over/drift.ts';
export type { CutOverPlan } from './cut-over/plan.ts';
export type {
  DocumentedAddress,
  DocumentedBandwidth,
  DocumentedDnat,
  DocumentedGateway,
  DocumentedNetwork,
  DocumentedSnat,
  GatewayDocument,
  SettingsByProvider,
} from './document.ts';
export { gatewayDocumentSchema } from './document-schema.ts';
export {
  type DocumentFormat,
  documentJsonSchema,
  formatDocument,
  parseDocument,
  readDocument,
} from './document-text.ts';
export { type ExportOptions, exportGateway, type GatewaySnapshots, readSnapshots } from './export.ts';
export { type AcceptableKind, acceptableKinds, type Gap, type GapKind, gapKinds } from './gap.ts';
export {
  type Allocate,
  type AllocationChoice,
  type Mapping,
  mappingJsonSchema,
  mappingSchema,
  readMapping,
} from './mapping.ts';
export { type Migrated, readMigrated } from './migrated.ts';
export {
  type AddressPair,
  type Migration,
  type MigrationState,
  migrationOf,
  type Soak,
  type Statement,
  type Watch,
} from './migration.ts';
export {
  createMigrations,
  type MigrationRollBackOptions,
  type Migrations,
  type MigrationsOptions,
} from './migrations.ts';
export type { MigrationPlan } from './plan.ts';
export { type PlanWithSource, planFile, readPlanFile } from './plan-file.ts';
export { type PlanOptions, planCreation, planMigration } from './plan-migration.ts';
export { type Purchase, type PurchaseReader, type PurchaseTerms, purchaseOn } from './purchase.ts';
export { type Purchases, plannedPurchases, purchasesOf } from './purchases.ts';
export type { Difference } from './reach/compare.ts';
export { readPlan, recordedSteps } from './read-plan.ts';
export { renderDifferences, renderPlan } from './render.ts';
export type { Stage } from './stage.ts';
export { bought, type CutOver, completed } from './steps/context.ts';
export type { Step, StepKind } from './steps/index.ts';
export { type StillBilled, stillBilled } from './still-billed.ts';
export type { AddressSlot } from './translate/address-slot.ts';
export type { Target, TargetAddress } from './translate/target.ts';
export { type DesiredGateway, type Translation, translate } from './translate/translate.ts';
export { type ComparedDocument, compareDocuments, compareWithRules, verifyGateways } from './verify.ts';
