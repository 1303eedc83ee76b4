export { type Drift, driftOf, type Expected } from './drift.ts';
export type { FinishedRun } from './finish-runs.ts';
export type { FailedGateway, Skipped } from './fleet-gateways.ts';
export { type FleetResult, fleetResultSchema } from './fleet-results.ts';
export {
  createFleetRuns,
  type FleetRuns,
  type FleetRunsOptions,
  fleetPurchases,
  type StartedRenewals,
} from './fleet-runs.ts';
export { expiringWithin, expiryOf, type Inventory, inventory } from './inventory.ts';
export {
  createFleetJobs,
  type FleetJob,
  type FleetJobs,
  type FleetJobsOptions,
  type JobTimes,
} from './jobs.ts';
export type { MoveSkipReason } from './moves/earlier.ts';
export { moveByPolicy } from './moves/move-by-policy.ts';
export { createFleetMoves, type FleetMoves, type FleetMovesOptions } from './moves/moves.ts';
export type {
  MoveLimits,
  MovesPlan,
  NamedPlan,
  PlanMovesOptions,
  PlannedMove,
} from './moves/plan.ts';
export { type MovePolicy, readMovePolicy } from './moves/policy.ts';
export {
  type MigratedGateway,
  type MovesSummary,
  moveResultsIn,
  movesSummaryOf,
} from './moves/summary.ts';
export { renewByPolicy } from './renew-by-policy.ts';
export type {
  PlanRenewalOptions,
  RenewalPlan,
  SkippedGateway,
} from './renewal-plan.ts';
export { type RenewalPolicy, readRenewalPolicy } from './renewal-policy.ts';
export {
  type RenewalSummary,
  type RenewedGateway,
  resultsIn,
  summaryOf,
} from './renewal-summary.ts';
export type { SkipReason } from './renewal-verdict.ts';
export type { DueResize, ResizePlan } from './resizes/plan.ts';
export { type ResizePolicy, readResizePolicy, type SizeRule } from './resizes/policy.ts';
export { resizeByPolicy } from './resizes/resize-by-policy.ts';
export { type ResizedGateway, type ResizeSummary, resizeSummaryOf } from './resizes/summary.ts';
export type { ResizeSkipReason } from './resizes/verdict.ts';
export { type RunResults, resultsOf } from './run-results.ts';
export type { GatewaySelection } from './selection.ts';
export {
  type ChangedGateway,
  diffSnapshots,
  type GatewayDifference,
  type NotCompared,
  type SnapshotDiff,
} from './snapshot/diff-snapshots.ts';
export type { ChangedItem, FieldChange, ItemChanges } from './snapshot/differences.ts';
export type {
  GatewayEntry,
  PartFailure,
  StoredAddress,
  StoredDnat,
  StoredFailure,
  StoredGateway,
  StoredSnat,
} from './snapshot/entries.ts';
export { type CloudSummary, type SnapshotHeader, snapshotVersion } from './snapshot/header.ts';
export { Snapshot } from './snapshot/read-snapshot.ts';
export type { InventorySelection } from './snapshot/selection.ts';
export type { InventoryProgress } from './snapshot/survey-cloud.ts';
export {
  type InventoryFailure,
  type InventoryOptions,
  type TakenInventory,
  takeInventory,
} from './snapshot/take-inventory.ts';
export type { FleetRunOptions } from './work.ts';
