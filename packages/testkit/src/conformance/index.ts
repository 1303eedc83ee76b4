import { describe } from 'vitest';
import { addressesBehave } from './addresses.ts';
import { bandwidthBehaves } from './bandwidth.ts';
import { billingBehaves } from './billing.ts';
import { cancellationIsClean } from './cancellation.ts';
import { concurrencyIsSafe } from './concurrency.ts';
import { dnatBehaves } from './dnat.ts';
import { errorsBehave } from './errors.ts';
import { gatewaysBehave } from './gateways.ts';
import type { MakeHarness } from './harness.ts';
import { capabilitiesAreHonest } from './honesty.ts';
import { writesHappenOnce } from './idempotency.ts';
import { networksBehave } from './networks.ts';
import { operationsBehave } from './operations.ts';
import { pagingBehaves } from './paging.ts';
import { sceneTest } from './scene.ts';
import { sizesBehave } from './sizes.ts';
import { snatBehaves } from './snat.ts';
import { tokensAreHonoured } from './tokens.ts';

export type { Harness, MakeHarness } from './harness.ts';

const topics = [
  capabilitiesAreHonest,
  gatewaysBehave,
  sizesBehave,
  snatBehaves,
  dnatBehaves,
  addressesBehave,
  billingBehaves,
  bandwidthBehaves,
  networksBehave,
  pagingBehaves,
  operationsBehave,
  errorsBehave,
  writesHappenOnce,
  tokensAreHonoured,
  cancellationIsClean,
  concurrencyIsSafe,
];

/** Registers the whole suite for one driver with vitest. Call it once per driver, at the top level of a test file. */
export function runConformance(name: string, makeHarness: MakeHarness): void {
  const test = sceneTest(makeHarness);
  describe(`${name} conforms`, () => {
    for (const topic of topics) topic(test);
  });
}
