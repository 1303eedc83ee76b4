import type { EmulatorClock } from '../../clock.ts';
import { type FaultSource, WorkQueue } from '../tencent/work-queue.ts';
import { Refusal } from './refusal.ts';

type TaskStatus = 'RUNNING' | 'SUCCESS' | 'FAILED';

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
  readonly #tasks = new Map<string, Task>();
  readonly #queue: WorkQueue;

  constructor(clock: EmulatorClock) {
    this.#queue = new WorkQueue(clock);
  }

  start(id: string, work: Work, fault: FaultSource): void {
    const task: Task = { id, resources: work.resources, status: 'RUNNING' };
    this.#tasks.set(id, task);
    this.#queue.start(work.seconds, fault, (doomed) => finish(task, work, doomed));
  }

  /** Brings about whatever has become due. Called before every request. */
  settle(): void {
    this.#queue.settle();
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
