import { describe } from 'vitest';
import type { EngineHarness } from './bench.ts';
import { describeCrashes } from './crashes.ts';
import { describeJson } from './json.ts';
import { describeLifecycle } from './lifecycle.ts';
import { describeMany } from './many.ts';
import { describeOperations } from './operations.ts';
import { describeOwnership } from './ownership.ts';
import { describeQueue } from './queue.ts';
import { describeRollback } from './rollback.ts';
import { describeSchedules } from './schedules.ts';
import { describeWaiting } from './waiting.ts';

export type { EngineHarness, EngineSetup } from './bench.ts';
export { attach, type Cloud, type CloudCall, CountingCloud, create, registerCloud, renew } from './cloud.ts';
export { type Ending, type Fate, MortalStore } from './mortal-store.ts';

/** Milliseconds; only a busy disk needs more than one or two seconds for hundreds of crashes. */
const timeout = 60_000;

/** What every engine must do, whatever it keeps its journal in. */
export function runEngineConformance(name: string, harness: EngineHarness): void {
  describe(`the engine on ${name}`, { timeout }, () => {
    describeOperations(harness);
    describeMany(harness);
    describeJson(harness);
    describeRollback(harness);
    describeWaiting(harness);
    describeQueue(harness);
    describeSchedules(harness);
    describeOwnership(harness);
    describeLifecycle(harness);
    describeCrashes(harness);
  });
}
