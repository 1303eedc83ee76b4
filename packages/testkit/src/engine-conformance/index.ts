import { describe } from 'vitest';
import { describeAccounts } from './accounts.ts';
import type { EngineHarness } from './bench.ts';
import { describeCrashes } from './crashes.ts';
import { describeJson } from './json.ts';
import { describeListing } from './listing.ts';
import { describeLocks } from './locks.ts';
import { describeMany } from './many.ts';
import { describeOperations } from './operations.ts';
import { describeOwnership } from './ownership.ts';
import { describeProcedures } from './procedures.ts';
import { describeQueue } from './queue.ts';
import { describeRollback } from './rollback.ts';
import { describeSchedules } from './schedules.ts';
import { describeSteps } from './steps.ts';
import { describeStopping } from './stopping.ts';
import { describeTime } from './time.ts';
import { describeWaiting } from './waiting.ts';
import { describeWaking } from './waking.ts';

export type { EngineHarness, EngineSetup } from './bench.ts';
export { attach, type Cloud, type CloudCall, CountingCloud, create, registerCloud, renew } from './cloud.ts';
export { type Ending, type Fate, MortalStore } from './mortal-store.ts';
export { TaskProcess } from './processes/child.ts';
export { CloudServer } from './processes/cloud-server.ts';
export { type ProcessHarness, type ProcessPlace, runProcessConformance } from './processes/index.ts';
export { runTaskProcess } from './processes/run-task.ts';
export { idleSteps, ruleNames, rulesOnGateway, type Task } from './processes/task.ts';
export { runStoreConformance, type StoreHarness } from './store.ts';

/** Milliseconds; only a busy disk needs more than one or two seconds for hundreds of crashes. */
const timeout = 60_000;

/** In the order in which a reader would ask. */
const topics: readonly ((harness: EngineHarness) => void)[] = [
  describeOperations,
  describeMany,
  describeSteps,
  describeJson,
  describeProcedures,
  describeTime,
  describeWaiting,
  describeRollback,
  describeStopping,
  describeListing,
  describeAccounts,
  describeLocks,
  describeQueue,
  describeWaking,
  describeSchedules,
  describeOwnership,
  describeCrashes,
];

/** What every engine promises, whatever it keeps its journal in. */
export function runEngineConformance(name: string, harness: EngineHarness): void {
  describe(`the engine on ${name}`, { timeout }, () => {
    for (const describeTopic of topics) describeTopic(harness);
  });
}
