export { type Drift, driftOf, type Expected } from './drift.ts';
export {
  createFleetRuns,
  type FleetResult,
  type FleetRunOptions,
  type FleetRuns,
  fleetPurchases,
} from './fleet-runs.ts';
export { expiringWithin, expiryOf, type Inventory, inventory } from './inventory.ts';
