export { type Drift, driftOf, type Expected } from './drift.ts';
export type { FinishedRun } from './finish-runs.ts';
export type { FailedGateway, Skipped } from './fleet-gateways.ts';
export { type FleetResult, fleetResultSchema } from './fleet-results.ts';
export {
  createFleetRuns,
  type FleetRunOptions,
  type FleetRuns,
  fleetPurchases,
  type StartedRenewals,
} from './fleet-runs.ts';
export { expiringWithin, expiryOf, type Inventory, inventory } from './inventory.ts';
export { createFleetMoves, type FleetMoves, type FleetMovesOptions } from './moves/moves.ts';
export type {
  MoveLimits,
  MoveSkipReason,
  MovesPlan,
  NamedPlan,
  PlanMovesOptions,
  PlannedMove,
} from './moves/plan.ts';
export { type MovePolicy, readMovePolicy } from './moves/policy.ts';
export {
  type MigratedGateway,
  type MoveResults,
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
  type RenewalResults,
  type RenewalSummary,
  type RenewedGateway,
  resultsIn,
  summaryOf,
} from './renewal-summary.ts';
export type { SkipReason } from './renewal-verdict.ts';
export type { GatewaySelection } from './selection.ts';
