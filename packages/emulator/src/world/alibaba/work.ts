import { refuse } from './refusal.ts';
import type { Call, World } from './world.ts';

/** To be called after the last check and before the first change. */
export function confirm(call: Call): void {
  if (call.dryRun) refuse('dry-run');
}

export interface Work {
  /** 0 for what the cloud does while the caller waits. */
  readonly milliseconds: number;
  readonly done: (due: number) => void;
  /** What becomes of it when the work breaks down. */
  readonly failed: () => void;
}

/** Lets a transient state run its time: it ends well, ends badly, or never ends, as the injected fault says. */
export function begin(world: World, call: Call, work: Work): void {
  const fault = call.workFault;
  if (fault === 'stuck') return;
  const end = fault === 'failed' ? work.failed : work.done;
  if (work.milliseconds === 0) end(world.clock.work());
  else world.scheduler.at(world.clock.due(work.milliseconds), end);
}
