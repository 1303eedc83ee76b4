import { addressesBehave } from './addresses.ts';
import { bandwidthBehaves } from './bandwidth.ts';
import { batchesTell } from './batches.ts';
import { billingBehaves } from './billing.ts';
import { cancellationIsClean } from './cancellation.ts';
import { deletionTakesAllAlong } from './cascade.ts';
import { concurrencyIsSafe } from './concurrency.ts';
import { dnatBehaves } from './dnat.ts';
import { errorsBehave } from './errors.ts';
import { findingIsTheSameEverywhere } from './finding.ts';
import { gatewaysBehave } from './gateways.ts';
import { guardsHold } from './guards.ts';
import { capabilitiesAreHonest } from './honesty.ts';
import { writesHappenOnce } from './idempotency.ts';
import { networksBehave } from './networks.ts';
import { addressesComeOnDemand } from './on-demand.ts';
import { operationsBehave } from './operations.ts';
import { pagingBehaves } from './paging.ts';
import type { Topic } from './scene.ts';
import { sharedBandwidthBehaves } from './shared-bandwidth.ts';
import { sizesBehave } from './sizes.ts';
import { snatBehaves } from './snat.ts';
import { tokensAreHonoured } from './tokens.ts';
import { oneUpdateChangesAll } from './update.ts';

/** The whole suite, from what a driver says it can do to what it does under pressure. */
export const topics: readonly Topic[] = [
  capabilitiesAreHonest,
  gatewaysBehave,
  findingIsTheSameEverywhere,
  oneUpdateChangesAll,
  guardsHold,
  deletionTakesAllAlong,
  sizesBehave,
  snatBehaves,
  dnatBehaves,
  batchesTell,
  addressesBehave,
  addressesComeOnDemand,
  billingBehaves,
  bandwidthBehaves,
  sharedBandwidthBehaves,
  networksBehave,
  pagingBehaves,
  operationsBehave,
  errorsBehave,
  writesHappenOnce,
  tokensAreHonoured,
  cancellationIsClean,
  concurrencyIsSafe,
];
