import type { EmulatorClock } from '../../clock.ts';
import type { WorkFault } from '../../cloud.ts';
import { Scheduler } from '../../common/scheduler.ts';
import { Refusal } from './refusal.ts';

export type TaskStatus = 'RUNNING' | 'SUCCESS' | 'FAILED';

/** The fault injected into the work of the request at hand, if any; drawn only when there is work. */
export type FaultSource = () => WorkFault | undefined;

/** The call behind work on a gateway: its RequestId is what the work is asked for by. */
export interface TaskOrder {
  readonly requestId: string;
  readonly fault: FaultSource;
}

export interface Work {
  /** Emulated seconds it takes. */
  readonly seconds: number;
  /** Ids of what it is about. */
  readonly resources: readonly string[];
  succeed(): void;
  fail(): void;
}

interface Task {
  readonly id: string;
  readonly resources: readonly string[];
  status: TaskStatus;
}

/**
 * Work behind accepted calls. That of EIPs has a number, that of gateways is asked for by the RequestId of the call.
 * Tasks are kept as long as the state.
 */
export class Tasks {
  readonly #clock: EmulatorClock;
  readonly #tasks = new Map<string, Task>();
  readonly #scheduler = new Scheduler();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  start(id: string, work: Work, fault: FaultSource): void {
    const task: Task = { id, resources: work.resources, status: 'RUNNING' };
    const struck = fault();
    this.#tasks.set(id, task);
    // Stuck work is never queued: it stays RUNNING whatever the clock does.
    if (struck === 'stuck') return;
    const due = this.#clock.due(work.seconds * 1000);
    this.#scheduler.at(due, () => finish(task, work, struck === 'failed'));
  }

  /** Brings about whatever has become due. Called before every request. */
  settle(): void {
    this.#scheduler.runDue((due) => this.#clock.passed(due));
  }

  find(id: string): Task {
    const task = this.#tasks.get(id);
    if (task === undefined) throw new Refusal('task-not-found', `There is no task ${id}.`);
    return task;
  }

  list(): readonly Task[] {
    return [...this.#tasks.values()];
  }
}

function finish(task: Task, work: Work, doomed: boolean): void {
  task.status = doomed ? 'FAILED' : 'SUCCESS';
  if (doomed) work.fail();
  else work.succeed();
}
