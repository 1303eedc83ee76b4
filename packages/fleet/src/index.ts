export { type Drift, driftOf, type Expected } from './drift.ts';
export type { FinishedRun } from './finish-runs.ts';
export { type FleetResult, fleetResultSchema } from './fleet-results.ts';
export {
  createFleetRuns,
  type FleetRunOptions,
  type FleetRuns,
  fleetPurchases,
  type StartedRenewals,
} from './fleet-runs.ts';
export { expiringWithin, expiryOf, type Inventory, inventory } from './inventory.ts';
export { renewByPolicy } from './renew-by-policy.ts';
export type {
  FailedRenewal,
  PlanRenewalOptions,
  RenewalPlan,
  SkippedGateway,
} from './renewal-plan.ts';
export { type GatewaySelection, type RenewalPolicy, readRenewalPolicy } from './renewal-policy.ts';
export {
  type RenewalResults,
  type RenewalSummary,
  type RenewedGateway,
  resultsIn,
  summaryOf,
} from './renewal-summary.ts';
export type { SkipReason } from './renewal-verdict.ts';
