export { changingSteps, planChange } from './change.ts';
export {
  type DocumentedAddress,
  type DocumentedBandwidth,
  type DocumentedDnat,
  type DocumentedGateway,
  type DocumentedNetwork,
  type DocumentedSnat,
  type GatewayDocument,
  gatewayDocumentSchema,
} from './document.ts';
export {
  type DocumentFormat,
  documentJsonSchema,
  formatDocument,
  parseDocument,
  readDocument,
} from './document-text.ts';
export { exportGateway } from './export.ts';
export { type Gap, type GapKind, gapKinds } from './gap.ts';
export type { CutOver } from './handlers/context.ts';
export { type Mapping, mappingSchema, readMapping } from './mapping.ts';
export { createMigrations, type Migrations, type MigrationsOptions } from './migrations.ts';
export { type MigrationPlan, type PlanOptions, planFromDocument, planMigration } from './plan.ts';
export type { Difference } from './reach/compare.ts';
export { readPlan } from './read-plan.ts';
export { renderDifferences, renderPlan } from './render.ts';
export type { Stage, Step, StepKind } from './step.ts';
export type { AddressSlot } from './translate/addresses.ts';
export type { Target } from './translate/target.ts';
export { type DesiredGateway, type Translation, translate } from './translate/translate.ts';
export { compareDocuments, compareWithRules, verifyGateways } from './verify.ts';
